"""Custody without a database: one fake for custodians and identities, one for requests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.domain.identity import Identity
from storage.identities import Kept, OwnTip

if TYPE_CHECKING:
    from tests.handlers.harness import FakeTips

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)


class FakeIdentities:
    """Custodians, identities and requests in one: what conversations ask of the three."""

    def __init__(self, tips: FakeTips) -> None:
        self.tips = tips
        self.keepers_are = False
        self.left: dict[int, Identity] = {}
        tips.identities = self

    async def keepers(self, unit_id: int) -> list[int]:
        return [1] if self.keepers_are else []

    async def leave(self, tip_id: int, identity: Identity, now: datetime) -> bool:
        if self.keepers_are:
            self.left[tip_id] = identity
        return self.keepers_are

    async def of(self, tip_id: int) -> Kept | None:
        return Kept(tip_id, 2, (), NOON, None) if tip_id in self.left else None

    async def own_tip(self, contact_id: int, reference: str) -> OwnTip | None:
        mine = (t for t in self.tips.tips if (t.id, contact_id) in self.tips.links)
        found = next((t for t in mine if t.reference == reference), None)
        return OwnTip(found.id, found.unit_id, reference) if found else None

    async def withdraw(self, tip_id: int, now: datetime) -> bool:
        return bool(self.left.pop(tip_id, None))


class FakeDisclosures:
    """No request was ever made; `tests/end_to_end/test_custody.py` has the real ones."""

    async def withdraw(self, tip_id: int) -> list[Any]:
        return []

    async def to_show(self, tip_id: int, now: datetime) -> list[Any]:
        return []

    async def waiting_for(self, member_id: int) -> list[Any]:
        return []

    async def granted_to(self, member_id: int) -> list[Any]:
        return []

    async def of_tip(self, tip_id: int) -> list[Any]:
        return []

    async def get(self, disclosure_id: int) -> None:
        return None
