"""What staff prove themselves with when they sign in to the web desk."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Table

from storage.column_types import Id
from storage.schema.columns import at, blob, metadata, ref, row_id, word

member_codes = Table(
    "member_codes",
    metadata,
    Column("member_id", Id, ForeignKey("members.id"), primary_key=True, autoincrement=False),
    word("code", unique=True),
)
"""What a member types together with a number from the phone. No secret, and no name."""

totp = Table(
    "totp",
    metadata,
    Column("member_id", Id, ForeignKey("members.id"), primary_key=True, autoincrement=False),
    blob("sealed_secret"),
    Column("last_step", Integer, nullable=False),
    at("confirmed_at", nullable=True),
)
"""Sealed to the session key: the web role checks numbers, also where the desk's keys are not."""

passkeys = Table(
    "passkeys",
    metadata,
    row_id(),
    ref("member_id", "members.id", index=True),
    blob("credential_id", unique=True),
    blob("public_key"),
    Column("sign_count", BigInteger, nullable=False),
    at("created_at"),
)
"""Only public halves: whoever reads this table can sign in nowhere with it."""
