"""What every table is declared with: the metadata, and a word for each kind of column.

Ids are 63-bit integers made by `storage.ids`, known before the row is written, so that a
ciphertext can be bound to the row it lies in. Times are whole milliseconds since 1970 UTC.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Column, ForeignKey, LargeBinary, MetaData, String

from storage.column_types import Id, Moment

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def row_id() -> Column[int]:
    """The primary key."""
    return Column("id", Id, primary_key=True, autoincrement=False)


def ref(name: str, target: str, *, nullable: bool = False, index: bool = False) -> Column[int]:
    """A row of another table."""
    return Column(name, Id, ForeignKey(target), nullable=nullable, index=index)


def at(name: str, *, nullable: bool = False, index: bool = False) -> Column[datetime]:
    """A time."""
    return Column(name, Moment, nullable=nullable, index=index)


def blob(name: str, *, nullable: bool = False, unique: bool = False) -> Column[bytes]:
    """Bytes."""
    return Column(name, LargeBinary, nullable=nullable, unique=unique)


def word(name: str, *, unique: bool = False) -> Column[str]:
    """A short text, never null."""
    return Column(name, String, nullable=False, unique=unique)
