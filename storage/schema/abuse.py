"""Muted contacts, outcomes of a contact."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from storage.column_types import Id
from storage.schema.columns import at, metadata, ref

mutes = Table(
    "mutes",
    metadata,
    Column("unit_id", Id, ForeignKey("units.id"), primary_key=True, autoincrement=False),
    Column("tip_id", Id, ForeignKey("tips.id"), primary_key=True, autoincrement=False),
    Column(
        "contact_id",
        Id,
        ForeignKey("contacts.id"),
        primary_key=True,
        autoincrement=False,
        index=True,
    ),
    ref("member_id", "members.id"),
    at("created_at"),
)

contact_outcomes = Table(
    "contact_outcomes",
    metadata,
    Column("contact_id", Id, ForeignKey("contacts.id"), primary_key=True, autoincrement=False),
    Column("unit_id", Id, ForeignKey("units.id"), primary_key=True, autoincrement=False),
    Column("outcome", String, primary_key=True),
    Column("count", Integer, nullable=False),
)
