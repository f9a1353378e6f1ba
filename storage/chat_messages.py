"""What was sent to platforms, by their own ids, sealed: so that it can be edited or wiped."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select

from storage.connection import Db
from storage.crypto import envelope
from storage.crypto.envelope import Place
from storage.crypto.keyring import Keyring
from storage.ids import new_id
from storage.schema import chat_messages


class ChatMessages:
    """The remembered messages of one transaction."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self._db = connection
        self._keyring = keyring

    async def remember(self, contact_id: int, message_id: str, card: str, now: datetime) -> None:
        """Keep a platform's message id, sealed, so that the message can be edited or wiped."""
        row_id = new_id()
        sealed = envelope.seal(
            message_id.encode(), self._keyring.relay_public, _chat_place(row_id), exact=True
        )
        await self._db.execute(
            insert(chat_messages),
            {
                "id": row_id,
                "contact_id": contact_id,
                "card": card,
                "sealed": sealed,
                "created_at": now,
            },
        )

    async def card_messages(self, contact_id: int, card: str) -> list[str]:
        """The messages that show `card` in a chat, the one to edit last."""
        rows = await self._db.execute(
            select(chat_messages.c.id, chat_messages.c.sealed)
            .where(chat_messages.c.contact_id == contact_id, chat_messages.c.card == card)
            .order_by(chat_messages.c.id)
        )
        return [self._keyring.open(row.sealed, _chat_place(row.id)).decode() for row in rows]

    async def take_messages(self, contact_id: int) -> list[str]:
        """Every remembered message id of a chat, which is forgotten here."""
        rows = (
            await self._db.execute(
                select(chat_messages.c.id, chat_messages.c.sealed).where(
                    chat_messages.c.contact_id == contact_id
                )
            )
        ).all()
        return [self._keyring.open(row.sealed, _chat_place(row.id)).decode() for row in rows]

    async def forget_messages(self, contact_id: int, card: str | None = None) -> None:
        """Drop the remembered message ids of a chat, or only those of one card."""
        gone = delete(chat_messages).where(chat_messages.c.contact_id == contact_id)
        await self._db.execute(gone if card is None else gone.where(chat_messages.c.card == card))

    async def forget_messages_before(self, loose: datetime, cards: datetime) -> None:
        """Drop message ids that no platform would let us touch any more, and cards long past."""
        await self._db.execute(
            delete(chat_messages).where(
                (chat_messages.c.created_at < cards)
                | ((chat_messages.c.created_at < loose) & (chat_messages.c.card == ""))
            )
        )


def _chat_place(row_id: int) -> Place:
    return Place("chat_messages", "sealed", row_id)
