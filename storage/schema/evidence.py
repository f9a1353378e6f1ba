"""Work on files that is still to be done."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table

from storage.schema.columns import at, blob, metadata, ref, row_id

alterations = Table(
    "alterations",
    metadata,
    row_id(),
    # Empty once the contact is forgotten: the recording is altered all the same.
    ref("contact_id", "contacts.id", nullable=True, index=True),
    blob("sealed"),
    Column("attempts", Integer, nullable=False),
    at("due_at", index=True),
)
