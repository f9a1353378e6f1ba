"""What is under way: conversations, events, letters, messages to send and files to fetch."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    text,
)

from storage.column_types import Id
from storage.schema.columns import at, blob, metadata, ref, row_id, word

HELD: Final = "held"
"""The status of what waits in the outbox until its chat is heard of again."""
_TIED: Final = text("message_id IS NOT NULL")


def _of_message(table: str) -> Index:
    """Few rows carry an officer's words: the index holds only those."""
    return Index(f"ix_{table}_message", "message_id", sqlite_where=_TIED, postgresql_where=_TIED)


conversations = Table(
    "conversations",
    metadata,
    Column("contact_id", Id, ForeignKey("contacts.id"), primary_key=True, autoincrement=False),
    word("flow"),
    word("step"),
    Column("version", Integer, nullable=False),
    blob("sealed_draft"),
    at("expires_at", nullable=True, index=True),
)

events = Table(
    "events", metadata, Column("id", LargeBinary, primary_key=True), at("at", index=True)
)

parked = Table("parked", metadata, row_id(), word("channel"), blob("sealed"), at("at"))

letters = Table(
    "letters",
    metadata,
    row_id(),
    ref("contact_id", "contacts.id"),
    Column("revision", BigInteger, nullable=False),
    Column("mine", Boolean, nullable=False),
    word("card"),
    blob("sealed"),
    at("created_at", index=True),
    Column("message_id", Id, nullable=True),
    _of_message("letters"),
    Index("ix_letters_contact_revision", "contact_id", "revision"),
    Index("ix_letters_contact_card", "contact_id", "card"),
)

outbox = Table(
    "outbox",
    metadata,
    row_id(),
    ref("contact_id", "contacts.id", nullable=True, index=True),
    ref("unit_id", "units.id", nullable=True),
    ref("except_contact", "contacts.id", nullable=True),
    ref("member_id", "members.id", nullable=True),
    word("roles"),
    word("channel"),
    word("action"),
    word("status"),
    word("problem"),
    Column("priority", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    blob("sealed"),
    at("created_at"),
    at("due_at"),
    Column("message_id", Id, nullable=True),
    Column("card", String, nullable=False, server_default=""),
    _of_message("outbox"),
    Index("ix_outbox_due", "status", "channel", "due_at"),
)

chat_messages = Table(
    "chat_messages",
    metadata,
    row_id(),
    ref("contact_id", "contacts.id"),
    word("card"),
    blob("sealed"),
    at("created_at", index=True),
    Index("ix_chat_messages_contact_card", "contact_id", "card"),
)

fetches = Table(
    "fetches",
    metadata,
    row_id(),
    ref("contact_id", "contacts.id", nullable=True),
    word("channel"),
    blob("sealed"),
    Column("attempts", Integer, nullable=False),
    at("due_at", index=True),
)

throttles = Table(
    "throttles",
    metadata,
    Column("key", LargeBinary, primary_key=True),
    Column("count", Integer, nullable=False),
    at("until"),
)

chores = Table("chores", metadata, Column("name", String, primary_key=True), at("due_at"))
