"""Community groups that get messages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """A table."""
    op.create_table(
        "groups",
        sa.Column("id", ID, primary_key=True, autoincrement=False),
        sa.Column("contact_id", ID, sa.ForeignKey("contacts.id"), nullable=True, unique=True),
        sa.Column("unit_id", ID, sa.ForeignKey("units.id"), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("tags", sa.String(), nullable=False, server_default=""),
        sa.Column("point_id", ID, sa.ForeignKey("points.id"), nullable=True),
        sa.Column("language", sa.String(), nullable=False, server_default=""),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("joined_at", sa.BigInteger(), nullable=False),
        sa.Column("joined_by", ID, sa.ForeignKey("members.id"), nullable=False),
        sa.Column("left_at", sa.BigInteger(), nullable=True),
    )
    op.create_index("ix_groups_unit_id", "groups", ["unit_id"])


def downgrade() -> None:
    """Without it again."""
    op.drop_table("groups")
