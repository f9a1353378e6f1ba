"""What residents tell of a sign itself: kept with its day, and passed on to the unit's people. The
same for a page and for a chat; needs no contact, and no key but those of a process that serves
pages.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.domain.access import Role
from bot.domain.clocks import Deadlines
from bot.domain.flow import Outgoing
from bot.domain.message import Reply, Text
from bot.domain.points import LIVE, SignEvent, SignState
from storage.column_types import day_of
from storage.limits import Limits
from storage.points import Points
from storage.stickers import Sticker, Stickers
from storage.unit_settings import UnitSettings

A_DAY: Final = 3
"""Of one sign and kind, so many are kept: to know that it is so, more are not needed."""
ROLES: Final = (Role.OFFICER.value, Role.LEAD.value, Role.COMMUNICATOR.value)
_DAY: Final = 24 * 3600
_AGAIN: Final = 90 * _DAY
"""Nobody has looked at it for so long: it is told anew."""


class SignsTold:
    """What is told in one transaction."""

    def __init__(
        self, points: Points, stickers: Stickers, limits: Limits, settings: UnitSettings
    ) -> None:
        self._points = points
        self._stickers = stickers
        self._limits = limits
        self._settings = settings

    async def told(self, sticker: Sticker, what: SignEvent, now: datetime) -> Outgoing | None:
        """Write it down, while there is room; what the staff are to hear of it, if it is news."""
        hours = Deadlines.of(await self._settings.of(sticker.unit_id))
        day = day_of(now.astimezone(hours.calendar.zone))
        if not await self._has_room(sticker, what, day):
            return None
        await self._stickers.mark(sticker, what, now)
        known = what is SignEvent.TOLD_DAMAGED and sticker.state is SignState.DAMAGED
        # Days alone would not do: what comes after the officer has left is news again.
        looked = sticker.inspected_at or sticker.created_at
        once = f"sign {sticker.id} {what} since {looked.timestamp()}"
        if known or not await self._limits.once(once, day, _AGAIN):
            return None
        point = await self._points.get(sticker.point_id)
        if point is None:
            return None
        old = "" if sticker.state in LIVE else "-old"
        about = {"serial": sticker.serial, "point": point.name}
        reply = Reply(Text(f"common-sign-{what}{old}", about), protect=True)
        # In their hours: it can wait until the morning.
        return Outgoing(
            reply, unit_id=sticker.unit_id, roles=ROLES, not_before=hours.next_working(now)
        )

    async def _has_room(self, sticker: Sticker, what: SignEvent, day: datetime) -> bool:
        for number in range(A_DAY):
            name = f"sign {sticker.id} {what} {day:%Y-%m-%d} {number}"
            if await self._limits.once(name, day, 2 * _DAY):
                return True
        return False
