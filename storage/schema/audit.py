"""What members did: a chain for each unit and one for the service; their checkpoints."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table, UniqueConstraint

from storage.column_types import Id
from storage.schema.columns import at, blob, metadata, ref, row_id, word

audit = Table(
    "audit",
    metadata,
    row_id(),
    at("at"),
    ref("unit_id", "units.id", nullable=True),
    ref("member_id", "members.id", nullable=True),
    word("action"),
    word("subject"),
    word("chain"),
    Column("seq", Id, nullable=False),
    word("member_name"),
    blob("hash"),
    blob("why_digest", nullable=True),
    blob("sealed_why", nullable=True),
    UniqueConstraint("chain", "seq"),
)

audit_heads = Table(
    "audit_heads",
    metadata,
    Column("chain", String, primary_key=True),
    Column("unit_id", Id, ForeignKey("units.id"), nullable=True, unique=True),
    Column("seq", Id, nullable=False),
    blob("hash"),
    Column("signed_seq", Id, nullable=False),
    Column("checkpoints", Integer, nullable=False),
)

audit_checkpoints = Table(
    "audit_checkpoints",
    metadata,
    Column("chain", String, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("seq", Id, nullable=False),
    blob("hash"),
    at("at"),
    word("key_id"),
    blob("signature"),
)
