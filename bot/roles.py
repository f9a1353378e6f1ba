"""The parts that a process may run, and which private keys each of them loads."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from storage.crypto import keyring as keys

ROLES: Final = frozenset({"intake", "desk", "sender", "scheduler", "web"})
NEEDS: Final = {
    "intake": {keys.SESSION, keys.DRAFT},
    "web": {keys.SESSION, keys.DRAFT},
    "desk": {keys.SESSION, keys.DRAFT, keys.UNIT, keys.DESK},
    "sender": {keys.RELAY},
    "scheduler": {keys.SESSION, keys.DRAFT, keys.AUDIT},
}
"""Which private keys a role loads; what it does not need is not read."""


def needs(roles: Collection[str]) -> set[str]:
    """The kinds of private key that these roles need."""
    return set().union(*(NEEDS[role] for role in roles))
