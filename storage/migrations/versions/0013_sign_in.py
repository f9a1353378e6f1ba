"""Second factors of staff."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward. No web session has proved anything yet: its member is asked to."""
    op.create_table(
        "member_codes",
        sa.Column("member_id", ID, autoincrement=False, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_member_codes_member_id"),
        sa.PrimaryKeyConstraint("member_id", name="pk_member_codes"),
        sa.UniqueConstraint("code", name="uq_member_codes_code"),
    )
    op.create_table(
        "totp",
        sa.Column("member_id", ID, autoincrement=False, nullable=False),
        sa.Column("sealed_secret", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_totp_member_id"),
        sa.PrimaryKeyConstraint("member_id", name="pk_totp"),
    )
    op.create_table(
        "passkeys",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_passkeys_member_id"),
        sa.PrimaryKeyConstraint("id", name="pk_passkeys"),
        sa.UniqueConstraint("credential_id", name="uq_passkeys_credential_id"),
    )
    op.create_index("ix_passkeys_member_id", "passkeys", ["member_id"])
    with op.batch_alter_table("staff_sessions") as table:
        table.add_column(sa.Column("proved_at", sa.BigInteger(), nullable=True))
    with op.batch_alter_table("invites") as table:
        table.add_column(sa.Column("member_id", ID, nullable=True))
        table.create_foreign_key("fk_invites_member_id", "members", ["member_id"], ["id"])


def downgrade() -> None:
    """Back."""
    # An invitation to come back would make a second member of somebody.
    op.execute("DELETE FROM invites WHERE member_id IS NOT NULL")
    with op.batch_alter_table("invites") as table:
        table.drop_constraint("fk_invites_member_id", type_="foreignkey")
        table.drop_column("member_id")
    with op.batch_alter_table("staff_sessions") as table:
        table.drop_column("proved_at")
    for name in ("passkeys", "totp", "member_codes"):
        op.drop_table(name)
