"""Every table, once, for SQLite and PostgreSQL alike.

What could tell who reported or what was said is a sealed blob (see `storage.crypto`): columns
named `sealed*`.
"""

from storage.schema.abuse import contact_outcomes, mutes
from storage.schema.access import staff_sessions
from storage.schema.audit import audit, audit_checkpoints, audit_heads
from storage.schema.chats import doors, groups, offers
from storage.schema.columns import metadata
from storage.schema.conversations import (
    chat_messages,
    chores,
    conversations,
    events,
    fetches,
    letters,
    outbox,
    parked,
    throttles,
)
from storage.schema.custody import custodians, decisions, disclosures, identities
from storage.schema.desk import (
    alarms,
    boards,
    clocks,
    looking,
    merges,
    prepared,
    questions,
    register,
    related,
    searches,
    shifts,
    tip_labels,
    unit_labels,
)
from storage.schema.evidence import alterations
from storage.schema.handoffs import handoffs
from storage.schema.oa_tokens import oa_tokens
from storage.schema.people import contacts, invites, keys, members, units
from storage.schema.pins import pins
from storage.schema.points import point_counts, points, sign_events, stickers
from storage.schema.publishing import public_pictures
from storage.schema.retention import doomed_files, erased_receipts
from storage.schema.settings import unit_settings
from storage.schema.sign_in import member_codes, passkeys, totp
from storage.schema.tips import files, messages, notes, tip_contacts, tips

__all__ = [
    "alarms",
    "alterations",
    "audit",
    "audit_checkpoints",
    "audit_heads",
    "boards",
    "chat_messages",
    "chores",
    "clocks",
    "contact_outcomes",
    "contacts",
    "conversations",
    "custodians",
    "decisions",
    "disclosures",
    "doomed_files",
    "doors",
    "erased_receipts",
    "events",
    "fetches",
    "files",
    "groups",
    "handoffs",
    "identities",
    "invites",
    "keys",
    "letters",
    "looking",
    "member_codes",
    "members",
    "merges",
    "messages",
    "metadata",
    "mutes",
    "notes",
    "oa_tokens",
    "offers",
    "outbox",
    "parked",
    "passkeys",
    "pins",
    "point_counts",
    "points",
    "prepared",
    "public_pictures",
    "questions",
    "register",
    "related",
    "searches",
    "shifts",
    "sign_events",
    "staff_sessions",
    "stickers",
    "throttles",
    "tip_contacts",
    "tip_labels",
    "tips",
    "totp",
    "unit_labels",
    "unit_settings",
    "units",
]
