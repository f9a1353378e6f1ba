"""Sessions of staff."""

from __future__ import annotations

import time

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward: every active member goes on working from where they joined."""
    op.create_table(
        "staff_sessions",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("contact_id", ID, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("last_seen", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_staff_sessions_member_id"),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name="fk_staff_sessions_contact_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_staff_sessions"),
        sa.UniqueConstraint("contact_id", name="uq_staff_sessions_contact_id"),
    )
    op.create_index("ix_staff_sessions_member_id", "staff_sessions", ["member_id"])
    # As of now: a session that had no time limit must not be over the moment there is one.
    op.execute(
        sa.text(
            "INSERT INTO staff_sessions"
            " (id, member_id, contact_id, channel, created_at, last_seen)"
            " SELECT max(m.id), max(m.id), m.contact_id, max(c.channel), :now, :now"
            " FROM members m JOIN contacts c ON c.id = m.contact_id"
            " WHERE m.removed_at IS NULL GROUP BY m.contact_id"
        ).bindparams(sa.bindparam("now", int(time.time() * 1000), sa.BigInteger()))
    )
    # Of those who were removed it stays known that their chat is no resident's.
    op.execute(
        "INSERT INTO staff_sessions"
        " (id, member_id, contact_id, channel, created_at, last_seen, ended_at)"
        " SELECT max(m.id), max(m.id), m.contact_id, max(c.channel),"
        " max(m.removed_at), max(m.removed_at), max(m.removed_at)"
        " FROM members m JOIN contacts c ON c.id = m.contact_id"
        " WHERE m.contact_id NOT IN (SELECT contact_id FROM staff_sessions) GROUP BY m.contact_id"
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("staff_sessions")
