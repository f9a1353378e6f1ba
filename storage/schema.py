"""Every table, once, for SQLite and PostgreSQL alike.

What could tell who reported or what was said is a sealed blob (see `storage.crypto`): columns
named `sealed*`.
Ids are 63-bit integers made by `storage.ids`, known before the row is written, so that a
ciphertext can be bound to
the row it lies in. Times are whole milliseconds since 1970 UTC.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)

from storage.column_types import Id, Moment

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True, autoincrement=False)


def _ref(name: str, target: str, *, nullable: bool = False, index: bool = False) -> Column[int]:
    return Column(name, Id, ForeignKey(target), nullable=nullable, index=index)


def _at(name: str, *, nullable: bool = False, index: bool = False) -> Column[datetime]:
    return Column(name, Moment, nullable=nullable, index=index)


def _blob(name: str, *, nullable: bool = False, unique: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=nullable, unique=unique)


def _word(name: str, *, unique: bool = False) -> Column[str]:
    return Column(name, String, nullable=False, unique=unique)


units = Table(
    "units",
    metadata,
    _id(),
    _word("slug", unique=True),
    _word("name"),
    _word("prefix"),
    _ref("parent_id", "units.id", nullable=True),
    _word("hotline"),
    _at("created_at"),
)

keys = Table(
    "keys",
    metadata,
    Column("key_id", String, primary_key=True),
    _word("kind"),
    _word("owner"),
    Column("epoch", Integer, nullable=False),
    _blob("public"),
    _blob("check"),
    _at("created_at"),
)

points = Table(
    "points",
    metadata,
    _id(),
    _ref("unit_id", "units.id", index=True),
    _word("kind"),
    _word("name"),
    _word("code", unique=True),
    _at("created_at"),
    _at("revoked_at", nullable=True),
)

contacts = Table(
    "contacts",
    metadata,
    _id(),
    _word("channel"),
    _blob("pseudonym", unique=True),
    _blob("sealed_address", nullable=True),
    _blob("public", nullable=True),
    _blob("sealed_private", nullable=True),
    _at("created_at"),
    _at("gone_at", nullable=True),
)

conversations = Table(
    "conversations",
    metadata,
    Column("contact_id", Id, ForeignKey("contacts.id"), primary_key=True, autoincrement=False),
    _word("flow"),
    _word("step"),
    Column("version", Integer, nullable=False),
    _blob("sealed_draft"),
    _at("expires_at", nullable=True, index=True),
)

events = Table(
    "events", metadata, Column("id", LargeBinary, primary_key=True), _at("at", index=True)
)

parked = Table("parked", metadata, _id(), _word("channel"), _blob("sealed"), _at("at"))

members = Table(
    "members",
    metadata,
    _id(),
    _ref("unit_id", "units.id", index=True),
    _word("role"),
    _word("name"),
    _ref("contact_id", "contacts.id", index=True),
    _at("created_at"),
    _at("removed_at", nullable=True),
)

invites = Table(
    "invites",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    _ref("unit_id", "units.id"),
    _word("role"),
    _at("expires_at"),
)

tips = Table(
    "tips",
    metadata,
    _id(),
    _ref("unit_id", "units.id"),
    _word("reference", unique=True),
    _word("kind"),
    _word("urgency"),
    _word("status"),
    _word("outcome"),
    _ref("point_id", "points.id", nullable=True),
    _ref("owner_id", "members.id", nullable=True),
    Column("answer_waiting", Boolean, nullable=False),
    Column("question_waiting", Boolean, nullable=False),
    _at("created_at"),
    _at("taken_at", nullable=True),
    _at("closed_at", nullable=True),
    _blob("public"),
    _blob("sealed_private"),
    _blob("reporter_public"),
    _blob("sealed_reporter_private"),
    _blob("receipt_hash", unique=True),
    Index("ix_tips_queue", "unit_id", "status", "urgency", "created_at"),
)

tip_contacts = Table(
    "tip_contacts",
    metadata,
    Column("tip_id", Id, ForeignKey("tips.id"), primary_key=True, autoincrement=False),
    Column(
        "contact_id",
        Id,
        ForeignKey("contacts.id"),
        primary_key=True,
        autoincrement=False,
        index=True,
    ),
)

messages = Table(
    "messages",
    metadata,
    _id(),
    _ref("tip_id", "tips.id", index=True),
    _ref("member_id", "members.id", nullable=True),
    _at("created_at"),
    _blob("sealed"),
    _blob("sealed_reporter", nullable=True),
)

notes = Table(
    "notes",
    metadata,
    _id(),
    _ref("tip_id", "tips.id", index=True),
    _ref("member_id", "members.id"),
    _at("created_at"),
    _blob("sealed"),
)

letters = Table(
    "letters",
    metadata,
    _id(),
    _ref("contact_id", "contacts.id"),
    Column("revision", BigInteger, nullable=False),
    Column("mine", Boolean, nullable=False),
    _word("card"),
    _blob("sealed"),
    _at("created_at", index=True),
    Index("ix_letters_contact_revision", "contact_id", "revision"),
    Index("ix_letters_contact_card", "contact_id", "card"),
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    _ref("contact_id", "contacts.id", nullable=True, index=True),
    _ref("unit_id", "units.id", nullable=True),
    _ref("except_contact", "contacts.id", nullable=True),
    _word("roles"),
    _word("channel"),
    _word("action"),
    _word("status"),
    _word("problem"),
    Column("priority", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    _blob("sealed"),
    _at("created_at"),
    _at("due_at"),
    Index("ix_outbox_due", "status", "channel", "due_at"),
)

chat_messages = Table(
    "chat_messages",
    metadata,
    _id(),
    _ref("contact_id", "contacts.id"),
    _word("card"),
    _blob("sealed"),
    _at("created_at", index=True),
    Index("ix_chat_messages_contact_card", "contact_id", "card"),
)

fetches = Table(
    "fetches",
    metadata,
    _id(),
    _ref("contact_id", "contacts.id"),
    _word("channel"),
    _blob("sealed"),
    Column("attempts", Integer, nullable=False),
    _at("due_at", index=True),
)

files = Table(
    "files",
    metadata,
    Column("id", String, primary_key=True),
    _ref("tip_id", "tips.id", nullable=True),
    _at("created_at", index=True),
)

audit = Table(
    "audit",
    metadata,
    _id(),
    _at("at"),
    _ref("unit_id", "units.id", nullable=True, index=True),
    _ref("member_id", "members.id", nullable=True),
    _word("action"),
    _word("subject"),
)

throttles = Table(
    "throttles",
    metadata,
    Column("key", LargeBinary, primary_key=True),
    Column("count", Integer, nullable=False),
    _at("until"),
)

chores = Table("chores", metadata, Column("name", String, primary_key=True), _at("due_at"))
