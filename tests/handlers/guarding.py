"""Fake stores for limits, muting, outcomes and sessions."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from storage.sessions import Session

if TYPE_CHECKING:
    from tests.handlers.harness import FakeMembers

SINCE = datetime(2026, 11, 1, tzinfo=UTC)


class FakeLimits:
    """Lets everything through until `seconds` says otherwise."""

    def __init__(self) -> None:
        self.seconds = 0.0

    async def of_tip(
        self, contact_id: int, unit_id: int, point_id: int | None, now: datetime
    ) -> float:
        return self.seconds


class FakeMutes:
    """Nobody is muted; the real ones are in `tests/end_to_end/test_abuse.py`."""

    async def spoken_on(self, tip_id: int) -> bool:
        return False


class FakeWindows:
    """Everybody can be answered at any time."""

    async def channels_of(self, tip_id: int) -> list[str]:
        return []


class FakeOutcomes:
    def __init__(self) -> None:
        self.counted: list[tuple[int, int, str]] = []

    async def count(self, tip_id: int, unit_id: int, outcome: str) -> None:
        self.counted.append((tip_id, unit_id, outcome))


class FakeSessions:
    """Every member has one, where they joined."""

    def __init__(self, members: FakeMembers) -> None:
        self.members = members
        self.ended: list[int] = []

    async def of_member(self, member_id: int) -> list[Session]:
        return [
            Session(m.id, m.id, m.contact_id, "web", SINCE, SINCE)
            for m in self.members.members
            if m.id == member_id and m.id not in self.ended
        ]

    async def of_unit(self, unit_id: int) -> dict[int, list[int]]:
        live = [m for m in self.members.members if m.id not in self.ended]
        return {m.id: [m.contact_id] for m in live if m.unit_id == unit_id}

    async def end(self, session_id: int, member_id: int, now: datetime) -> int | None:
        for session in await self.of_member(member_id):
            if session.id == session_id:
                self.ended.append(session_id)
                return session.contact_id
        return None

    async def end_all(self, member_id: int, now: datetime, but: int = 0) -> list[int]:
        found = [s for s in await self.of_member(member_id) if s.contact_id != but]
        self.ended += [s.id for s in found]
        return [s.contact_id for s in found]
