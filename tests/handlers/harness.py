"""A village for conversations: fake stores by hand, the real router, phones in Vietnamese."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from bot.channels.fit import match
from bot.domain.codes import canonical, random_code, random_receipt
from bot.domain.flow import Outgoing, State, Turn, Who
from bot.domain.identity import Identity
from bot.domain.message import (
    Address,
    Button,
    Form,
    Inbound,
    Location,
    MediaKind,
    Refusal,
    Reply,
    StoredFile,
    Upload,
)
from bot.domain.short_codes import short_code
from bot.domain.tip import Body, Filed, ThreadMessage, Tip, TipStatus
from bot.domain.unit_settings import SETTINGS
from bot.engine.conversation import converse
from bot.texts import Texts
from handlers.router import Router
from storage.members import Member
from storage.points import Point
from storage.units import Unit
from tests.handlers.guarding import (
    FakeLimits,
    FakeMutes,
    FakeOutcomes,
    FakeSessions,
    FakeWindows,
)
from tests.handlers.keeping import FakeDisclosures, FakeIdentities
from tests.handlers.queueing import FakeLabels, FakeLooking, FakeQueue
from tests.handlers.signing import SHORT, FakeSignsTold, FakeStickers
from tests.handlers.timing import FakeAlarms, FakeClocks, FakeShifts

TEXTS = Texts.load(strict=True)
ROUTER = Router()
NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)

PROVINCE = Unit(1, "dong-nai", "tỉnh Đồng Nai", "DN", None, "")
TAN_KHAI = Unit(2, "tan-khai", "xã Tân Khai", "TK", 1, "0271 3 666 113")
HAMLET = Point(11, 2, "xã Tân Khai", "hamlet", "Thôn 3", "thon-3-code", revoked=False)
OLD_STICKER = replace(HAMLET, id=12, code="old-code", revoked=True)


class FakeUnits:
    def __init__(self, units: list[Unit]) -> None:
        self.units = units

    async def get(self, unit_id: int) -> Unit:
        return next(u for u in self.units if u.id == unit_id)

    async def all(self) -> list[Unit]:
        return self.units


class FakePoints:
    async def by_code(self, code: str) -> Point | None:
        meant = HAMLET.code if short_code(code) == SHORT else code
        return next((p for p in (HAMLET, OLD_STICKER) if p.code == meant), None)

    async def dates(self, point_id: int) -> tuple[str | None, str | None]:
        return None, None


class FakeTips:
    """Tips in a list, bodies in the clear."""

    async def worked_as(self, tip: Tip) -> Tip:
        return tip

    def __init__(self) -> None:
        self.identities: FakeIdentities | None = None
        self.tips: list[Tip] = []
        self.bodies: dict[int, list[Body]] = {}
        self.receipts: dict[str, int] = {}
        self.erased: set[str] = set()
        self.links: set[tuple[int, int]] = set()
        self.questions: dict[int, list[ThreadMessage]] = {}

    async def file(self, *, unit_id: int, point_id: int | None, kind: str, urgency: str,
                   body: Body, contact_id: int | None, now: datetime,
                   identity: Identity | None = None, source: str = "chat") -> Filed:  # fmt: skip
        tip_id = len(self.tips) + 1
        reference, receipt = f"TK-{random_code(5)}", random_receipt()
        point = "Thôn 3" if point_id else ""
        tip = Tip(
            tip_id, reference, unit_id, kind, urgency, "new", "", point, None, "", now, False,
            "here" if contact_id is not None else "receipt",
        )  # fmt: skip
        self.tips.append(tip)
        self.bodies[tip_id] = [body]
        self.receipts[receipt] = tip_id
        if contact_id is not None:
            await self.link(tip_id, contact_id)
        kept = bool(identity) and bool(self.identities and self.identities.keepers_are)
        if kept and identity and self.identities:
            await self.identities.leave(tip_id, identity, now)
        return Filed(tip_id, reference, receipt, kept)

    async def add(self, tip_id: int, body: Body, now: datetime) -> None:
        self.bodies[tip_id].append(body)
        self.change(tip_id, answer_waiting=True)

    async def by_receipt(self, receipt: str) -> Tip | None:
        return await self.get(self.receipts.get(canonical(receipt, 16) or "", 0))

    async def told(self, tip_id: int, receipt: str) -> list[ThreadMessage]:
        assert self.receipts[receipt] == tip_id
        return self.questions.get(tip_id, [])

    async def allow(self, tip_id: int, contact_id: int) -> None:
        await self.link(tip_id, contact_id)
        self.change(tip_id, reach="here")

    async def withdraw(self, tip_id: int, now: datetime) -> None:
        self.links = {(tip, contact) for tip, contact in self.links if tip != tip_id}
        self.change(tip_id, reach="broken")

    async def linked(self, contact_id: int) -> list[Tip]:
        return [t for t in reversed(self.tips) if (t.id, contact_id) in self.links]

    async def was_erased(self, receipt: str) -> bool:
        return canonical(receipt, 16) in self.erased

    async def link(self, tip_id: int, contact_id: int) -> None:
        self.links.add((tip_id, contact_id))

    async def of_contact(self, contact_id: int) -> list[Tip]:
        mine = [t for t in self.tips if (t.id, contact_id) in self.links]
        return [t for t in reversed(mine) if t.status != TipStatus.CLOSED]

    async def awaiting_answer(self, contact_id: int) -> Tip | None:
        mine = await self.of_contact(contact_id)
        return next((t for t in mine if self.questions.get(t.id) and not t.answer_waiting), None)

    async def get(self, tip_id: int) -> Tip | None:
        return next((t for t in self.tips if t.id == tip_id), None)

    async def by_reference(self, unit_id: int, reference: str) -> Tip | None:
        mine = (t for t in self.tips if t.unit_id == unit_id)
        return next((t for t in mine if t.reference == reference), None)

    async def exists(self, reference: str) -> bool:
        return any(t.reference == reference for t in self.tips)

    async def moved(self, unit_id: int, reference: str) -> None:
        return None

    async def units_before(self, tip_id: int) -> list[int]:
        return []

    def change(self, tip_id: int, **to: Any) -> None:
        self.tips = [replace(t, **to) if t.id == tip_id else t for t in self.tips]

    def ask(self, tip_id: int, text: str, at: datetime) -> None:
        """An officer asks."""
        asked = ThreadMessage(1, at, "Trần Văn A", Body(text))
        self.questions.setdefault(tip_id, []).append(asked)
        self.change(tip_id, answer_waiting=False)


class FakeMembers:
    def __init__(self) -> None:
        self.members: list[Member] = []
        self.removed: dict[int, tuple[int, int]] = {}

    async def get(self, member_id: int) -> Member | None:
        return next((m for m in self.members if m.id == member_id), None)

    async def by_contact(self, contact_id: int) -> Member | None:
        return next((m for m in self.members if m.contact_id == contact_id), None)

    async def former(self, contact_id: int) -> tuple[int, int] | None:
        return self.removed.get(contact_id)


class FakeAudit:
    def __init__(self) -> None:
        self.lines: list[tuple[str, dict[str, Any]]] = []

    async def record(self, action: str, **what: Any) -> None:
        self.lines.append((action, what))

    async def refused(self, action: str, **what: Any) -> None:
        self.lines.append(("access-refused", {**what, "subject": action}))


class FakeUnitSettings:
    def __init__(self) -> None:
        self.values: dict[tuple[int, str], str] = {}

    async def of(self, unit_id: int) -> dict[str, str]:
        return {name: value for (unit, name), value in self.values.items() if unit == unit_id}

    async def get(self, unit_id: int, name: str) -> str:
        return self.values.get((unit_id, name), SETTINGS[name].default)


class FakeThrottle:
    def __init__(self) -> None:
        self.used: dict[int | None, int] = {}

    async def wait(
        self,
        scope: str,
        contact_id: int | None,
        now: datetime,
        *,
        per_contact: tuple[int, int],
        overall: tuple[int, int] | None = None,
    ) -> float:
        if self.used.get(contact_id, 0) >= per_contact[0]:
            return float(per_contact[1])
        self.used[contact_id] = self.used.get(contact_id, 0) + 1
        return 0.0


class FakeVoices:
    """Allots a new file for each recording, and remembers which."""

    def __init__(self) -> None:
        self.altered: dict[str, StoredFile] = {}

    async def alter_later(
        self, contact_id: int, original: StoredFile, now: datetime
    ) -> StoredFile:
        self.altered[original.id] = replace(original, id=f"altered-{original.id}")
        return self.altered[original.id]


class FakeParcels:
    """Every file has come in."""

    async def known(self, file_ids: list[str]) -> set[str]:
        return set(file_ids)


class FakeQuestions:
    """How far questions have come, as the tests say."""

    def __init__(self) -> None:
        self.states: dict[int, str] = {}

    async def asked(self, message_id: int, *, chats: bool) -> None:
        self.states[message_id] = "sending" if chats else "waiting"

    async def arrived(self, message_ids: list[int]) -> None:
        self.states |= dict.fromkeys(message_ids, "delivered")

    async def of(self, message_ids: list[int]) -> dict[int, str]:
        return {n: self.states[n] for n in message_ids if n in self.states}


class FakePrepared:
    """A unit that has prepared nothing but `sentences`, by purpose."""

    def __init__(self) -> None:
        self.sentences: dict[str, str] = {}

    async def of(self, unit_id: int, purpose: str) -> list[object]:
        return []

    async def one(self, unit_id: int, sentence_id: int) -> None:
        return None

    async def sentence(self, unit_id: int, purpose: str) -> str:
        return self.sentences.get(purpose, "")


class FakeMerging:
    """Nothing belongs to anything."""

    async def parts(self, tip_id: int) -> list[Tip]:
        return []

    async def related(self, tip_id: int) -> list[Tip]:
        return []

    async def twin(self, tip: Tip, now: datetime) -> None:
        return None


class Village:
    """All stores, and the notices that went to others."""

    def __init__(self, *units: Unit) -> None:
        self.units = FakeUnits(list(units or (PROVINCE, TAN_KHAI)))
        self.points = FakePoints()
        self.tips = FakeTips()
        self.identities = FakeIdentities(self.tips)
        self.disclosures = FakeDisclosures()
        self.members = FakeMembers()
        self.audit = FakeAudit()
        self.throttle = FakeThrottle()
        self.limits = FakeLimits()
        self.mutes = FakeMutes()
        self.outcomes = FakeOutcomes()
        self.unit_settings = FakeUnitSettings()
        self.voices = FakeVoices()
        self.parcels = FakeParcels()
        self.looking = FakeLooking()
        self.labels = FakeLabels()
        self.questions = FakeQuestions()
        self.prepared = FakePrepared()
        self.merging = FakeMerging()
        self.stickers = FakeStickers()
        self.signs_told = FakeSignsTold(self.stickers)
        self.notices: list[Outgoing] = []
        self.now = NOON

    @property
    def sessions(self) -> FakeSessions:
        return FakeSessions(self.members)

    @property
    def stores(self) -> dict[str, Any]:
        names = (
            *("units", "unit_settings", "points", "tips", "members", "audit", "throttle"),
            *("disclosures", "limits", "mutes", "outcomes", "identities", "sessions", "voices"),
            *("parcels", "looking", "labels", "questions", "prepared", "merging"),
            *("stickers", "signs_told"),
        )
        found = {name: getattr(self, name) for name in names}
        found |= {"custodians": self.identities, "invites": None, "contacts": None}
        found |= {"queue": FakeQueue(self.tips), "windows": FakeWindows()}
        found["registers"] = self.tips
        found |= {"clocks": FakeClocks(), "alarms": FakeAlarms(), "shifts": FakeShifts()}
        together = SimpleNamespace(**found)
        return found | {"filing": together, "dossiers": together, "asking": together}

    @property
    def tip(self) -> Tip:
        """The newest tip."""
        return self.tips.tips[-1]

    @property
    def body(self) -> Body:
        """What the newest tip was filed with."""
        return self.tips.bodies[self.tip.id][0]

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)


class Phone:
    """One chat. Everything returns what the bot says to it, in words."""

    def __init__(self, village: Village, contact_id: int = 100, channel: str = "web") -> None:
        self.village = village
        self.who = Who(contact_id)
        self.channel = channel
        self.state = State()
        self.replies: list[Reply] = []
        self.wiped = False
        self.forgotten = False
        self.locale = "vi"

    def enlist(
        self, name: str = "Lê Thị B", role: str = "officer", unit: Unit = TAN_KHAI
    ) -> Phone:
        """Make this phone's owner a member of staff."""
        contact = self.who.contact_id
        member = Member(contact + 1, unit.id, unit.name, role, name, contact)
        self.village.members.members.append(member)
        self.who = Who(contact, member.id, unit.id, role, name)
        return self

    async def event(self, *, timed_out: bool = False, **fields: Any) -> str:
        came = Inbound(Address(self.channel, "x"), "e", **fields)
        turn = Turn(came, self.who, self.village.now, self.state, timed_out=timed_out)
        typed = came.text and not came.uploads and not came.form
        found = match(came.text, self.state.offered, TEXTS.labels) if typed else None
        turn.payload = came.choice or found or ""
        await converse(turn, ROUTER, self.village.stores)
        self.state, self.replies, self.wiped = turn.state, turn.replies, turn.wiped
        self.forgotten = turn.forget
        self.locale = turn.locale or self.locale
        self.village.notices += turn.outgoing
        return self.shown

    @property
    def shown(self) -> str:
        return "\n---\n".join(TEXTS.render(r.text, self.locale) for r in self.replies)

    @property
    def buttons(self) -> dict[str, Button]:
        return {TEXTS.render(b.label, self.locale): b for r in self.replies for b in r.buttons}

    @property
    def place(self) -> str:
        return f"{self.state.flow}.{self.state.step}" if self.state.flow else ""

    async def say(self, text: str) -> str:
        return await self.event(text=text)

    async def scan(self, code: str = HAMLET.code) -> str:
        return await self.event(start=code)

    async def press(self, label: str) -> str:
        return await self.event(choice=self.buttons[label].payload)

    async def payload(self, payload: str) -> str:
        return await self.event(choice=payload)

    async def photo(self, caption: str = "", name: str = "p1") -> str:
        file = StoredFile(name, bytes(32), "image/jpeg", 1000)
        return await self.event(text=caption, uploads=(Upload(MediaKind.PHOTO, file),))

    async def record(self, caption: str = "", name: str = "v1") -> str:
        file = StoredFile(name, bytes(32), "audio/ogg", 1000)
        return await self.event(text=caption, uploads=(Upload(MediaKind.AUDIO, file),))

    async def locate(self) -> str:
        return await self.event(location=Location(11.5, 106.6))

    async def refused(self, *reasons: Refusal) -> str:
        return await self.event(refused=reasons)

    async def form(self, start: str = "", **fields: str) -> str:
        return await self.event(form=Form(**fields), start=start)

    async def time_out(self) -> str:
        return await self.event(timed_out=True)
