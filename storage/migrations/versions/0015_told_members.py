"""Notices to one member of staff, wherever they work."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("outbox") as table:
        table.add_column(sa.Column("member_id", ID, nullable=True))
        table.create_foreign_key("fk_outbox_member_id", "members", ["member_id"], ["id"])


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("outbox") as table:
        table.drop_constraint("fk_outbox_member_id", type_="foreignkey")
        table.drop_column("member_id")
