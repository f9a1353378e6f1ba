"""Choices that are typed as numbers, and until when a platform takes an answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """A table and a column."""
    op.create_table(
        "offers",
        sa.Column("id", ID, primary_key=True, autoincrement=False),
        sa.Column("contact_id", ID, sa.ForeignKey("contacts.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint("contact_id", "number"),
    )
    op.create_index("ix_offers_created_at", "offers", ["created_at"])
    op.add_column("contacts", sa.Column("sealed_heard", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Without them again."""
    op.drop_column("contacts", "sealed_heard")
    op.drop_table("offers")
