"""The content of tips: messages both ways and notes. Writing needs only public keys; reading
needs the desk's.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, insert, select

from bot.domain import codec
from bot.domain.codes import RECEIPT_LENGTH, canonical
from bot.domain.errors import SealError
from bot.domain.tip import Body, Note, ThreadMessage, body_from_json, body_to_json
from storage.connection import Db
from storage.crypto import envelope
from storage.crypto.envelope import Place, PrivateKey, PublicKey, SecretKey
from storage.crypto.keyring import Keyring
from storage.ids import new_id
from storage.schema import members, messages, notes, tips

_INSERT: Final = insert(messages)
_PUBLIC: Final = select(tips.c.public).where(tips.c.id == bindparam("tip")).with_for_update()
_PUBLICS: Final = (
    select(tips.c.public, tips.c.reporter_public)
    .where(tips.c.id == bindparam("tip"))
    .with_for_update()
)


class Threads:
    """The threads of one transaction."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self._db = connection
        self._keyring = keyring

    async def public(self, tip_id: int) -> PublicKey:
        """The key that seals to a tip. Locked on PostgreSQL: a transfer, which makes a new one,
        comes before or after what is written with it.
        """
        raw = (await self._db.execute(_PUBLIC, {"tip": tip_id})).scalar_one()
        return PublicKey.from_bytes(f"tip/{tip_id}", raw)

    async def add(self, tip_id: int, body: Body, public: PublicKey, now: datetime) -> None:
        """Append what the reporter wrote."""
        await self._append(tip_id, None, body, public, now)

    async def ask(self, tip_id: int, member_id: int, body: Body, now: datetime) -> int:
        """Append what an officer writes to the reporter; the message's id."""
        row = (await self._db.execute(_PUBLICS, {"tip": tip_id})).one()
        reporter = PublicKey.from_bytes(f"reporter/{tip_id}", row.reporter_public)
        tip = PublicKey.from_bytes(f"tip/{tip_id}", row.public)
        return await self._append(tip_id, member_id, body, tip, now, reporter)

    async def open(self, tip_id: int) -> list[ThreadMessage]:
        """Every message, oldest first. Raises `KeyNotHere` or `SealError`."""
        private = await self._private(tip_id)
        rows = await self._db.execute(
            select(messages.c.id, messages.c.created_at, messages.c.sealed, members.c.name)
            .outerjoin(members, members.c.id == messages.c.member_id)
            .where(messages.c.tip_id == tip_id)
            .order_by(messages.c.id)
        )
        return [
            ThreadMessage(
                r.id,
                r.created_at,
                r.name or "",
                _body(envelope.open(r.sealed, private, _place(r.id))),
            )
            for r in rows
        ]

    async def told(self, tip_id: int, receipt: str) -> list[ThreadMessage]:
        """What officers wrote to the reporter, opened with the receipt. Raises `SealError` for
        a wrong one.
        """
        plain = canonical(receipt, RECEIPT_LENGTH)
        if plain is None:
            raise SealError("not a receipt")
        sealed = (
            await self._db.execute(
                select(tips.c.sealed_reporter_private).where(tips.c.id == tip_id)
            )
        ).scalar_one()
        raw = envelope.open(sealed, receipt_key(plain), reporter_place(tip_id))
        private = PrivateKey.from_bytes(f"reporter/{tip_id}", raw)
        rows = await self._db.execute(
            select(messages.c.id, messages.c.created_at, messages.c.sealed_reporter)
            .where(messages.c.tip_id == tip_id, messages.c.sealed_reporter.is_not(None))
            .order_by(messages.c.id)
        )
        return [
            ThreadMessage(
                r.id,
                r.created_at,
                "",
                _body(envelope.open(r.sealed_reporter, private, _reporter_message_place(r.id))),
            )
            for r in rows
        ]

    async def write_note(self, tip_id: int, member_id: int, text: str, now: datetime) -> None:
        """Append an internal note, in its own table."""
        row_id = new_id()
        sealed = envelope.seal(text.encode(), await self.public(tip_id), _note_place(row_id))
        await self._db.execute(
            insert(notes),
            {
                "id": row_id,
                "tip_id": tip_id,
                "member_id": member_id,
                "created_at": now,
                "sealed": sealed,
            },
        )

    async def notes(self, tip_id: int) -> list[Note]:
        """Every note, oldest first."""
        rows = (
            await self._db.execute(
                select(notes.c.id, notes.c.created_at, notes.c.sealed, members.c.name)
                .join(members, members.c.id == notes.c.member_id)
                .where(notes.c.tip_id == tip_id)
                .order_by(notes.c.id)
            )
        ).all()
        if not rows:
            return []
        private = await self._private(tip_id)
        return [
            Note(
                r.id,
                r.created_at,
                r.name,
                envelope.open(r.sealed, private, _note_place(r.id)).decode(),
            )
            for r in rows
        ]

    async def _append(
        self,
        tip_id: int,
        member_id: int | None,
        body: Body,
        public: PublicKey,
        now: datetime,
        reporter: PublicKey | None = None,
    ) -> int:
        row_id = new_id()
        plain = codec.dump(body_to_json(body))
        row: dict[str, Any] = {
            "id": row_id,
            "tip_id": tip_id,
            "member_id": member_id,
            "created_at": now,
            "sealed": envelope.seal(plain, public, _place(row_id)),
            "sealed_reporter": envelope.seal(plain, reporter, _reporter_message_place(row_id))
            if reporter
            else None,
        }
        await self._db.execute(_INSERT, row)
        return row_id

    async def _private(self, tip_id: int) -> PrivateKey:
        sealed = (
            await self._db.execute(select(tips.c.sealed_private).where(tips.c.id == tip_id))
        ).scalar_one()
        return tip_key(self._keyring, sealed, tip_id)


def receipt_key(receipt: str) -> SecretKey:
    """The key that a receipt (16 canonical characters, 80 random bits) stands for."""
    return envelope.derive(receipt.encode(), "receipt")


def private_place(tip_id: int) -> Place:
    """Where a tip's private half lies."""
    return Place("tips", "sealed_private", tip_id)


def reporter_place(tip_id: int) -> Place:
    """Where the reporter's private half lies."""
    return Place("tips", "sealed_reporter_private", tip_id)


def opened(sealed: bytes, private: PrivateKey, row_id: int) -> Body:
    """One message of a tip. Raises `SealError` for a damaged one."""
    return _body(envelope.open(sealed, private, _place(row_id)))


def opened_note(sealed: bytes, private: PrivateKey, row_id: int) -> str:
    """One note of a tip. Raises `SealError` for a damaged one."""
    return envelope.open(sealed, private, _note_place(row_id)).decode()


def tip_key(keyring: Keyring, sealed: bytes, tip_id: int) -> PrivateKey:
    """What opens a tip. Raises `KeyNotHere` where the desk's key is not, or `SealError`."""
    return PrivateKey.from_bytes(f"tip/{tip_id}", keyring.open(sealed, private_place(tip_id)))


def _body(plain: bytes) -> Body:
    return body_from_json(codec.load(plain))


def _place(row_id: int) -> Place:
    return Place("messages", "sealed", row_id)


def _reporter_message_place(row_id: int) -> Place:
    return Place("messages", "sealed_reporter", row_id)


def _note_place(row_id: int) -> Place:
    return Place("notes", "sealed", row_id)
