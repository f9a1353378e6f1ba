"""The village with a desk: what triage and enrolment need beyond `harness`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from bot.domain.codes import canonical
from bot.domain.errors import KeyNotHere
from bot.domain.message import Reply
from bot.domain.tip import Body, Note, ThreadMessage, Tip, TipStatus
from storage.filing import Closing
from storage.invites import Invite
from storage.members import Member
from tests.handlers.harness import (
    TAN_KHAI,
    TEXTS,
    FakeIdentities,
    FakeMembers,
    FakeTips,
    Phone,
    Village,
)


class DeskTips(FakeTips):
    def __init__(self, members: DeskMembers) -> None:
        super().__init__()
        self.members = members
        self.threads: dict[int, list[ThreadMessage]] = {}
        self.noted: dict[int, list[Note]] = {}
        self.key_is_here = True

    async def by_reference(self, unit_id: int, reference: str) -> Tip | None:
        wanted = reference.strip().upper()
        return next((t for t in self.tips if (t.unit_id, t.reference) == (unit_id, wanted)), None)

    async def contacts_of(self, tip_id: int) -> list[int]:
        return sorted(contact for tip, contact in self.links if tip == tip_id)

    async def open(self, tip_id: int) -> list[ThreadMessage]:
        if not self.key_is_here:
            raise KeyNotHere
        at = next(t.created_at for t in self.tips if t.id == tip_id)
        told = [ThreadMessage(n, at, "", body) for n, body in enumerate(self.bodies[tip_id])]
        return told + self.threads.get(tip_id, [])

    async def notes(self, tip_id: int) -> list[Note]:
        return self.noted.get(tip_id, [])

    async def take(self, tip_id: int, member_id: int, now: datetime) -> bool:
        tip = await self.get(tip_id)
        if tip is None or tip.owner_id is not None or tip.status != TipStatus.NEW:
            return False
        name = next(m.name for m in self.members.members if m.id == member_id)
        self.change(tip_id, owner_id=member_id, owner_name=name, status="acknowledged")
        return True

    async def held(self, member_id: int) -> list[int]:
        return [t.id for t in self.tips if t.owner_id == member_id]

    async def release(self, member_id: int) -> int:
        mine = [t for t in self.tips if t.owner_id == member_id]
        held = [t.id for t in mine if t.status != TipStatus.CLOSED]
        for tip_id in held:
            self.change(tip_id, owner_id=None, owner_name="", status="new")
        return len(held)

    async def ask(self, tip_id: int, member_id: int, body: Body, now: datetime) -> int | None:  # type: ignore[override]
        tip = await self.get(tip_id)
        if tip is None or tip.owner_id != member_id or tip.status == TipStatus.CLOSED:
            return None
        asked = ThreadMessage(100, now, "Trần Văn A", body)
        self.threads.setdefault(tip_id, []).append(asked)
        return asked.id

    async def write_note(self, tip_id: int, member_id: int, text: str, now: datetime) -> None:
        self.noted.setdefault(tip_id, []).append(Note(1, now, "Lê Thị B", text))

    async def conclude(self, tip_id: int, member_id: int, outcome: str, now: datetime) -> bool:
        tip = await self.get(tip_id)
        if tip is None or tip.owner_id != member_id or tip.status != TipStatus.ACKNOWLEDGED:
            return False
        self.change(tip_id, status="concluded", outcome=outcome)
        return True

    async def close(self, tip_id: int, member_id: int, now: datetime) -> bool:
        tip = await self.get(tip_id)
        if tip is None or tip.owner_id != member_id or tip.status != TipStatus.CONCLUDED:
            return False
        self.change(tip_id, status="closed")
        return True


class FakeStatuses:
    """The real ones' rules, on the village's tips."""

    def __init__(self, tips: DeskTips) -> None:
        self.take = tips.take
        self.release_all = tips.release
        self.held = tips.held
        self.conclude = tips.conclude
        self.close = tips.close


class DeskMembers(FakeMembers):
    async def of_unit(self, unit_id: int) -> list[Member]:
        return [m for m in self.members if m.unit_id == unit_id]

    async def add(
        self, *, unit_id: int, role: str, name: str, contact_id: int, now: datetime
    ) -> Member:
        member = Member(contact_id + 1, unit_id, TAN_KHAI.name, role, name, contact_id)
        self.members.append(member)
        return member

    async def remove(self, member_id: int, now: datetime) -> bool:
        left = [m for m in self.members if m.id != member_id]
        done = len(left) < len(self.members)
        self.members = left
        return done


class FakeInvites:
    def __init__(self) -> None:
        self.open: dict[str, Invite] = {}

    async def redeem(self, code: str, now: datetime) -> Invite | None:
        return self.open.pop(canonical(code, 12) or "", None)


class Desk(Village):
    """A village whose police work."""

    def __init__(self) -> None:
        super().__init__()
        self.members: DeskMembers = DeskMembers()
        self.tips: DeskTips = DeskTips(self.members)
        self.identities = FakeIdentities(self.tips)
        self.invites = FakeInvites()

    @property
    def stores(self) -> dict[str, Any]:
        below = super().stores
        statuses = FakeStatuses(self.tips)
        closing = Closing(
            cast("Any", self.tips),
            cast("Any", statuses),
            below["audit"],
            below["unit_settings"],
            below["outcomes"],
            below["merging"],
        )
        return {**below, "invites": self.invites, "statuses": statuses, "closing": closing}

    async def tip_of(self, contact_id: int | None = 100, **about: Any) -> Tip:
        """A tip in the queue."""
        body = Body("người lạ ban đêm")
        fields = {"kind": "dealing", "urgency": "normal", "point_id": 11, "body": body}
        filed = await self.tips.file(
            unit_id=TAN_KHAI.id, contact_id=contact_id, now=self.now, **{**fields, **about}
        )
        return next(t for t in self.tips.tips if t.id == filed.id)

    def told(self, contact_id: int) -> list[Reply]:
        """What was said to a chat that had no turn."""
        return [o.reply for o in self.notices if o.contact_id == contact_id]

    def deeds(self) -> list[str]:
        """The audit table's actions."""
        return [action for action, _ in self.audit.lines]


def officer(
    desk: Desk, contact_id: int = 200, name: str = "Lê Thị B", role: str = "officer"
) -> Phone:
    return Phone(desk, contact_id).enlist(name, role)


def removed(phone: Phone) -> Phone:
    """This member's access has ended; the chat is still there."""
    contact = phone.who.contact_id
    if phone.who.member_id and phone.who.unit_id:
        phone.village.members.removed[contact] = (phone.who.member_id, phone.who.unit_id)
    phone.village.members.members = [
        m for m in phone.village.members.members if m.contact_id != phone.who.contact_id
    ]
    phone.who = replace(phone.who, member_id=None, unit_id=None, role="", name="")
    return phone


def words(reply: Reply) -> str:
    return TEXTS.render(reply.text, "vi")
