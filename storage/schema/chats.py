"""What chats need in which nothing can be pressed or little sent, and groups of residents."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table, UniqueConstraint

from storage.column_types import Id
from storage.schema.columns import at, blob, metadata, ref, row_id, word

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

groups = Table(
    "groups",
    metadata,
    row_id(),
    Column("contact_id", Id, ForeignKey("contacts.id"), nullable=True, unique=True),
    ref("unit_id", "units.id", index=True),
    word("channel"),
    Column("tags", String, nullable=False, server_default=""),
    ref("point_id", "points.id", nullable=True),
    Column("language", String, nullable=False, server_default=""),
    blob("sealed", nullable=True),
    at("joined_at"),
    ref("joined_by", "members.id"),
    at("left_at", nullable=True),
)
"""Group chats that agreed to get a unit's messages. `tags`: audiences, with commas between.
`sealed`: what the staff call it, to the unit; people may be named there. One that has left has
neither contact nor name.
"""
doors = Table(
    "doors",
    metadata,
    Column("contact_id", Id, ForeignKey("contacts.id"), primary_key=True, autoincrement=False),
    blob("hash", unique=True),
    blob("sealed"),
    at("expires_at", index=True),
)
"""One for each chat. `sealed`: the code, to the key of the drafts it leads to."""
