"""Tips, who can be asked about them, their threads, notes and files."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, Column, ForeignKey, Index, String, Table, false, text

from storage.column_types import Id
from storage.schema.columns import at, blob, metadata, ref, row_id, word

_HAPPENED = {name: text(f"{name}_at IS NOT NULL") for name in ("taken", "concluded", "closed")}
"""What is counted by the time it happened; a new tip is in none of these indexes."""

tips = Table(
    "tips",
    metadata,
    row_id(),
    ref("unit_id", "units.id"),
    word("reference", unique=True),
    word("kind"),
    word("urgency"),
    word("status"),
    word("outcome"),
    ref("point_id", "points.id", nullable=True),
    ref("owner_id", "members.id", nullable=True),
    Column("answer_waiting", Boolean, nullable=False),
    Column("question_waiting", Boolean, nullable=False),
    Column("side", Boolean, nullable=False, server_default=false()),
    Column("muted", Boolean, nullable=False, server_default=false()),
    at("created_at"),
    at("taken_at", nullable=True),
    at("closed_at", nullable=True),
    Column("source", String, nullable=False, server_default="chat"),
    at("due_at", nullable=True),
    at("concluded_at", nullable=True),
    blob("public"),
    blob("sealed_private"),
    blob("reporter_public"),
    blob("sealed_reporter_private"),
    blob("receipt_hash", unique=True),
    word("reach"),
    at("erased_at", nullable=True),
    Index("ix_tips_queue", "unit_id", "status", "urgency", "created_at"),
    Index("ix_tips_owner", "owner_id", "status"),
    Index("ix_tips_due", "unit_id", "due_at"),
    Index("ix_tips_created", "unit_id", "created_at"),
    *(
        Index(
            f"ix_tips_{name}",
            "unit_id",
            f"{name}_at",
            sqlite_where=happened,
            postgresql_where=happened,
        )
        for name, happened in _HAPPENED.items()
    ),
)

_OPEN: Final = "status <> 'closed' AND erased_at IS NULL"
_AT: Final = (tips.c.created_at, tips.c.id)
Index(
    "ix_tips_open",
    *(tips.c.unit_id, tips.c.urgency.desc(), *_AT),
    sqlite_where=text(_OPEN),
    postgresql_where=text(_OPEN),
)
Index(
    "ix_tips_aside",
    *(tips.c.unit_id, *_AT),
    sqlite_where=text(f"side = 1 AND {_OPEN}"),
    postgresql_where=text(f"side AND {_OPEN}"),
)
Index(
    "ix_tips_ended",
    *(tips.c.unit_id, *_AT),
    sqlite_where=text("status = 'closed'"),
    postgresql_where=text("status = 'closed'"),
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
    row_id(),
    ref("tip_id", "tips.id", index=True),
    ref("member_id", "members.id", nullable=True),
    at("created_at"),
    blob("sealed"),
    blob("sealed_reporter", nullable=True),
)

notes = Table(
    "notes",
    metadata,
    row_id(),
    ref("tip_id", "tips.id", index=True),
    ref("member_id", "members.id"),
    at("created_at"),
    blob("sealed"),
)

files = Table(
    "files",
    metadata,
    Column("id", String, primary_key=True),
    ref("tip_id", "tips.id", nullable=True),
    at("created_at", index=True),
    ref("sign_event_id", "sign_events.id", nullable=True),
)
