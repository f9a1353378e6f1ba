"""What a unit has decided for itself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "unit_settings",
        sa.Column("unit_id", ID, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_unit_settings_unit_id"),
        sa.PrimaryKeyConstraint("unit_id", "name", name="pk_unit_settings"),
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("unit_settings")
