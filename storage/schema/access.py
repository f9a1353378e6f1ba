"""Sessions of staff: from which chats and pages a member works."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Table

from storage.column_types import Id
from storage.schema.columns import at, metadata, ref, row_id, word

staff_sessions = Table(
    "staff_sessions",
    metadata,
    row_id(),
    ref("member_id", "members.id", index=True),
    Column("contact_id", Id, ForeignKey("contacts.id"), nullable=False, unique=True),
    word("channel"),
    at("created_at"),
    at("last_seen"),
    at("ended_at", nullable=True),
    at("proved_at", nullable=True),
)
"""Nothing about the device, the address or the browser. An ended session keeps its row.

`proved_at`: when a web session showed a passkey or a number; null until then, and for chats.
"""
