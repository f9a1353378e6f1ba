"""What erasing leaves behind: nothing that says whose it was."""

from __future__ import annotations

from sqlalchemy import Column, LargeBinary, String, Table

from storage.schema.columns import metadata

doomed_files = Table("doomed_files", metadata, Column("id", String, primary_key=True))
"""Files whose rows are gone and which still lie in the store."""

erased_receipts = Table(
    "erased_receipts",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    sqlite_with_rowid=False,
)
"""Keyed hashes of receipts whose tip was erased, so that their owner hears why. Not of which tip,
nor when: without row ids not even the order tells.
"""
