"""What a web session has said and been told. Its outbox and its page are the same rows: to
store is to deliver.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, delete, func, insert, select, update

from bot.domain import codec
from bot.domain.message import Address, Reply, Text
from bot.domain.ports import Letter
from storage.connection import Db
from storage.contacts import Contact, Contacts, pseudonym, session_secret
from storage.crypto import envelope
from storage.crypto.envelope import Place, PublicKey, SecretKey
from storage.crypto.keyring import Keyring
from storage.ids import above, new_id
from storage.schema import contacts, letters
from storage.sessions import Times, not_over

_OF_VISITOR: Final = (
    select(letters, contacts.c.id.label("owner"))
    .join(contacts, contacts.c.id == letters.c.contact_id)
    .where(contacts.c.pseudonym == bindparam("pseudonym"))
)
_SINCE: Final = _OF_VISITOR.where(letters.c.revision > bindparam("after")).order_by(letters.c.id)
_ONE: Final = _OF_VISITOR.where(letters.c.id == bindparam("letter"))
_WITH_CARD: Final = select(letters.c.id).where(
    letters.c.contact_id == bindparam("contact"), letters.c.card == bindparam("card")
)
_NEWEST: Final = select(func.max(letters.c.revision)).where(
    letters.c.contact_id == bindparam("contact")
)
_INSERT: Final = insert(letters)
_AMONG: Final = letters.c.id.in_(bindparam("letters", expanding=True))
_TIED: Final = select(letters.c.message_id).where(_AMONG, letters.c.message_id.is_not(None))
_UNTIE: Final = update(letters).where(_AMONG).values(message_id=None)


class Letters:
    """The letters of one transaction."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self._db = connection
        self._keyring = keyring

    async def post(
        self,
        contact: Contact,
        replies: Sequence[Reply],
        now: datetime,
        *,
        said: Reply | None = None,
        visitor: Address | None = None,
        message_id: int | None = None,
    ) -> None:
        """Store what the visitor `said` and the bot's replies.

        With `visitor`, whose cookie is at hand during their own turn, the rows are sealed with its
        secret, which is
        seventy times cheaper than sealing to the session's public key and 1.1 kB shorter.
        `message_id`: the message of a thread that the replies carry.
        """
        to = session_secret(visitor) if visitor else contact.public
        if to is None:
            return
        if visitor is None:
            # Perhaps another machine than the page's, with another clock: news must be newer.
            above((await self._db.execute(_NEWEST, {"contact": contact.id})).scalar() or 0)
        rows = [_row(contact.id, said, to, now, mine=True)] if said else []
        for reply in replies:
            if not (reply.card and await self._replace(contact.id, reply, to)):
                rows.append(_row(contact.id, reply, to, now) | {"message_id": message_id})
        if rows:
            await self._db.execute(_INSERT, rows)

    async def read(
        self, visitor: Address, after: int = 0, times: Times | None = None
    ) -> list[Letter]:
        """The letters of a session changed since revision `after`, oldest first.

        With `times`, none of a member whose time is up: they are hidden before they are erased.
        """
        wanted = {"pseudonym": pseudonym(self._keyring, visitor), "after": after}
        rows = (await self._db.execute(not_over(_SINCE, times), wanted)).all()
        return await self._open(rows, visitor)

    async def one(
        self, visitor: Address, letter_id: int, times: Times | None = None
    ) -> Letter | None:
        """A single letter of a session; `times` as in `read`."""
        wanted = {"pseudonym": pseudonym(self._keyring, visitor), "letter": letter_id}
        rows = (await self._db.execute(not_over(_ONE, times), wanted)).all()
        opened = await self._open(rows, visitor)
        return opened[0] if opened else None

    async def fetched(self, letter_ids: Sequence[int]) -> list[int]:
        """These letters have been fetched: of which messages that is news. They are untied."""
        wanted = {"letters": list(letter_ids)}
        found = list((await self._db.execute(_TIED, wanted)).scalars())
        if found:
            await self._db.execute(_UNTIE, wanted)
        return found

    async def label(self, visitor: Address, payload: str) -> Text | None:
        """What a button of this session's page says; None when no letter has it."""
        for letter in reversed(await self.read(visitor)):
            for button in letter.reply.buttons:
                if button.payload == payload:
                    return button.label
        return None

    async def forget(self, contact_id: int) -> None:
        """Erase a session's letters."""
        await self._db.execute(delete(letters).where(letters.c.contact_id == contact_id))

    async def forget_card(self, contact_id: int, card: str) -> None:
        """Erase one of a session's letters."""
        await self._db.execute(
            delete(letters).where(letters.c.contact_id == contact_id, letters.c.card == card)
        )

    async def forget_told(self, contact_id: int) -> None:
        """Erase what a draft has left on the page; receipts and cards stay."""
        await self._db.execute(
            delete(letters).where(letters.c.contact_id == contact_id, letters.c.card == "")
        )

    async def forget_before(self, before: datetime) -> None:
        """Erase letters older than `before`."""
        await self._db.execute(delete(letters).where(letters.c.created_at < before))

    async def _replace(self, contact_id: int, reply: Reply, to: PublicKey | SecretKey) -> bool:
        wanted = {"contact": contact_id, "card": reply.card}
        row_id = (await self._db.execute(_WITH_CARD, wanted)).scalar()
        if row_id is None:
            return False
        sealed = _seal(row_id, reply, to)
        await self._db.execute(
            update(letters).where(letters.c.id == row_id).values(sealed=sealed, revision=new_id())
        )
        return True

    async def _open(self, rows: Sequence[Any], visitor: Address) -> list[Letter]:
        if not rows:
            return []
        secret = session_secret(visitor)
        private = None
        opened = []
        for row in rows:
            if envelope.sealed_to(row.sealed) == envelope.fingerprint(secret.key_id):
                plain = envelope.open(row.sealed, secret, _place(row.id))
            else:
                if private is None:
                    private = await Contacts(self._db, self._keyring).session_private(
                        row.owner, visitor
                    )
                if private is None:
                    continue
                plain = envelope.open(row.sealed, private, _place(row.id))
            reply = codec.reply_from_json(codec.load(plain))
            above(row.revision)  # what follows on this page must be newer
            new = row.message_id is not None
            opened.append(
                Letter(row.id, row.created_at, row.mine, reply, row.card, row.revision, new)
            )
        return opened


def _row(
    contact_id: int, reply: Reply, to: PublicKey | SecretKey, now: datetime, *, mine: bool = False
) -> dict[str, object]:
    row_id = new_id()
    return {
        "id": row_id,
        "contact_id": contact_id,
        "revision": row_id,
        "mine": mine,
        "card": reply.card,
        "sealed": _seal(row_id, reply, to),
        "created_at": now,
        "message_id": None,
    }


def _seal(row_id: int, reply: Reply, to: PublicKey | SecretKey) -> bytes:
    return envelope.seal(codec.dump(codec.reply_to_json(reply)), to, _place(row_id))


def _place(row_id: int) -> Place:
    return Place("letters", "sealed", row_id)
