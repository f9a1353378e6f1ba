"""What is made public for a while."""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from storage.schema.columns import at, blob, metadata, word

public_pictures = Table(
    "public_pictures",
    metadata,
    Column("id", String, primary_key=True),
    blob("content"),
    word("media_type"),
    at("expires_at", index=True),
)
