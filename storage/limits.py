"""What the paces of `bot.domain.limits` have to remember. By contact and by point, never by
network address.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, select

from bot.domain.limits import CONTACT_LONG, CONTACT_SHORT, Pace, of_point
from storage.connection import Db
from storage.crypto.keyring import Keyring
from storage.schema import throttles
from storage.statements import Upsert
from storage.unit_settings import UnitSettings

_FULL: Final = (
    select(throttles.c.key, throttles.c.until)
    .where(throttles.c.key.in_(bindparam("keys", expanding=True)))
    .order_by(throttles.c.key)
    .with_for_update()
)
_KEEP: Final = Upsert(throttles, ["key"], ["count", "until"])
_ONCE: Final = Upsert(throttles, ["key"])


class Limits:
    """The paces of one transaction. Rows lie among the throttles and leave with them."""

    def __init__(self, connection: Db, keyring: Keyring, settings: UnitSettings) -> None:
        self._db = connection
        self._keyring = keyring
        self._settings = settings

    async def take(self, now: datetime, paces: dict[str, Pace]) -> float:
        """Let one pass all of `paces` (by name). 0 when it passed, else the seconds to wait.

        What has to wait uses nothing up.
        """
        keyed = {self._keyring.pseudonym("throttle", "pace", n): p for n, p in paces.items()}
        # There first, and then locked: two tips of one point at once would count as one. In one
        # order everywhere: two transactions never wait for each other.
        there = [{"key": key, "count": 1, "until": now} for key in sorted(keyed)]
        await self._db.execute(_ONCE.on(self._db), there)
        rows = await self._db.execute(_FULL, {"keys": list(keyed)})
        full: dict[bytes, datetime] = {row.key: row.until for row in rows}
        wait = max(pace.wait(full.get(key), now) for key, pace in keyed.items())
        if wait == 0:
            kept = [
                {"key": key, "count": 1, "until": keyed[key].taken(full.get(key), now)}
                for key in sorted(keyed)
            ]
            await self._db.execute(_KEEP.on(self._db), kept)
        return wait

    async def of_tip(
        self, contact_id: int, unit_id: int, point_id: int | None, now: datetime
    ) -> float:
        """Let a tip pass, or the seconds it has to wait. One without a point counts for its
        unit.
        """
        burst = await self._settings.get(unit_id, "point-burst")
        place = f"unit {unit_id}" if point_id is None else f"point {point_id}"
        return await self.take(
            now,
            {
                f"contact {contact_id} short": CONTACT_SHORT,
                f"contact {contact_id} long": CONTACT_LONG,
                place: of_point(burst),
            },
        )

    async def once(self, name: str, now: datetime, seconds: int) -> bool:
        """Whether `name` was not used before; it is from now on, for `seconds`."""
        key = self._keyring.pseudonym("throttle", "once", name)
        row = {"key": key, "count": 1, "until": now + timedelta(seconds=seconds)}
        return bool((await self._db.execute(_ONCE.on(self._db), row)).rowcount == 1)

    async def used(self, name: str, now: datetime) -> bool:
        """Whether `once` has been asked about `name`, and its time is not over."""
        key = self._keyring.pseudonym("throttle", "once", name)
        wanted = select(throttles.c.key).where(throttles.c.key == key, throttles.c.until > now)
        return (await self._db.execute(wanted)).first() is not None
