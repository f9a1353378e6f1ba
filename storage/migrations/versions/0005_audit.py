"""The audit chain: rows that are there are linked, in the order they were written.

The hash is written out once more: a migration does the same for ever, whatever the program does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SERVICE = "-"
START = bytes(32)


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("audit") as table:
        table.add_column(sa.Column("chain", sa.String(), nullable=True))
        table.add_column(sa.Column("seq", ID, nullable=True))
        table.add_column(sa.Column("member_name", sa.String(), nullable=True))
        table.add_column(sa.Column("hash", sa.LargeBinary(), nullable=True))
        table.add_column(sa.Column("why_digest", sa.LargeBinary(), nullable=True))
        table.add_column(sa.Column("sealed_why", sa.LargeBinary(), nullable=True))
        table.drop_index("ix_audit_unit_id")
    op.create_table(
        "audit_heads",
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("unit_id", ID, nullable=True),
        sa.Column("seq", ID, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("signed_seq", ID, nullable=False),
        sa.Column("checkpoints", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_audit_heads_unit_id"),
        sa.PrimaryKeyConstraint("chain", name="pk_audit_heads"),
        sa.UniqueConstraint("unit_id", name="uq_audit_heads_unit_id"),
    )
    op.create_table(
        "audit_checkpoints",
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", ID, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("chain", "number", name="pk_audit_checkpoints"),
    )
    _link()
    with op.batch_alter_table("audit") as table:
        table.alter_column("chain", existing_type=sa.String(), nullable=False)
        table.alter_column("seq", existing_type=ID, nullable=False)
        table.alter_column("member_name", existing_type=sa.String(), nullable=False)
        table.alter_column("hash", existing_type=sa.LargeBinary(), nullable=False)
        table.create_unique_constraint("uq_audit_chain_seq", ["chain", "seq"])


def downgrade() -> None:
    """Back."""
    op.drop_table("audit_checkpoints")
    op.drop_table("audit_heads")
    with op.batch_alter_table("audit") as table:
        table.drop_constraint("uq_audit_chain_seq", type_="unique")
        for column in ("sealed_why", "why_digest", "hash", "member_name", "seq", "chain"):
            table.drop_column(column)
        table.create_index("ix_audit_unit_id", ["unit_id"])


def _link() -> None:
    bind = op.get_bind()
    slugs = {row.id: row.slug for row in bind.execute(sa.text("SELECT id, slug FROM units"))}
    heads = {None: (SERVICE, 0, START)} | {
        unit_id: (slug, 0, START) for unit_id, slug in slugs.items()
    }
    rows = bind.execute(
        sa.text(
            "SELECT a.id, a.at, a.unit_id, a.member_id, a.action, a.subject, m.name"
            " FROM audit a LEFT JOIN members m ON m.id = a.member_id ORDER BY a.at, a.id"
        )
    ).all()
    linked = []
    for row in rows:
        chain, seq, previous = heads[row.unit_id]
        seq, name = seq + 1, row.name or ""
        numbers = (seq, row.id, row.at, row.unit_id, row.member_id)
        texts = (name, row.action, row.subject)
        found = _hash(previous, chain, numbers, texts)
        heads[row.unit_id] = (chain, seq, found)
        linked.append({"i": row.id, "c": chain, "s": seq, "n": name, "h": found})
    if linked:
        bind.execute(
            sa.text("UPDATE audit SET chain = :c, seq = :s, member_name = :n, hash = :h"
                    " WHERE id = :i"),
            linked,
        )  # fmt: skip
    bind.execute(
        sa.text("INSERT INTO audit_heads (chain, unit_id, seq, hash, signed_seq, checkpoints)"
                " VALUES (:c, :u, :s, :h, 0, 0)"),
        [{"c": c, "u": unit_id, "s": seq, "h": head} for unit_id, (c, seq, head) in heads.items()],
    )  # fmt: skip


def _hash(
    previous: bytes, chain: str, numbers: Iterable[int | None], texts: Iterable[str]
) -> bytes:
    parts = [b"tinbao audit row 1", previous, chain.encode()]
    parts += [b"" if n is None else str(n).encode() for n in numbers]
    parts += [text.encode() for text in texts]
    parts.append(b"")  # no reasons were kept
    framed = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return hashlib.sha256(framed).digest()
