"""Sessions of staff: the chats and pages from which a member works, and when they end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    delete,
    false,
    insert,
    or_,
    select,
    true,
    update,
)

from storage import links
from storage.connection import Db
from storage.ids import new_id
from storage.schema import contacts, letters, members, staff_sessions

_NOTED: Final = timedelta(minutes=5)
"""How exactly `last_seen` is kept, rounded up: a moment in clear beside a name would join its
member to whatever else happened in it.
"""
_ALWAYS: Final = datetime(1970, 1, 1, tzinfo=UTC)
_WEB: Final = "web"
SIGN_IN: Final = "staff:sign-in"
"""The card of the one letter that a page shows before its member has proved who they are."""


@dataclass(frozen=True, slots=True)
class Session:
    """One chat or page of a member's that has not ended."""

    id: int
    member_id: int
    contact_id: int
    channel: str
    since: datetime
    last_seen: datetime
    proved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Times:
    """A page last used at or before `used`, or begun at or before `begun`, is over. `proof`: one
    that has not shown a second factor sees nothing.
    """

    used: datetime
    begun: datetime
    proof: bool = False


@dataclass(frozen=True, slots=True)
class TimeOuts:
    """How long a page may be idle and how long it may last; zero is for ever. `proof`: it also
    needs a second factor.
    """

    idle: timedelta = timedelta(0)
    whole: timedelta = timedelta(0)
    proof: bool = False
    pin: timedelta = timedelta(0)
    """How long a chat account shows content after its PIN was typed."""

    def pin_due(self, session: Session | None, now: datetime) -> bool:
        """Whether a chat account has to show its PIN before it is shown content."""
        if session is None or session.channel == _WEB or not self.pin:
            return False
        return session.proved_at is None or session.proved_at <= now - self.pin

    def at(self, now: datetime) -> Times:
        """The limits as times of day."""
        return Times(
            now - self.idle if self.idle else _ALWAYS,
            now - self.whole if self.whole else _ALWAYS,
            self.proof,
        )

    def over(self, session: Session, now: datetime) -> bool:
        """Whether a session's time is up. Chat accounts are not timed."""
        times = self.at(now)
        late = session.last_seen <= times.used or session.since <= times.begun
        return session.channel == _WEB and late

    def unproved(self, session: Session) -> bool:
        """Whether a page still has to show a second factor. Chat accounts need not."""
        return self.proof and session.channel == _WEB and session.proved_at is None


