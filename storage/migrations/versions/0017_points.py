"""Places with more than a name, the signs that hang there, their history, and their use."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

from bot.domain.short_codes import random_short_code

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _id() -> sa.Column[int]:
    return sa.Column("id", ID, primary_key=True, autoincrement=False)


def _at(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _to(name: str, target: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, ID, sa.ForeignKey(target), nullable=nullable)


def _word(name: str, *, empty: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False, server_default="" if empty else None)


def upgrade() -> None:
    """Each code that there was becomes the first sign of its place."""
    op.add_column(
        "units", sa.Column("last_serial", sa.Integer(), nullable=False, server_default="0")
    )
    op.create_table(
        "stickers",
        _id(),
        _to("unit_id", "units.id"),
        _to("point_id", "points.id"),
        sa.Column("serial", sa.Integer(), nullable=False),
        _word("code"),
        _word("short"),
        _word("state"),
        _at("created_at"),
        _at("installed_at", nullable=True),
        _at("inspected_at", nullable=True),
        _at("ended_at", nullable=True),
        sa.UniqueConstraint("code"),
        sa.UniqueConstraint("short"),
        sa.UniqueConstraint("unit_id", "serial"),
    )
    op.create_index("ix_stickers_point_id", "stickers", ["point_id"])
    _first_signs()
    op.create_table(
        "sign_events",
        _id(),
        _to("unit_id", "units.id"),
        _to("point_id", "points.id"),
        _to("sticker_id", "stickers.id", nullable=True),
        _to("member_id", "members.id", nullable=True),
        _word("what"),
        _at("at"),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
    )
    op.create_index("ix_sign_events_point_id", "sign_events", ["point_id"])
    op.create_table(
        "point_counts",
        sa.Column(
            "sticker_id", ID, sa.ForeignKey("stickers.id"), primary_key=True, autoincrement=False
        ),
        sa.Column("day", sa.String(), primary_key=True),
        _to("point_id", "points.id"),
        sa.Column("scans", sa.Integer(), nullable=False),
        sa.Column("started", sa.Integer(), nullable=False),
    )
    op.create_index("ix_point_counts_point_day", "point_counts", ["point_id", "day"])
    with op.batch_alter_table("points") as table:
        table.drop_constraint("uq_points_code", type_="unique")
        table.drop_column("code")
        table.add_column(_to("parent_id", "points.id", nullable=True))
        table.add_column(_word("address", empty=True))
        table.add_column(sa.Column("latitude", sa.Float(), nullable=True))
        table.add_column(sa.Column("longitude", sa.Float(), nullable=True))
        table.add_column(_word("tags", empty=True))
        table.add_column(sa.Column("pledged_on", sa.String(), nullable=True))
        table.add_column(sa.Column("rules_on", sa.String(), nullable=True))
        table.add_column(sa.Column("sealed", sa.LargeBinary(), nullable=True))
    with op.batch_alter_table("files") as table:
        table.add_column(_to("sign_event_id", "sign_events.id", nullable=True))


def _first_signs() -> None:
    points = sa.table(
        "points", *map(sa.column, ("id", "unit_id", "code", "created_at", "revoked_at"))
    )
    stickers = sa.table(
        "stickers",
        *map(sa.column, ("id", "unit_id", "point_id", "serial", "code", "short", "state")),
        *map(sa.column, ("created_at", "ended_at")),
    )
    units = sa.table("units", sa.column("id"), sa.column("last_serial"))
    last: dict[int, int] = {}
    shorts: set[str] = set()
    made = []
    for row in op.get_bind().execute(sa.select(points).order_by(points.c.id)).all():
        last[row.unit_id] = last.get(row.unit_id, 0) + 1
        short = random_short_code()
        while short in shorts:
            short = random_short_code()
        shorts.add(short)
        made.append(
            {
                "id": row.id,
                "unit_id": row.unit_id,
                "point_id": row.id,
                "serial": last[row.unit_id],
                "code": row.code,
                "short": short,
                "state": "made" if row.revoked_at is None else "revoked",
                "created_at": row.created_at,
                "ended_at": row.revoked_at,
            }
        )
    if made:
        op.bulk_insert(stickers, made)
    for unit, serial in last.items():
        op.execute(units.update().where(units.c.id == unit).values(last_serial=serial))


def downgrade() -> None:
    """A place keeps the code of its first sign; the others end."""
    with op.batch_alter_table("files") as table:
        table.drop_column("sign_event_id")
    with op.batch_alter_table("points") as table:
        for name in ("sealed", "rules_on", "pledged_on", "tags", "longitude", "latitude"):
            table.drop_column(name)
        table.drop_column("address")
        table.drop_column("parent_id")
        table.add_column(sa.Column("code", sa.String(), nullable=True))
    points = sa.table("points", sa.column("id"), sa.column("code"))
    stickers = sa.table("stickers", *map(sa.column, ("point_id", "serial", "code")))
    first: dict[int, str] = {}
    for row in op.get_bind().execute(sa.select(stickers).order_by(stickers.c.serial)).all():
        first.setdefault(row.point_id, row.code)
    for (point,) in op.get_bind().execute(sa.select(points.c.id)).all():
        code = first.get(point) or secrets.token_urlsafe(9)
        op.execute(points.update().where(points.c.id == point).values(code=code))
    with op.batch_alter_table("points") as table:
        table.alter_column("code", nullable=False)
        table.create_unique_constraint("uq_points_code", ["code"])
    op.drop_table("point_counts")
    op.drop_table("sign_events")
    op.drop_table("stickers")
    op.drop_column("units", "last_serial")
