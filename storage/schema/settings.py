"""What a unit has decided for itself."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, String, Table

from storage.column_types import Id
from storage.schema.columns import metadata, word

unit_settings = Table(
    "unit_settings",
    metadata,
    Column("unit_id", Id, ForeignKey("units.id"), primary_key=True, autoincrement=False),
    Column("name", String, primary_key=True),
    word("value"),
)
