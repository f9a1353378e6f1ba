"""Custody of identities."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "custodians",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("unit_id", ID, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("member_id", ID, nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("retired_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_custodians"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_custodians_unit_id"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_custodians_member_id"),
        sa.UniqueConstraint("unit_id", "fingerprint", name="uq_custodians_unit_id_fingerprint"),
    )
    op.create_index("ix_custodians_unit_id", "custodians", ["unit_id"])
    op.create_index("ix_custodians_member_id", "custodians", ["member_id"])
    op.create_table(
        "identities",
        sa.Column("tip_id", ID, autoincrement=False, nullable=False),
        sa.Column("unit_id", ID, nullable=False),
        sa.Column("layers", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("disclosed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("tip_id", name="pk_identities"),
        sa.ForeignKeyConstraint(["tip_id"], ["tips.id"], name="fk_identities_tip_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_identities_unit_id"),
    )
    op.create_index("ix_identities_unit_id", "identities", ["unit_id"])
    _disclosures()
    with op.batch_alter_table("invites") as invites:
        invites.add_column(sa.Column("custodian_id", ID, nullable=True))
        invites.create_foreign_key(
            "fk_invites_custodian_id", "custodians", ["custodian_id"], ["id"]
        )


def _disclosures() -> None:
    op.create_table(
        "disclosures",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("tip_id", ID, nullable=False),
        sa.Column("unit_id", ID, nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("sealed_reason", sa.LargeBinary(), nullable=False),
        sa.Column("requested_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("tell_after", sa.BigInteger(), nullable=True),
        sa.Column("reporter_told_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_disclosures"),
        sa.ForeignKeyConstraint(["tip_id"], ["tips.id"], name="fk_disclosures_tip_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_disclosures_unit_id"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_disclosures_member_id"),
    )
    op.create_index("ix_disclosures_tip_id", "disclosures", ["tip_id"])
    op.create_index("ix_disclosures_unit_id", "disclosures", ["unit_id"])
    op.create_index("ix_disclosures_telling", "disclosures", ["reporter_told_at", "tell_after"])
    op.create_table(
        "decisions",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("disclosure_id", ID, nullable=False),
        sa.Column("custodian_id", ID, nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("delay_days", sa.Integer(), nullable=False),
        sa.Column("sealed_reason", sa.LargeBinary(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
        sa.ForeignKeyConstraint(
            ["disclosure_id"], ["disclosures.id"], name="fk_decisions_disclosure_id"
        ),
        sa.ForeignKeyConstraint(
            ["custodian_id"], ["custodians.id"], name="fk_decisions_custodian_id"
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_decisions_member_id"),
        sa.UniqueConstraint(
            "disclosure_id", "custodian_id", name="uq_decisions_disclosure_id_custodian_id"
        ),
    )


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("invites") as invites:
        invites.drop_constraint("fk_invites_custodian_id", type_="foreignkey")
        invites.drop_column("custodian_id")
    for table in ("decisions", "disclosures", "identities", "custodians"):
        op.drop_table(table)
