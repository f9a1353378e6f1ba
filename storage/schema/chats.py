"""What chats need in which nothing can be pressed, or little can be sent."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, UniqueConstraint

from storage.column_types import Id
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

doors = Table(
    "doors",
    metadata,
    Column("contact_id", Id, ForeignKey("contacts.id"), primary_key=True, autoincrement=False),
    blob("hash", unique=True),
    blob("sealed"),
    at("expires_at", index=True),
)
"""One for each chat. `sealed`: the code, to the key of the drafts it leads to."""
