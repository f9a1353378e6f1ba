"""Pictures that anybody may see, for an hour."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "public_pictures",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_public_pictures"),
    )
    op.create_index("ix_public_pictures_expires_at", "public_pictures", ["expires_at"])


def downgrade() -> None:
    """Back."""
    op.drop_table("public_pictures")
