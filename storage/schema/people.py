"""Units, keys, staff and contacts."""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, String, Table

from storage.schema.columns import at, blob, metadata, ref, row_id, word

units = Table(
    "units",
    metadata,
    row_id(),
    word("slug", unique=True),
    word("name"),
    word("prefix"),
    ref("parent_id", "units.id", nullable=True),
    word("hotline"),
    at("created_at"),
    Column("last_serial", Integer, nullable=False, server_default="0"),
)

keys = Table(
    "keys",
    metadata,
    Column("key_id", String, primary_key=True),
    word("kind"),
    word("owner"),
    Column("epoch", Integer, nullable=False),
    blob("public"),
    blob("check"),
    at("created_at"),
    at("wanted_at", nullable=True),
    at("retired_at", nullable=True),
    at("destroy_at", nullable=True),
    at("destroyed_at", nullable=True),
    at("exported_at", nullable=True),
)

contacts = Table(
    "contacts",
    metadata,
    row_id(),
    word("channel"),
    blob("pseudonym", unique=True),
    blob("sealed_address", nullable=True),
    blob("sealed_heard", nullable=True),
    blob("public", nullable=True),
    blob("sealed_private", nullable=True),
    at("created_at"),
    at("gone_at", nullable=True),
    at("forget_at", nullable=True, index=True),
)

members = Table(
    "members",
    metadata,
    row_id(),
    ref("unit_id", "units.id", index=True),
    word("role"),
    word("name"),
    ref("contact_id", "contacts.id", index=True),
    at("created_at"),
    at("removed_at", nullable=True),
)

invites = Table(
    "invites",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    ref("unit_id", "units.id"),
    word("role"),
    at("expires_at"),
    ref("custodian_id", "custodians.id", nullable=True),
    ref("member_id", "members.id", nullable=True),
)
