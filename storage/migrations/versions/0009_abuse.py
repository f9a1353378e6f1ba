"""Limits, muting, outcomes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "mutes",
        sa.Column("unit_id", ID, autoincrement=False, nullable=False),
        sa.Column("tip_id", ID, autoincrement=False, nullable=False),
        sa.Column("contact_id", ID, autoincrement=False, nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_mutes_unit_id"),
        sa.ForeignKeyConstraint(["tip_id"], ["tips.id"], name="fk_mutes_tip_id"),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name="fk_mutes_contact_id"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_mutes_member_id"),
        sa.PrimaryKeyConstraint("unit_id", "tip_id", "contact_id", name="pk_mutes"),
    )
    op.create_index("ix_mutes_contact_id", "mutes", ["contact_id"])
    op.create_table(
        "contact_outcomes",
        sa.Column("contact_id", ID, autoincrement=False, nullable=False),
        sa.Column("unit_id", ID, autoincrement=False, nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name="fk_contact_outcomes_contact_id"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_contact_outcomes_unit_id"),
        sa.PrimaryKeyConstraint("contact_id", "unit_id", "outcome", name="pk_contact_outcomes"),
    )
    # In place: SQLite would otherwise drop `tips`, which other tables refer to.
    false = sa.text("false")
    for name in ("side", "muted"):
        op.add_column("tips", sa.Column(name, sa.Boolean(), nullable=False, server_default=false))


def downgrade() -> None:
    """Back."""
    op.drop_column("tips", "muted")
    op.drop_column("tips", "side")
    op.drop_table("contact_outcomes")
    op.drop_index("ix_mutes_contact_id", "mutes")
    op.drop_table("mutes")
