"""The desk: clocks, alarms, duty, boards, labels, links, the register; delivery of questions."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


_HAPPENED = ("taken", "concluded", "closed")


def _id(name: str = "id") -> sa.Column[int]:
    return sa.Column(name, ID, primary_key=True, autoincrement=False)


def _at(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _to(name: str, target: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, ID, sa.ForeignKey(target), nullable=nullable)


def _own(name: str, target: str) -> sa.Column[int]:
    return sa.Column(name, ID, sa.ForeignKey(target), primary_key=True, autoincrement=False)


def _word(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


_AT = ("created_at", "id")
_OPEN = "status <> 'closed' AND erased_at IS NULL"
_PARTS: tuple[tuple[str, list[Any], str], ...] = (
    ("ix_tips_open", ["unit_id", sa.text("urgency DESC"), *_AT], _OPEN),
    ("ix_tips_aside", ["unit_id", *_AT], f"side AND {_OPEN}"),
    ("ix_tips_ended", ["unit_id", *_AT], "status = 'closed'"),
)


def upgrade() -> None:
    """Forward."""
    op.add_column("tips", sa.Column("source", sa.String(), nullable=False, server_default="chat"))
    op.add_column("tips", _at("due_at", nullable=True))
    op.add_column("tips", _at("concluded_at", nullable=True))
    op.create_index("ix_tips_owner", "tips", ["owner_id", "status"])
    op.create_index("ix_tips_due", "tips", ["unit_id", "due_at"])
    op.create_index("ix_tips_created", "tips", ["unit_id", "created_at"])
    for name in _HAPPENED:
        then = sa.text(f"{name}_at IS NOT NULL")
        columns = ["unit_id", f"{name}_at"]
        op.create_index(
            f"ix_tips_{name}", "tips", columns, sqlite_where=then, postgresql_where=then
        )
    for name, columns, which in _PARTS:
        light, great = sa.text(which.replace("side", "side = 1")), sa.text(which)
        op.create_index(name, "tips", columns, sqlite_where=light, postgresql_where=great)
    op.add_column("outbox", sa.Column("message_id", ID, nullable=True))
    op.add_column("outbox", sa.Column("card", sa.String(), nullable=False, server_default=""))
    op.add_column("letters", sa.Column("message_id", ID, nullable=True))
    tied = sa.text("message_id IS NOT NULL")
    for table in ("outbox", "letters"):
        op.create_index(
            f"ix_{table}_message",
            table,
            ["message_id"],
            sqlite_where=tied,
            postgresql_where=tied,
        )
    _clocks()
    _people()
    _joined()


def _clocks() -> None:
    op.create_table(
        "clocks",
        _id(),
        _to("tip_id", "tips.id"),
        _to("unit_id", "units.id"),
        _word("kind"),
        _at("began_at"),
        _at("due_at"),
        _number("stage"),
        _number("extended"),
        _at("next_at", nullable=True),
        _at("met_at", nullable=True),
        _at("missed_at", nullable=True),
    )
    op.create_index("ix_clocks_tip_id", "clocks", ["tip_id"])
    op.create_index("ix_clocks_next_at", "clocks", ["next_at"])
    op.create_table(
        "alarms",
        _id(),
        _to("unit_id", "units.id"),
        _to("tip_id", "tips.id", nullable=True),
        _word("kind"),
        _number("stage"),
        _at("due_at"),
    )
    op.create_index("ix_alarms_tip_id", "alarms", ["tip_id"])
    op.create_index("ix_alarms_due_at", "alarms", ["due_at"])


def _people() -> None:
    op.create_table(
        "shifts",
        _id(),
        _to("unit_id", "units.id"),
        _to("member_id", "members.id"),
        _at("starts_at"),
        _at("ends_at"),
    )
    op.create_index("ix_shifts_unit_ends", "shifts", ["unit_id", "ends_at"])
    op.create_table(
        "boards",
        _own("contact_id", "contacts.id"),
        _to("unit_id", "units.id"),
        _at("created_at"),
    )
    op.create_index("ix_boards_unit_id", "boards", ["unit_id"])
    op.create_table(
        "prepared",
        _id(),
        _to("unit_id", "units.id"),
        _word("purpose"),
        _word("text"),
        _at("created_at"),
    )
    op.create_index("ix_prepared_unit_id", "prepared", ["unit_id"])
    op.create_table(
        "unit_labels",
        _own("unit_id", "units.id"),
        sa.Column("name", sa.String(), primary_key=True),
    )


def _joined() -> None:
    op.create_table(
        "tip_labels",
        _own("tip_id", "tips.id"),
        sa.Column("name", sa.String(), primary_key=True),
    )
    op.create_index("ix_tip_labels_name", "tip_labels", ["name", "tip_id"])
    op.create_table(
        "looking", _own("tip_id", "tips.id"), _own("member_id", "members.id"), _at("until")
    )
    op.create_table(
        "merges",
        _own("tip_id", "tips.id"),
        _to("into_id", "tips.id"),
        _to("member_id", "members.id"),
        _at("created_at"),
    )
    op.create_index("ix_merges_into_id", "merges", ["into_id"])
    op.create_table(
        "related",
        _own("tip_id", "tips.id"),
        _own("other_id", "tips.id"),
        _to("member_id", "members.id"),
        _word("kind"),
        _at("created_at"),
    )
    op.create_index("ix_related_other_id", "related", ["other_id"])
    op.create_table(
        "searches",
        _own("member_id", "members.id"),
        sa.Column("number", ID, nullable=False),
        _at("created_at"),
    )
    op.create_table(
        "register",
        _id(),
        _to("tip_id", "tips.id"),
        _to("unit_id", "units.id"),
        _to("to_unit_id", "units.id", nullable=True),
        _word("to_name"),
        _word("reference"),
        _word("kind"),
        _word("urgency"),
        _to("point_id", "points.id", nullable=True),
        _to("member_id", "members.id", nullable=True),
        _at("received_at"),
        _at("moved_at"),
    )
    op.create_index("ix_register_tip_id", "register", ["tip_id"])
    op.create_index("ix_register_unit_moved", "register", ["unit_id", "moved_at"])
    op.create_index("ix_register_to_moved", "register", ["to_unit_id", "moved_at"])
    op.create_table("questions", _own("message_id", "messages.id"), _word("state"))


_TABLES = (
    *(
        "questions",
        "register",
        "searches",
        "related",
        "merges",
        "looking",
        "tip_labels",
        "unit_labels",
    ),
    *("prepared", "boards", "shifts", "alarms", "clocks"),
)


def downgrade() -> None:
    """Back."""
    for table in _TABLES:
        op.drop_table(table)
    op.drop_column("outbox", "card")
    for table in ("letters", "outbox"):
        op.drop_index(f"ix_{table}_message", table)
    op.drop_column("letters", "message_id")
    op.drop_column("outbox", "message_id")
    for name in _HAPPENED:
        op.drop_index(f"ix_tips_{name}", "tips")
    parts = [name for name, _, _ in _PARTS]
    for index in (*parts, "ix_tips_created", "ix_tips_due", "ix_tips_owner"):
        op.drop_index(index, "tips")
    for column in ("concluded_at", "due_at", "source"):
        op.drop_column("tips", column)
