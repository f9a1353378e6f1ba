"""Retention and erasure."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward. Tips that nobody can be asked about become tips that only a receipt leads back to.

    Columns are added in place: SQLite would otherwise drop `tips`, which other tables refer to.
    """
    op.add_column("contacts", sa.Column("forget_at", sa.BigInteger(), nullable=True))
    op.create_index("ix_contacts_forget_at", "contacts", ["forget_at"])
    op.add_column("tips", sa.Column("reach", sa.String(), nullable=False, server_default="here"))
    op.add_column("tips", sa.Column("erased_at", sa.BigInteger(), nullable=True))
    op.execute(
        "UPDATE tips SET reach = 'receipt' WHERE id NOT IN (SELECT tip_id FROM tip_contacts)"
    )
    with op.batch_alter_table("fetches") as fetches:
        fetches.alter_column("contact_id", existing_type=ID, nullable=True)
    op.create_table(
        "doomed_files",
        sa.Column("id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_doomed_files"),
    )
    op.create_table(
        "erased_receipts",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_erased_receipts"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Back. Fetches of forgotten contacts have nobody to tell any more and go."""
    op.drop_table("erased_receipts")
    op.drop_table("doomed_files")
    op.execute("DELETE FROM fetches WHERE contact_id IS NULL")
    with op.batch_alter_table("fetches") as fetches:
        fetches.alter_column("contact_id", existing_type=ID, nullable=False)
    op.drop_column("tips", "erased_at")
    op.drop_column("tips", "reach")
    op.drop_index("ix_contacts_forget_at", "contacts")
    op.drop_column("contacts", "forget_at")
