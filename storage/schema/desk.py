"""What the desk needs besides tips: clocks, alarms, duty, boards, labels, links, the register."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from storage.column_types import Id
from storage.schema.columns import at, metadata, ref, row_id, word

clocks = Table(
    "clocks",
    metadata,
    row_id(),
    ref("tip_id", "tips.id", index=True),
    ref("unit_id", "units.id"),
    word("kind"),
    at("began_at"),
    at("due_at"),
    Column("stage", Integer, nullable=False),
    Column("extended", Integer, nullable=False),
    at("next_at", nullable=True, index=True),
    at("met_at", nullable=True),
    at("missed_at", nullable=True),
)
"""A legal deadline of a tip. `stage`: reminders that went out; `next_at`: when the next is due."""

alarms = Table(
    "alarms",
    metadata,
    row_id(),
    ref("unit_id", "units.id"),
    ref("tip_id", "tips.id", nullable=True, index=True),
    word("kind"),
    Column("stage", Integer, nullable=False),
    at("due_at", index=True),
)
"""Something the desk is to be told later: a tip that came at night, an urgent one again."""

shifts = Table(
    "shifts",
    metadata,
    row_id(),
    ref("unit_id", "units.id"),
    ref("member_id", "members.id"),
    at("starts_at"),
    at("ends_at"),
    Index("ix_shifts_unit_ends", "unit_id", "ends_at"),
)

boards = Table(
    "boards",
    metadata,
    Column("contact_id", Id, ForeignKey("contacts.id"), primary_key=True, autoincrement=False),
    ref("unit_id", "units.id", index=True),
    at("created_at"),
)
"""Group chats of staff that show a unit's queue, without content."""

prepared = Table(
    "prepared",
    metadata,
    row_id(),
    ref("unit_id", "units.id", index=True),
    word("purpose"),
    Column("text", String, nullable=False),
    at("created_at"),
)
"""A unit's own sentences: prepared questions, what a reporter is told of a status."""

unit_labels = Table(
    "unit_labels",
    metadata,
    Column("unit_id", Id, ForeignKey("units.id"), primary_key=True, autoincrement=False),
    Column("name", String, primary_key=True),
)
"""The labels a unit uses. They lie in clear: nothing of a tip belongs in one."""

tip_labels = Table(
    "tip_labels",
    metadata,
    Column("tip_id", Id, ForeignKey("tips.id"), primary_key=True, autoincrement=False),
    Column("name", String, primary_key=True),
    Index("ix_tip_labels_name", "name", "tip_id"),
)

looking = Table(
    "looking",
    metadata,
    Column("tip_id", Id, ForeignKey("tips.id"), primary_key=True, autoincrement=False),
    Column("member_id", Id, ForeignKey("members.id"), primary_key=True, autoincrement=False),
    at("until"),
)
"""Who has a tip open."""

merges = Table(
    "merges",
    metadata,
    Column("tip_id", Id, ForeignKey("tips.id"), primary_key=True, autoincrement=False),
    ref("into_id", "tips.id", index=True),
    ref("member_id", "members.id"),
    at("created_at"),
)
"""A tip that is worked on as part of another; its thread and receipt stay its own."""

related = Table(
    "related",
    metadata,
    Column("tip_id", Id, ForeignKey("tips.id"), primary_key=True, autoincrement=False),
    Column(
        "other_id",
        Id,
        ForeignKey("tips.id"),
        primary_key=True,
        autoincrement=False,
        index=True,
    ),
    ref("member_id", "members.id"),
    word("kind"),
    at("created_at"),
)
"""What was said of a pair of tips, the lower id first: that they are `related`, or `apart`."""

searches = Table(
    "searches",
    metadata,
    Column("member_id", Id, ForeignKey("members.id"), primary_key=True, autoincrement=False),
    Column("number", Id, nullable=False),
    at("created_at"),
)
"""The search a member has begun last, by a random number: never what they look for."""

register = Table(
    "register",
    metadata,
    row_id(),
    ref("tip_id", "tips.id", index=True),
    ref("unit_id", "units.id"),
    ref("to_unit_id", "units.id", nullable=True),
    word("to_name"),
    word("reference"),
    word("kind"),
    word("urgency"),
    ref("point_id", "points.id", nullable=True),
    ref("member_id", "members.id", nullable=True),
    at("received_at"),
    at("moved_at"),
    Index("ix_register_unit_moved", "unit_id", "moved_at"),
    Index("ix_register_to_moved", "to_unit_id", "moved_at"),
)
"""The register line that stays with a unit whose tip went elsewhere."""

questions = Table(
    "questions",
    metadata,
    Column("message_id", Id, ForeignKey("messages.id"), primary_key=True, autoincrement=False),
    word("state"),
)
"""How far something an officer wrote has come: not by which way, and not when. A time of arrival
beside the times of a chat would join the two.
"""
