"""Fake stores for the queue; the real ones are in `tests/storage/test_desk_queue_stores.py`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.queue import Filter, View
from bot.domain.tip import Tip, TipStatus

if TYPE_CHECKING:
    from tests.handlers.harness import FakeTips


class FakeQueue:
    """The open tips of a unit, and nothing aside."""

    def __init__(self, tips: FakeTips) -> None:
        self.tips = tips

    async def page(
        self, unit_id: int, wanted: Filter, now: datetime, *, limit: int, offset: int = 0
    ) -> list[Tip]:
        return self._found(unit_id, wanted)[offset : offset + limit]

    async def count(self, unit_id: int, wanted: Filter, now: datetime) -> int:
        return len(self._found(unit_id, wanted))

    def _found(self, unit_id: int, wanted: Filter) -> list[Tip]:
        mine = [t for t in self.tips.tips if t.unit_id == unit_id and not t.side]
        if wanted.view is View.SIDE:
            return []
        mine.sort(key=lambda t: (t.urgency != "urgent", t.created_at, t.id))
        return [t for t in mine if (t.status != TipStatus.CLOSED) is (wanted.view != View.ENDED)]


class FakeLooking:
    """Nobody looks but whoever does."""

    async def look(self, tip_id: int, member_id: int, now: datetime) -> list[str]:
        return []

    async def at(
        self, tip_ids: Iterable[int], member_id: int, now: datetime
    ) -> dict[int, tuple[str, ...]]:
        return {}


class FakeLabels:
    """There are none."""

    async def of_unit(self, unit_id: int) -> list[str]:
        return []

    async def of_tips(self, tip_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
        return {}
