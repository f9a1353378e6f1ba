"""Where each conversation stands: found, with whose it is, in one query; and which events were
handled.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, and_, bindparam, delete, exists, select

from bot.domain import codec
from bot.domain.errors import KeyDestroyed, KeyNotHere, SealError
from bot.domain.flow import State, Who
from bot.domain.message import Address
from storage.column_types import day_of
from storage.connection import Db
from storage.contacts import Contact, pseudonym
from storage.crypto import envelope
from storage.crypto.envelope import Place, PublicKey
from storage.crypto.keyring import Keyring
from storage.schema import contacts, conversations, events, members, outbox, staff_sessions
from storage.schema.conversations import HELD
from storage.sessions import Session
from storage.statements import Upsert

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """A known contact, its state, and the member behind it if there is one."""

    contact: Contact
    who: Who
    state: State
    gone: bool
    expires_at: datetime | None
    session: Session | None = None
    damaged: bool = False
    """Its draft could not be read: `state` is a fresh one."""
    held: bool = False
    """Something waits until this chat is heard of again."""


_LOAD: Final = (
    select(
        contacts.c.id,
        contacts.c.channel,
        contacts.c.public,
        contacts.c.gone_at,
        conversations.c.sealed_draft,
        conversations.c.expires_at,
        members.c.id.label("member_id"),
        members.c.unit_id,
        members.c.role,
        members.c.name,
        staff_sessions.c.id.label("session_id"),
        staff_sessions.c.created_at.label("begun"),
        staff_sessions.c.last_seen,
        staff_sessions.c.proved_at,
        exists()
        .where(outbox.c.contact_id == contacts.c.id, outbox.c.status == HELD)
        .label("held"),
    )
    .outerjoin(conversations, conversations.c.contact_id == contacts.c.id)
    .outerjoin(staff_sessions, staff_sessions.c.contact_id == contacts.c.id)
    .outerjoin(
        members,
        and_(
            members.c.id == staff_sessions.c.member_id,
            members.c.removed_at.is_(None),
            staff_sessions.c.ended_at.is_(None),
        ),
    )
)
_BY_PSEUDONYM: Final = _LOAD.where(contacts.c.pseudonym == bindparam("pseudonym")).limit(1)
_BY_ID: Final = _LOAD.where(contacts.c.id == bindparam("id")).limit(1)
_SAVE: Final = Upsert(
    conversations, ["contact_id"], ["flow", "step", "version", "sealed_draft", "expires_at"]
)
_EVENT: Final = Upsert(events, ["id"])
_DELETE: Final = delete(conversations).where(conversations.c.contact_id == bindparam("contact"))


class Conversations:
    """The conversations of one transaction."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self._db = connection
        self._keyring = keyring

    async def first_time(self, address: Address, event_id: str, now: datetime) -> bool:
        """Mark an event as handled; False when it had been. Rolled back with the transaction."""
        key = self._keyring.pseudonym("event", address.channel, address.id, event_id)
        done = await self._db.execute(_EVENT.on(self._db), {"id": key, "at": day_of(now)})
        return done.rowcount == 1

    async def find(self, address: Address) -> Found | None:
        """By address; None when nobody has written from there yet."""
        return await self._found(_BY_PSEUDONYM, {"pseudonym": pseudonym(self._keyring, address)})

    async def by_contact(self, contact_id: int, *, unread: bool = False) -> Found | None:
        """By contact id. `unread`: the draft is left closed, for what goes without it."""
        return await self._found(_BY_ID, {"id": contact_id}, unread=unread)

    async def save(self, contact_id: int, state: State, expires_at: datetime | None) -> None:
        """Store where the conversation stands now."""
        sealed = envelope.seal(
            codec.dump(codec.state_to_json(state)), self._keyring.drafts, _place(contact_id)
        )
        await self._db.execute(
            _SAVE.on(self._db),
            {
                "contact_id": contact_id,
                "flow": state.flow,
                "step": state.step,
                "version": state.version,
                "sealed_draft": sealed,
                "expires_at": expires_at,
            },
        )

    async def rest(self, contact_id: int) -> None:
        """The conversation is over: erase its draft."""
        await self._db.execute(_DELETE, {"contact": contact_id})

    async def expired(self, now: datetime, limit: int = 50) -> list[int]:
        """Contacts whose draft's time is up."""
        rows = await self._db.execute(
            select(conversations.c.contact_id)
            .where(conversations.c.expires_at <= now)
            .limit(limit)
        )
        return list(rows.scalars())

    async def forget_events(self, before: datetime) -> None:
        """Drop event ids too old to be repeated by any platform."""
        await self._db.execute(delete(events).where(events.c.at < before))

    async def _found(
        self, statement: Select[Any], values: dict[str, object], *, unread: bool = False
    ) -> Found | None:
        row = (await self._db.execute(statement, values)).first()
        if row is None:
            return None
        state: State | None = State()
        if row.sealed_draft is not None and not unread:
            state = self._state(row.id, row.sealed_draft)
        public = PublicKey.from_bytes(f"web/{row.id}", row.public) if row.public else None
        was_staff = row.session_id is not None and row.member_id is None
        who = Who(row.id, row.member_id, row.unit_id, row.role or "", row.name or "", was_staff)
        session = None
        if row.member_id is not None:
            session = Session(
                row.session_id,
                row.member_id,
                row.id,
                row.channel,
                row.begun,
                row.last_seen,
                row.proved_at,
            )
        return Found(
            Contact(row.id, row.channel, public),
            who,
            state or State(),
            row.gone_at is not None,
            row.expires_at,
            session,
            damaged=state is None,
            held=row.held,
        )

    def _state(self, contact_id: int, sealed: bytes) -> State | None:
        """None for one that is damaged: whoever wrote it must still be able to write. Raises
        `KeyNotHere`.
        """
        try:
            opened = self._keyring.open(sealed, _place(contact_id))
            return codec.state_from_json(codec.load(opened))
        except KeyDestroyed:
            # Out of an old backup: nobody can go on with it, so that it starts anew.
            return State()
        except KeyNotHere:
            raise
        except (SealError, ValueError, KeyError, TypeError) as error:
            _log.error("a draft cannot be read: %s", type(error).__name__)
            return None


def _place(contact_id: int) -> Place:
    return Place("conversations", "sealed_draft", contact_id)
