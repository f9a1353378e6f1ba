"""Places with a sign, the signs, what happened to them, and how often they were scanned."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from storage.column_types import Id
from storage.schema.columns import at, blob, metadata, ref, row_id, word

points = Table(
    "points",
    metadata,
    row_id(),
    ref("unit_id", "units.id", index=True),
    ref("parent_id", "points.id", nullable=True),
    word("kind"),
    word("name"),
    Column("address", String, nullable=False, server_default=""),
    Column("latitude", Float, nullable=True),
    Column("longitude", Float, nullable=True),
    Column("tags", String, nullable=False, server_default=""),
    Column("pledged_on", String, nullable=True),
    Column("rules_on", String, nullable=True),
    blob("sealed", nullable=True),
    at("created_at"),
    at("revoked_at", nullable=True),
)
"""`parent_id`: the hamlet it lies in. `tags`: audiences, with commas between. Days are
`YYYY-MM-DD` in the unit's zone. `sealed`: who keeps the place and notes, to the unit; people are
named there.
"""

stickers = Table(
    "stickers",
    metadata,
    row_id(),
    ref("unit_id", "units.id"),
    ref("point_id", "points.id", index=True),
    Column("serial", Integer, nullable=False),
    word("code", unique=True),
    word("short", unique=True),
    word("state"),
    at("created_at"),
    at("installed_at", nullable=True),
    at("inspected_at", nullable=True),
    at("ended_at", nullable=True),
    UniqueConstraint("unit_id", "serial"),
)
"""One printed sign. `code` and `short` are drawn and say nothing of the place."""

sign_events = Table(
    "sign_events",
    metadata,
    row_id(),
    ref("unit_id", "units.id"),
    ref("point_id", "points.id", index=True),
    ref("sticker_id", "stickers.id", nullable=True),
    ref("member_id", "members.id", nullable=True),
    word("what"),
    at("at"),
    blob("sealed", nullable=True),
)
"""A place's history. What a resident told has no member, the day in place of the time, and an id
that does not tell when it was made. `sealed`: a photo, to the unit.
"""

point_counts = Table(
    "point_counts",
    metadata,
    Column("sticker_id", Id, ForeignKey("stickers.id"), primary_key=True, autoincrement=False),
    Column("day", String, primary_key=True),
    ref("point_id", "points.id"),
    Column("scans", Integer, nullable=False),
    Column("started", Integer, nullable=False),
    Index("ix_point_counts_point_day", "point_id", "day"),
)
"""How often a sign's page was opened and a conversation began with it, by the day: never by whom,
never at what time.
"""
