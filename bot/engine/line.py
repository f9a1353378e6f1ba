"""Carries rings between the processes of one installation, so that a page on one machine shows at
once what was posted on another. Only names travel: row ids and channels' names.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Final

from bot.engine.bells import Bells, Name
from storage.database import Database

HEARTBEAT_SECONDS: Final = 20.0
"""A line that carried nothing for so long is tried."""
AT_ONCE: Final = 200
"""Names in one word: of 20 characters at most, below the 8000 bytes that a NOTIFY takes."""


class Line:
    """One process's end of the line."""

    def __init__(self, database: Database, bells: Bells) -> None:
        self._database = database
        self._bells = bells

    async def run(self) -> None:
        """Carry until cancelled. Raises `StoreUnavailable` when the line breaks."""
        async with self._database.line(self._hear) as speak:
            if speak is None:
                await asyncio.Event().wait()
                return
            self._bells.carry(on=True)
            self._bells.ring_all()
            try:
                while True:
                    rung = sorted(map(str, await self._bells.rung(HEARTBEAT_SECONDS)))
                    if not rung:
                        await speak("")
                    for start in range(0, len(rung), AT_ONCE):
                        await speak(" ".join(rung[start : start + AT_ONCE]))
            finally:
                self._bells.carry(on=False)

    def _hear(self, word: str) -> None:
        self._bells.ring_here(*_names(word.split(" ")))


def _names(words: Iterable[str]) -> list[Name]:
    return [int(word) if word.isascii() and word.isdigit() else word for word in words]
