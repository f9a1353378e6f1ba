"""Counts how signs are used, in memory, and writes it down every few seconds: a page that many
open at once costs the database nothing. Of a visitor there is nothing, of time only the day.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.errors import Collision, StoreUnavailable
from bot.domain.flow import Turn
from bot.domain.ports import Clock
from bot.domain.signs import Sign
from bot.domain.tip import TipKind
from storage.conversations import Found
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.point_counts import Seen
from storage.stores import Stores

EVERY_SECONDS: Final = 10.0
LAST_SECONDS: Final = 5.0
"""How long a process that ends waits for the database to take what it has counted."""
MOST: Final = 50_000
"""Signs and days that are remembered while the database is away: a province's signs."""
BATCH: Final = 500
_log = logging.getLogger(__name__)


class Tally:
    """The counts of one process. Implements `bot.domain.signs.Counts`."""

    def __init__(self, database: Database, keyring: Keyring, clock: Clock) -> None:
        self._database = database
        self._keyring = keyring
        self._clock = clock
        self._seen: dict[tuple[int, str], tuple[int, int]] = {}

    def scanned(self, sign: Sign) -> None:
        """A sign's page was opened."""
        self._add((sign.id, self._today(sign)), 1, 0)

    def started(self, sign: Sign) -> None:
        """A resident began to report with a sign."""
        self._add((sign.id, self._today(sign)), 0, 1)

    async def run(self) -> None:
        """Write down until cancelled, and then once more."""
        try:
            while True:
                await asyncio.sleep(EVERY_SECONDS)
                await self._try()
        except asyncio.CancelledError:
            async with asyncio.timeout(LAST_SECONDS):
                await self._try()
            raise

    async def flush(self) -> None:
        """Write down what was counted. Raises `StoreUnavailable` or `Collision`, and then keeps
        it; should a database fail while it commits, a few are counted twice.
        """
        taken, self._seen = self._seen, {}
        rows = [Seen(sign, day, *counted) for (sign, day), counted in sorted(taken.items())]
        try:
            if rows:
                async with self._database.transaction() as connection:
                    counts = Stores(connection, self._keyring).point_counts
                    for start in range(0, len(rows), BATCH):
                        await counts.add(rows[start : start + BATCH])
        except BaseException:
            for key, counted in taken.items():
                self._add(key, *counted)
            raise

    async def _try(self) -> None:
        try:
            await self.flush()
        except (StoreUnavailable, Collision) as error:
            _log.warning("what was counted at signs waits: %s", error)

    def _add(self, key: tuple[int, str], scans: int, started: int) -> None:
        if key not in self._seen and len(self._seen) >= MOST:
            return
        before = self._seen.get(key, (0, 0))
        self._seen[key] = before[0] + scans, before[1] + started

    def _today(self, sign: Sign) -> str:
        return self._clock.now().astimezone(ZoneInfo(sign.zone)).date().isoformat()


def may_begin(found: Found) -> bool:
    """Whether a sign can begin a report in this event, scanned or its code typed. In the midst of
    one, and whatever staff do, none begins.
    """
    aside = found.state.aside.flow if found.state.aside else ""
    return "intake" not in (found.state.flow, aside) and found.who.member_id is None


async def begun_with(stores: Stores, turn: Turn) -> Sign | None:
    """The sign that led to a turn, if one did. A form that is about an official is of none: begun
    and never seen among the unit's tips, it would be known for what it is.
    """
    form = turn.inbound.form
    if turn.sign is None or (form is not None and form.kind == TipKind.OFFICIAL):
        return None
    sign_id, unit_id = turn.sign
    return Sign(sign_id, await stores.unit_settings.get(unit_id, "timezone"))
