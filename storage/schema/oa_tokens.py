"""The tokens of an official account on Zalo."""

from __future__ import annotations

from sqlalchemy import Table

from storage.schema.columns import at, blob, metadata, row_id, word

oa_tokens = Table(
    "oa_tokens",
    metadata,
    row_id(),
    word("oa_id", unique=True),
    blob("sealed"),
    word("state"),
    at("changed_at"),
)
"""`sealed`: both tokens and when the first ends, to the relay key."""
