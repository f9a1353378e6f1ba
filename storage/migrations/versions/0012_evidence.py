"""Work on files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "alterations",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("contact_id", ID, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name="fk_alterations_contact_id"),
        sa.PrimaryKeyConstraint("id", name="pk_alterations"),
    )
    op.create_index("ix_alterations_contact_id", "alterations", ["contact_id"])
    op.create_index("ix_alterations_due_at", "alterations", ["due_at"])


def downgrade() -> None:
    """Back."""
    op.drop_table("alterations")
