"""Once a day, at the hour a unit has chosen, its leads and officers are told how things stand;
also when nothing happened, so that no digest tells anything by coming.
"""

from __future__ import annotations

import asyncio
import logging
from base64 import b64encode
from collections.abc import Callable
from datetime import datetime, time, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.access import Action, may
from bot.domain.duty import Figures, Shift, midnights, next_at
from bot.domain.errors import StoreUnavailable
from bot.domain.flow import Outgoing
from bot.domain.message import Button, Media, MediaKind, Reply, Text
from bot.domain.ports import Clock
from bot.domain.unit_settings import DIGEST_HOUR, SETTINGS, hour_of
from bot.engine.bells import Bells
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.notices import DIGEST, drop_waiting
from storage.outbox_rows import UNIT
from storage.stores import Stores
from storage.units import Unit

Draw = Callable[[Figures], bytes]
"""Makes a PNG; may fail in any way."""

BEHIND: Final = timedelta(hours=24)
DAYS: Final = 14
"""Days that the chart shows."""
_log = logging.getLogger(__name__)


class Digests:
    """One look at all units. A row of `chores` says when each is due: of several processes one
    sends it, and after a standstill there is one digest, not one for every day.
    """

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        clock: Clock,
        bells: Bells,
        zone: tzinfo,
        draw: Draw | None = None,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._clock = clock
        self._bells = bells
        self._zone = zone
        self._draw = draw

    async def send_due(self) -> int:
        """Send what is due; how many digests that were."""
        now = self._clock.now()
        async with self._database.reading() as connection:
            stores = Stores(connection, self._keyring)
            units = await stores.units.all()
            hours = await stores.unit_settings.everywhere(DIGEST_HOUR)
            zones = await stores.unit_settings.everywhere("timezone")
            planned = await stores.chores.planned(_PREFIX)
            sent_at = await stores.chores.planned(_SENT)
        sent = 0
        for unit in units:
            try:
                hour = hour_of(hours.get(unit.id, SETTINGS[DIGEST_HOUR].default))
                at = planned.get(f"{_PREFIX}{unit.id}")
                zone = ZoneInfo(zones[unit.id]) if unit.id in zones else self._zone
                was = sent_at.get(f"{_SENT}{unit.id}")
                then = _next(hour, zone, now, was) if hour else None
                if then and at and at <= now:
                    sent += await self._send(unit, zone, now, then)
                elif then != at:
                    await self._plan(f"{_PREFIX}{unit.id}", now, then)
            except StoreUnavailable:
                raise
            except Exception as error:
                # One unit's is not to keep the others from theirs.
                _log.error("a digest failed with %s", type(error).__name__)
        return sent

    async def _plan(self, name: str, now: datetime, then: datetime | None) -> None:
        async with self._database.transaction() as connection:
            chores = Stores(connection, self._keyring).chores
            if then:
                await chores.plan(name, now, then)
            else:
                await chores.forget(name)

    async def _send(self, unit: Unit, zone: tzinfo, now: datetime, then: datetime) -> bool:
        reply = await self._reply(unit, zone, now)
        async with self._database.transaction() as connection:
            stores = Stores(connection, self._keyring)
            if not await stores.chores.claim_until(f"{_PREFIX}{unit.id}", now, then):
                return False
            await stores.chores.done(f"{_SENT}{unit.id}", now)
            # Whoever was away for days gets today's alone.
            await drop_waiting(connection, unit.id, DIGEST)
            for member in await stores.members.of_unit(unit.id):
                if may(member.role, Action.READ_DUTY_BOOK):
                    notice = Outgoing(reply, unit_id=unit.id, member_id=member.id)
                    await stores.outbox.add_notice(notice, now, action=DIGEST)
        self._bells.ring(UNIT)
        return True

    async def _reply(self, unit: Unit, zone: tzinfo, now: datetime) -> Reply:
        bounds = [*midnights(now, zone, DAYS), now]
        async with self._database.reading() as connection:
            book = Stores(connection, self._keyring).duty_book
            shift = await book.shift(unit.id, now - BEHIND, now)
            came = await book.came(unit.id, bounds) if self._draw else []
        days = tuple((at.date(), n) for at, n in zip(bounds, came, strict=False))
        png = await asyncio.to_thread(_drawn, self._draw, Figures(days, shift.open))
        picture = Media(MediaKind.PHOTO, data=b64encode(png).decode(), name="tinh-hinh.png")
        return Reply(
            _text(shift, now.astimezone(zone)),
            buttons=(Button(Text("duty-open-book"), "duty.book:24"),),
            media=(picture,) if png else (),
            protect=True,
        )


_PREFIX: Final = "digest/"
_SENT: Final = "digest-sent/"


def _drawn(draw: Draw | None, figures: Figures) -> bytes:
    """The chart; empty when it cannot be drawn."""
    try:
        return draw(figures) if draw else b""
    except BaseException as error:
        # A panic of the typesetter is no `Exception`.
        _log.error("a digest goes without its chart: %s", type(error).__name__)
        return b""


def _next(hour: time, zone: tzinfo, now: datetime, sent: datetime | None) -> datetime:
    """When the next one goes out: not today if today's has, though at another hour."""
    then = next_at(hour, now, zone)
    today = now.astimezone(zone).date()
    again = sent is not None and sent.astimezone(zone).date() == today
    if again and then.astimezone(zone).date() == today:
        return next_at(hour, then, zone)
    return then


def _text(shift: Shift, at: datetime) -> Text:
    return Text(
        "duty-digest",
        {
            "at": at.strftime("%H:%M %d/%m/%Y"),
            "came": shift.came,
            "taken": shift.taken,
            "concluded": sum(shift.concluded.values()),
            "transferred": shift.transferred,
            "closed": shift.closed,
            "open": sum(shift.open.values()),
            "urgent": shift.urgent.count,
            "missed": shift.missed.count,
            "due": shift.due.count,
            "waiting": shift.waiting.count,
        },
    )
