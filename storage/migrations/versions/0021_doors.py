"""One-time links from a chat to the web page."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """A table."""
    op.create_table(
        "doors",
        sa.Column(
            "contact_id",
            ID,
            sa.ForeignKey("contacts.id"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("hash", sa.LargeBinary(), nullable=False, unique=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_doors_expires_at", "doors", ["expires_at"])


def downgrade() -> None:
    """Without it again."""
    op.drop_table("doors")
