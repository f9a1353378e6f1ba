"""Custodians, identities, requests to disclose them and the decisions."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from storage.column_types import Id
from storage.schema.columns import at, blob, metadata, ref, row_id, word

custodians = Table(
    "custodians",
    metadata,
    row_id(),
    ref("unit_id", "units.id", index=True),
    word("name"),
    word("fingerprint"),
    blob("public"),
    ref("member_id", "members.id", nullable=True, index=True),
    at("created_at"),
    at("retired_at", nullable=True),
    UniqueConstraint("unit_id", "fingerprint"),
)

identities = Table(
    "identities",
    metadata,
    Column("tip_id", Id, ForeignKey("tips.id"), primary_key=True, autoincrement=False),
    ref("unit_id", "units.id", index=True),
    Column("layers", String, nullable=False),
    blob("sealed"),
    at("created_at"),
    at("disclosed_at", nullable=True),
)

disclosures = Table(
    "disclosures",
    metadata,
    row_id(),
    ref("tip_id", "tips.id", index=True),
    ref("unit_id", "units.id", index=True),
    ref("member_id", "members.id"),
    word("status"),
    blob("sealed_reason"),
    at("requested_at"),
    at("decided_at", nullable=True),
    at("tell_after", nullable=True),
    at("reporter_told_at", nullable=True),
    Index("ix_disclosures_telling", "reporter_told_at", "tell_after"),
)

decisions = Table(
    "decisions",
    metadata,
    row_id(),
    ref("disclosure_id", "disclosures.id"),
    ref("custodian_id", "custodians.id"),
    ref("member_id", "members.id"),
    Column("approved", Boolean, nullable=False),
    Column("delay_days", Integer, nullable=False),
    blob("sealed_reason"),
    at("decided_at"),
    UniqueConstraint("disclosure_id", "custodian_id"),
)
