"""Inserts that cope with a row that is already there; both databases can, each in its own
dialect.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert

from storage.connection import Db


class Upsert:
    """An insert into `table` that does nothing, or sets `update`, when a row with the same `on`
    exists.
    """

    def __init__(self, table: Table, on: Iterable[str], update: Iterable[str] = ()) -> None:
        keys, columns = list(on), list(update)
        lite, post = sqlite.insert(table), postgresql.insert(table)
        if columns:
            self._sqlite: Insert = lite.on_conflict_do_update(
                index_elements=keys, set_={c: lite.excluded[c] for c in columns}
            )
            self._postgres: Insert = post.on_conflict_do_update(
                index_elements=keys, set_={c: post.excluded[c] for c in columns}
            )
        else:
            self._sqlite = lite.on_conflict_do_nothing(index_elements=keys)
            self._postgres = post.on_conflict_do_nothing(index_elements=keys)

    def on(self, connection: Db) -> Insert:
        """The statement in the connection's dialect."""
        return self._sqlite if connection.dialect.name == "sqlite" else self._postgres
