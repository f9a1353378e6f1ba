"""PINs of members who work from a chat account."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table

from storage.column_types import Id
from storage.schema.columns import at, blob, metadata

pins = Table(
    "pins",
    metadata,
    Column("member_id", Id, ForeignKey("members.id"), primary_key=True, autoincrement=False),
    blob("check"),
    Column("wrong", Integer, nullable=False),
    at("locked_until", nullable=True),
)
"""`check` is a salted scrypt hash of the PIN under the session secret: the table alone cannot be
searched through.
"""
