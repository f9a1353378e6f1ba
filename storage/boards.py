"""Group chats of staff that show a unit's queue, and the codes that make a group one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, delete, insert, select

from bot.domain.codes import INVITE_LENGTH, canonical, random_code
from storage.connection import Db
from storage.crypto.keyring import Keyring
from storage.outbox_rows import WAITING
from storage.schema import boards, chat_messages, contacts, invites, outbox
from storage.statements import Upsert

LIFETIME: Final = timedelta(hours=1)
ROLE: Final = "board"
"""In place of a role: a code for a group makes nobody a member (its hash is of another kind)."""
_ADD: Final = Upsert(boards, ["contact_id"], ["unit_id", "created_at"])
_CHANNEL: Final = (
    select(contacts.c.channel)
    .where(contacts.c.id == boards.c.contact_id, contacts.c.gone_at.is_(None))
    .scalar_subquery()
)
# Not a join: SQLite would begin one with every contact there is.
_SELECT: Final = select(
    boards.c.contact_id, boards.c.unit_id, boards.c.created_at, _CHANNEL.label("channel")
).order_by(boards.c.created_at, boards.c.contact_id)
_OF_UNIT: Final = _SELECT.where(boards.c.unit_id == bindparam("unit"))
_SHOWN: Final = (
    select(chat_messages.c.contact_id)
    .join(boards, boards.c.contact_id == chat_messages.c.contact_id)
    .where(chat_messages.c.card == bindparam("of"))
)
_ON_ITS_WAY: Final = (
    select(outbox.c.contact_id)
    .join(boards, boards.c.contact_id == outbox.c.contact_id)
    .where(outbox.c.card == bindparam("of"), outbox.c.status == WAITING)
)
_SHOWING: Final = _SHOWN.union(_ON_ITS_WAY)


@dataclass(frozen=True, slots=True)
class Board:
    """A group chat that shows a unit's tips."""

    contact_id: int
    unit_id: int
    since: datetime
    channel: str


class Boards:
    """The boards of one transaction."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self._db = connection
        self._keyring = keyring

    async def offer(self, unit_id: int, member_id: int, now: datetime) -> str:
        """A code that makes a group the unit's board: once, within `LIFETIME`. An earlier one of
        the same member is used up by it.
        """
        await self._db.execute(
            delete(invites).where(invites.c.role == ROLE, invites.c.member_id == member_id)
        )
        code = random_code(INVITE_LENGTH)
        await self._db.execute(
            insert(invites),
            {
                "hash": self._hash(code),
                "unit_id": unit_id,
                "role": ROLE,
                "expires_at": now + LIFETIME,
                "member_id": member_id,
            },
        )
        return code

    async def redeem(self, code: str, now: datetime) -> tuple[int, int] | None:
        """Use a code up: its unit and who made it. None for one that is not good (any more)."""
        plain = canonical(code, INVITE_LENGTH)
        if plain is None:
            return None
        row = (
            await self._db.execute(
                delete(invites)
                .where(invites.c.hash == self._hash(plain))
                .returning(invites.c.unit_id, invites.c.member_id, invites.c.expires_at)
            )
        ).first()
        if row is None or row.expires_at <= now:
            return None
        return row.unit_id, row.member_id

    async def add(self, contact_id: int, unit_id: int, now: datetime) -> None:
        """A group shows this unit's tips from now on; it shows one unit's at a time."""
        row = {"contact_id": contact_id, "unit_id": unit_id, "created_at": now}
        await self._db.execute(_ADD.on(self._db), row)

    async def of_unit(self, unit_id: int) -> list[Board]:
        """A unit's boards that can be reached, oldest first."""
        rows = await self._db.execute(_OF_UNIT, {"unit": unit_id})
        return [Board(*row) for row in rows if row.channel]

    async def all(self) -> list[Board]:
        """Every board that can be reached."""
        return [Board(*row) for row in await self._db.execute(_SELECT) if row.channel]

    async def showing(self, card: str) -> set[int]:
        """The boards that have a card on their screen, or are about to."""
        return set((await self._db.execute(_SHOWING, {"of": card})).scalars())

    async def remove(self, contact_id: int, unit_id: int | None = None) -> bool:
        """A group is no board any more; False when it was none, or is not that unit's."""
        which = delete(boards).where(boards.c.contact_id == contact_id)
        if unit_id is not None:
            which = which.where(boards.c.unit_id == unit_id)
        return (await self._db.execute(which)).rowcount == 1

    def _hash(self, code: str) -> bytes:
        return self._keyring.pseudonym("invite", ROLE, code)
