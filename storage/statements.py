"""Inserts that cope with a row that is already there; both databases can, each in its own
dialect.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any

from sqlalchemy import Table
from sqlalchemy.sql.dml import Insert

from storage.connection import Db


class Upsert:
    """An insert into `table` that does nothing, or sets `update`, when a row with the same `on`
    exists.
    """

    def __init__(self, table: Table, on: Iterable[str], update: Iterable[str] = ()) -> None:
        self._table = table
        self._keys, self._columns = list(on), list(update)
        self._made: dict[str, Insert] = {}

    def on(self, connection: Db) -> Insert:
        """The statement in the connection's dialect."""
        dialect = connection.dialect.name
        if dialect not in self._made:
            self._made[dialect] = self._make(dialect)
        return self._made[dialect]

    def _make(self, dialect: str) -> Insert:
        # Only the dialect at hand: the other one would be imported for nothing.
        insert: Any = import_module(f"sqlalchemy.dialects.{dialect}").insert(self._table)
        made: Insert
        if self._columns:
            excluded = {column: insert.excluded[column] for column in self._columns}
            made = insert.on_conflict_do_update(index_elements=self._keys, set_=excluded)
        else:
            made = insert.on_conflict_do_nothing(index_elements=self._keys)
        return made
