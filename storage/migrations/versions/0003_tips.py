"""Tips, their threads, notes and files, and the audit table."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "tips",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit_id", ID, nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("urgency", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("point_id", ID, nullable=True),
        sa.Column("owner_id", ID, nullable=True),
        sa.Column("answer_waiting", sa.Boolean(), nullable=False),
        sa.Column("question_waiting", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_private", sa.LargeBinary(), nullable=False),
        sa.Column("reporter_public", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_reporter_private", sa.LargeBinary(), nullable=False),
        sa.Column("receipt_hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tips"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_tips_unit_id"),
        sa.UniqueConstraint("reference", name="uq_tips_reference"),
        sa.ForeignKeyConstraint(["point_id"], ["points.id"], name="fk_tips_point_id"),
        sa.ForeignKeyConstraint(["owner_id"], ["members.id"], name="fk_tips_owner_id"),
        sa.UniqueConstraint("receipt_hash", name="uq_tips_receipt_hash"),
    )
    op.create_index("ix_tips_queue", "tips", ["unit_id", "status", "urgency", "created_at"])
    op.create_table(
        "tip_contacts",
        sa.Column("tip_id", ID, autoincrement=False, nullable=False),
        sa.Column("contact_id", ID, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("tip_id", "contact_id", name="pk_tip_contacts"),
        sa.ForeignKeyConstraint(["tip_id"], ["tips.id"], name="fk_tip_contacts_tip_id"),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name="fk_tip_contacts_contact_id"
        ),
    )
    op.create_index("ix_tip_contacts_contact_id", "tip_contacts", ["contact_id"])
    op.create_table(
        "messages",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("tip_id", ID, nullable=False),
        sa.Column("member_id", ID, nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_reporter", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.ForeignKeyConstraint(["tip_id"], ["tips.id"], name="fk_messages_tip_id"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_messages_member_id"),
    )
    op.create_index("ix_messages_tip_id", "messages", ["tip_id"])
    op.create_table(
        "notes",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("tip_id", ID, nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
        sa.ForeignKeyConstraint(["tip_id"], ["tips.id"], name="fk_notes_tip_id"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_notes_member_id"),
    )
    op.create_index("ix_notes_tip_id", "notes", ["tip_id"])
    op.create_table(
        "files",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tip_id", ID, nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_files"),
        sa.ForeignKeyConstraint(["tip_id"], ["tips.id"], name="fk_files_tip_id"),
    )
    op.create_index("ix_files_created_at", "files", ["created_at"])
    op.create_table(
        "audit",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", ID, nullable=True),
        sa.Column("member_id", ID, nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_audit_unit_id"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_audit_member_id"),
    )
    op.create_index("ix_audit_unit_id", "audit", ["unit_id"])


def downgrade() -> None:
    """Back."""
    op.drop_table("audit")
    op.drop_table("files")
    op.drop_table("notes")
    op.drop_table("messages")
    op.drop_table("tip_contacts")
    op.drop_table("tips")