class Sessions:
    """The sessions of one transaction."""

    def __init__(self, connection: Db) -> None:
        self._db = connection

    async def begin(
        self, member_id: int, contact_id: int, now: datetime, *, proved: bool = False
    ) -> int:
        """A member works from this contact from now on; whoever did before does not."""
        channel = await self._db.execute(
            select(contacts.c.channel).where(contacts.c.id == contact_id)
        )
        await self._db.execute(
            delete(staff_sessions).where(staff_sessions.c.contact_id == contact_id)
        )
        values = {
            "member_id": member_id,
            "contact_id": contact_id,
            "channel": channel.scalar_one(),
        }
        session_id = new_id()
        await self._db.execute(
            insert(staff_sessions),
            {
                "id": session_id,
                **values,
                "created_at": now,
                "last_seen": now,
                "proved_at": now if proved else None,
            },
        )
        return session_id

    async def come_back(self, member_id: int, contact_id: int, now: datetime) -> int:
        """A member works from another chat or page from now on; what was reported from there
        does not lead to them.
        """
        await links.cut_contact(self._db, contact_id, now)
        return await self.begin(member_id, contact_id, now)

    async def prove(self, session_id: int, now: datetime) -> None:
        """The member behind a page has shown a second factor."""
        await self._db.execute(
            update(staff_sessions).where(staff_sessions.c.id == session_id).values(proved_at=now)
        )

    async def ended_at(self, contact_id: int) -> bool:
        """Whether a member worked from this contact and no longer does."""
        row = await self._db.execute(
            select(staff_sessions.c.id).where(
                staff_sessions.c.contact_id == contact_id, staff_sessions.c.ended_at.is_not(None)
            )
        )
        return row.first() is not None

    async def seen(self, session: Session, now: datetime) -> None:
        """The member did something; noted to the next five minutes."""
        if now > session.last_seen:
            await self._db.execute(
                update(staff_sessions)
                .where(staff_sessions.c.id == session.id)
                .values(last_seen=_rounded(now))
            )

    async def of_member(self, member_id: int) -> list[Session]:
        """A member's sessions that have not ended, oldest first."""
        rows = await self._db.execute(
            _LIVE.where(staff_sessions.c.member_id == member_id).order_by(staff_sessions.c.id)
        )
        return [Session(*row) for row in rows]

    async def of_unit(self, unit_id: int, times: Times | None = None) -> dict[int, list[int]]:
        """The contacts at which a unit's members are to be told something, by member."""
        found = await self.told(unit_id, times)
        return {member_id: [s.contact_id for s in live] for member_id, live in found.items()}

    async def told(self, unit_id: int, times: Times | None = None) -> dict[int, list[Session]]:
        """The sessions in which a unit's members are to be told something, by member."""
        wanted = _LIVE.join(members, members.c.id == staff_sessions.c.member_id).where(
            members.c.unit_id == unit_id,
            members.c.removed_at.is_(None),
            ~_late(times),
            ~_unproved(times),
        )
        found: dict[int, list[Session]] = {}
        for row in await self._db.execute(wanted.order_by(staff_sessions.c.id)):
            found.setdefault(row.member_id, []).append(Session(*row))
        return found

    async def in_chats(self) -> list[Session]:
        """Everybody's sessions on platforms."""
        wanted = _LIVE.where(staff_sessions.c.channel != _WEB).order_by(staff_sessions.c.id)
        return [Session(*row) for row in await self._db.execute(wanted)]

    async def overdue(self, times: Times, limit: int = 50) -> list[int]:
        """Contacts whose session's time is up."""
        rows = await self._db.execute(_LIVE.where(_late(times)).limit(limit))
        return [row.contact_id for row in rows]

    async def end(self, session_id: int, member_id: int, now: datetime) -> int | None:
        """End one of a member's sessions: its contact, or None when there was none to end."""
        for session in await self.of_member(member_id):
            if session.id == session_id:
                await self._end(staff_sessions.c.id == session_id, now)
                return session.contact_id
        return None

    async def end_all(self, member_id: int, now: datetime, but: int = 0) -> list[int]:
        """End a member's sessions, except the one at contact `but`: the contacts of those."""
        ended = [s.contact_id for s in await self.of_member(member_id) if s.contact_id != but]
        await self._end(
            and_(staff_sessions.c.member_id == member_id, staff_sessions.c.contact_id != but), now
        )
        return ended

    async def _end(self, which: ColumnElement[bool], now: datetime) -> None:
        await self._db.execute(
            update(staff_sessions)
            .where(which, staff_sessions.c.ended_at.is_(None))
            .values(ended_at=now)
        )


def _rounded(now: datetime) -> datetime:
    past = now.timestamp() % _NOTED.total_seconds()
    return now + _NOTED - timedelta(seconds=past)


def not_over(wanted: Select[Any], times: Times | None) -> Select[Any]:
    """A statement about `letters` and their contacts, without those of a session whose time is up.
    One that has to prove itself is left with what it is told about that.
    """
    if times is None:
        return wanted
    late = select(staff_sessions.c.id).where(
        staff_sessions.c.contact_id == contacts.c.id,
        staff_sessions.c.ended_at.is_(None),
        or_(_late(times), and_(_unproved(times), letters.c.card != SIGN_IN)),
    )
    return wanted.where(~late.exists())


def _late(times: Times | None) -> ColumnElement[bool]:
    if times is None:
        return ~true()
    return and_(
        staff_sessions.c.channel == _WEB,
        or_(staff_sessions.c.last_seen <= times.used, staff_sessions.c.created_at <= times.begun),
    )


def _unproved(times: Times | None) -> ColumnElement[bool]:
    if times is None or not times.proof:
        return false()
    return and_(staff_sessions.c.channel == _WEB, staff_sessions.c.proved_at.is_(None))


_LIVE: Final = select(
    staff_sessions.c.id,
    staff_sessions.c.member_id,
    staff_sessions.c.contact_id,
    staff_sessions.c.channel,
    staff_sessions.c.created_at,
    staff_sessions.c.last_seen,
    staff_sessions.c.proved_at,
).where(staff_sessions.c.ended_at.is_(None))
