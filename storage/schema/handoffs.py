"""Events that another machine must handle: what staff do, received where no desk key lies."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table

from storage.schema.columns import at, blob, metadata, ref, row_id

handoffs = Table(
    "handoffs",
    metadata,
    row_id(),
    ref("contact_id", "contacts.id", index=True),
    Column("attempts", Integer, nullable=False),
    blob("sealed"),
    at("due_at", index=True),
)
