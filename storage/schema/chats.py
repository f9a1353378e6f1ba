"""What chats need in which nothing can be pressed."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table, UniqueConstraint

from storage.schema.columns import at, blob, metadata, ref, row_id

offers = Table(
    "offers",
    metadata,
    row_id(),
    ref("contact_id", "contacts.id"),
    Column("number", Integer, nullable=False),
    blob("sealed"),
    at("created_at", index=True),
    UniqueConstraint("contact_id", "number"),
)
