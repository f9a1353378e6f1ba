"""One sign at one place, as the conversations see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.domain.points import STATES, TOLD, SignEvent, SignState
from storage.stickers import Sticker

MADE = datetime(2026, 11, 1, tzinfo=UTC)
SHORT = "7F3K2X"
"""Its check is right."""


class FakeStickers:
    """What happened is in `happened`, who did it is forgotten."""

    def __init__(self) -> None:
        self.sign = Sticker(
            0, 2, 11, "TK-0001", "thon-3-code", SHORT, SignState.MADE, MADE, None, None, None
        )
        self.happened: list[SignEvent] = []

    async def get(self, sticker_id: int, *, held: bool = False) -> Sticker | None:
        return self.sign

    async def of_point(self, point_id: int) -> list[Sticker]:
        return [self.sign]

    async def last_deed(self, sticker: Sticker) -> None:
        return None

    async def told_since(self, sticker: Sticker) -> set[SignEvent]:
        return set(self.happened) & set(TOLD)

    async def mark(self, sticker: Sticker, what: SignEvent, now: datetime, **more: Any) -> bool:
        to = sticker.state if what in TOLD else STATES[what].get(sticker.state)
        if to is None:
            return False
        self.sign = replace(self.sign, state=to)
        self.happened.append(what)
        return True


class FakeSignsTold:
    """Everything is news to nobody."""

    def __init__(self, stickers: FakeStickers) -> None:
        self._stickers = stickers

    async def told(self, sticker: Sticker, what: SignEvent, now: datetime) -> None:
        await self._stickers.mark(sticker, what, now)
