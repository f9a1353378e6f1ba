"""Epochs of keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


COLUMNS = ("wanted_at", "retired_at", "destroy_at", "destroyed_at", "exported_at")


def upgrade() -> None:
    """Forward: the keys that are there are the newest of their kind."""
    for column in COLUMNS:
        op.add_column("keys", sa.Column(column, sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("keys") as keys:
        for column in COLUMNS:
            keys.drop_column(column)
