"""What residents tell of a sign itself. Needs no contact, and no key but those of a process that
serves pages.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.domain.access import Role
from bot.domain.clocks import Deadlines
from bot.domain.errors import Collision, StoreUnavailable
from bot.domain.flow import Outgoing
from bot.domain.message import Reply, Text
from bot.domain.points import LIVE, SignEvent, SignState
from bot.domain.ports import Clock
from bot.domain.signs import Sign
from bot.engine.bells import Bells
from storage.column_types import day_of
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.outbox_rows import UNIT
from storage.stickers import Sticker
from storage.stores import Stores

A_DAY: Final = 3
"""Of one sign and kind, so many are kept: to know that it is so, more are not needed."""
ROLES: Final = (Role.OFFICER.value, Role.LEAD.value, Role.COMMUNICATOR.value)
TRIES: Final = 4
_DAY: Final = 24 * 3600
_AGAIN: Final = 90 * _DAY
"""Nobody has looked at it for so long: it is told anew."""


class SignReports:
    """Implements `bot.domain.signs.SignNews`."""

    def __init__(self, database: Database, keyring: Keyring, clock: Clock, bells: Bells) -> None:
        self._database = database
        self._keyring = keyring
        self._clock = clock
        self._bells = bells

    async def told(self, sign: Sign, what: SignEvent) -> None:
        """See `bot.domain.signs.SignNews`."""
        for _ in range(TRIES):
            try:
                async with self._database.transaction() as connection:
                    stores = Stores(connection, self._keyring)
                    news = await _told(stores, sign, what, self._clock.now())
            except Collision:
                continue
            if news:
                self._bells.ring(UNIT)
            return
        raise StoreUnavailable("the database kept colliding; nothing was written down")


async def _told(stores: Stores, sign: Sign, what: SignEvent, now: datetime) -> bool:
    """Whether the staff are to hear of it."""
    sticker = await stores.stickers.get(sign.id)
    if sticker is None or not await _has_room(stores, sticker, what, now):
        return False
    await stores.stickers.note(sticker.unit_id, sticker.point_id, what, now, sticker.id)
    known = what is SignEvent.TOLD_DAMAGED and sticker.state is SignState.DAMAGED
    # Days alone would not do: what comes after the officer has left is news again.
    looked = sticker.inspected_at or sticker.created_at
    once = f"sign {sticker.id} {what} since {looked.timestamp()}"
    if known or not await stores.limits.once(once, day_of(now), _AGAIN):
        return False
    await _tell_staff(stores, sticker, what, now)
    return True


async def _has_room(stores: Stores, sticker: Sticker, what: SignEvent, now: datetime) -> bool:
    day = day_of(now)
    for number in range(A_DAY):
        name = f"sign {sticker.id} {what} {day:%Y-%m-%d} {number}"
        if await stores.limits.once(name, day, 2 * _DAY):
            return True
    return False


async def _tell_staff(stores: Stores, sticker: Sticker, what: SignEvent, now: datetime) -> None:
    """In their hours: it can wait until the morning."""
    point = await stores.points.get(sticker.point_id)
    if point is None:
        return
    old = "" if sticker.state in LIVE else "-old"
    about = {"serial": sticker.serial, "point": point.name}
    reply = Reply(Text(f"common-sign-{what}{old}", about), protect=True)
    hours = Deadlines.of(await stores.unit_settings.of(sticker.unit_id))
    notice = Outgoing(reply, unit_id=sticker.unit_id, roles=ROLES)
    await stores.outbox.add_notice(notice, hours.next_working(now))
