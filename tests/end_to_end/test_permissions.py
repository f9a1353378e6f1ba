"""The permission matrix of `bot.domain.access`, every cell of it, through the real web chat.

Each action has a deed in `DEEDS`: what a member does in chat to ask for it, and the words that
show it was allowed. A new action without a deed fails here (`KeyError`) for every role.

    async def deed(hand: Hand, case: Case) -> None: ...     # presses, says; stops when refused
    DEEDS[Action.NEW_THING] = Deed(deed, "words of the bot when it was done")

Buttons that a role does not get are pressed all the same (`Hand.forge`): a payload is what
anybody with a browser can send. `case.reference` is a tip that this member owns, `case.colleague`
the id of another member. A refusal must say so, must do nothing, and must be in the audit.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.demo.enrolling import enrol
from bot.demo.setup import UNIT
from bot.demo.web_phone import WebPhone
from bot.domain.access import TABLE, Action, Role, may
from bot.domain.identity import Identity
from bot.domain.message import Address, Inbound
from bot.domain.tip import Body
from storage.audit import AuditEntry
from tests.end_to_end.world import World, invitation, world

STORY = "canary kể: xe lạ sau vườn điều"
REFUSED = "Vai trò của đồng chí không"
"""How every refusal for the role begins, whichever conversation says it."""
NOTHING = "Nút này không còn dùng được"
"""What whoever is no member is told, whatever they press."""


class Hand(WebPhone):
    """A web phone whose owner also knows how to send a form by hand."""

    async def forge(self, payload: str) -> None:
        """Send a button's payload, whether the page shows the button or not."""
        await self._post(await self._composer(), {"choice": payload})

    async def screen(self) -> str:
        """All that the bot has said so far."""
        return "\n".join(seen.text for seen in await self.messages() if not seen.mine)


@dataclass(frozen=True)
class Case:
    """What a deed can be about."""

    here: World
    reference: str
    tip_id: int
    me: int
    colleague: int

    async def change(self, sql: str) -> None:
        """Change a row behind the service's back."""
        async with self.here.app.database.transaction() as connection:
            await connection.execute(text(sql))


Do = Callable[[Hand, Case], Awaitable[None]]


@dataclass(frozen=True)
class Deed:
    """`shows`: what the bot says when it was allowed and done, and only then."""

    do: Do
    shows: str


async def refused(hand: Hand) -> bool:
    return REFUSED in await hand.screen()


async def see_queue(hand: Hand, case: Case) -> None:
    await hand.say("/hang-doi")


async def open_tip(hand: Hand, case: Case) -> None:
    await hand.forge(f"triage.open:{case.reference}")


async def take_tip(hand: Hand, case: Case) -> None:
    await case.change("UPDATE tips SET owner_id = NULL, status = 'new'")
    await hand.forge(f"triage.take:{case.reference}")


async def ask_reporter(hand: Hand, case: Case) -> None:
    await hand.forge(f"triage.ask:{case.reference}")
    if not await refused(hand):
        await hand.say("Xe màu gì ạ?")


async def write_note(hand: Hand, case: Case) -> None:
    await hand.forge(f"triage.note:{case.reference}")
    if not await refused(hand):
        await hand.say("Đã đi xem.")


async def close_tip(hand: Hand, case: Case) -> None:
    await hand.forge(f"triage.close:{case.reference}")
    if not await refused(hand):
        await hand.press("Đúng")
        await hand.press("Đồng ý kết thúc")


async def remove_member(hand: Hand, case: Case) -> None:
    await hand.forge(f"enrol.remove:{case.colleague}")
    if not await refused(hand):
        await hand.press("Đồng ý xoá")


async def read_audit(hand: Hand, case: Case) -> None:
    await hand.say("/nhat-ky")


async def export_audit(hand: Hand, case: Case) -> None:
    await hand.forge("auditing.export:")


async def request_identity(hand: Hand, case: Case) -> None:
    await hand.forge(f"identity.ask:{case.reference}")
    if not await refused(hand):
        await hand.say("cần mời làm chứng ở phiên toà")


async def decide_identity(hand: Hand, case: Case) -> None:
    asked = await asked_of_keepers(case)
    await hand.forge(f"identity.approve:{asked}")
    if not await refused(hand):
        await hand.say("đã xem hồ sơ, đủ căn cứ")
        await hand.press("Báo ngay")


async def mute_reporter(hand: Hand, case: Case) -> None:
    await hand.forge(f"triage.mute:{case.reference}")
    if not await refused(hand):
        await hand.say("gửi nhiều tin đùa")


async def end_sessions(hand: Hand, case: Case) -> None:
    await hand.forge(f"safety.end_of:{case.colleague}")


DEEDS: dict[Action, Deed] = {
    Action.SEE_QUEUE: Deed(see_queue, "Hàng đợi: 1 tin"),
    Action.OPEN_TIP: Deed(open_tip, STORY),
    Action.TAKE_TIP: Deed(take_tip, "Đồng chí đã nhận tin"),
    Action.ASK_REPORTER: Deed(ask_reporter, "Đã gửi câu hỏi"),
    Action.WRITE_NOTE: Deed(write_note, "Đã lưu ghi chú nội bộ"),
    Action.CLOSE_TIP: Deed(close_tip, "Đã kết thúc tin"),
    Action.REMOVE_MEMBER: Deed(remove_member, "Đã xoá Chị Ba khỏi đơn vị"),
    Action.REQUEST_IDENTITY: Deed(request_identity, "Đã gửi yêu cầu xem danh tính"),
    Action.DECIDE_IDENTITY: Deed(decide_identity, "Phong bì ở tệp kèm theo"),
    Action.MUTE_REPORTER: Deed(mute_reporter, "Đã tạm ẩn người báo"),
    Action.END_SESSIONS: Deed(end_sessions, "Đã kết thúc 1 phiên"),
    Action.READ_AUDIT: Deed(read_audit, "Nhật ký · tất cả"),
    Action.EXPORT_AUDIT: Deed(export_audit, "Tệp nhật ký có"),
}


async def asked_of_keepers(case: Case) -> int:
    """The colleague asks who left the name; the request's id."""
    async with case.here.app.stores() as stores:
        unit = await stores.units.by_slug(UNIT)
        assert unit is not None
        asked = await stores.disclosures.ask(
            case.tip_id, unit.id, case.colleague, "cần mời làm chứng", case.here.app.clock.now()
        )
        return asked.id


@asynccontextmanager
async def village(folder: Path, role: Role) -> AsyncIterator[tuple[World, Hand, Case]]:
    """A service with a member of this role, a colleague, and a tip that the member owns."""
    database = f"sqlite+aiosqlite:///{folder / 'tinbao.db'}"
    async with world(database, folder) as here:
        hand = await member(here, role, "Anh Hai")
        await (await member(here, Role.OFFICER, "Chị Ba")).close()
        if role is not Role.CUSTODIAN:  # who leaves a name needs somebody to keep it
            await (await member(here, Role.CUSTODIAN, "Ông Tám")).close()
        resident = await here.app.engine.handle(Inbound(Address("web", "r" * 43), "first"))
        async with here.app.stores() as stores:
            unit = await stores.units.by_slug(UNIT)
            assert unit is not None
            ids = {m.name: m.id for m in await stores.members.of_unit(unit.id)}
            filed = await stores.tips.file(
                unit_id=unit.id,
                point_id=None,
                kind="dealing",
                urgency="normal",
                body=Body(STORY),
                contact_id=resident.contact_id,
                now=here.app.clock.now(),
                identity=Identity("Lê Thị Canary", "0912777345"),
            )
            assert await stores.tips.take(filed.id, ids["Anh Hai"], here.app.clock.now())
        try:
            yield here, hand, Case(here, filed.reference, filed.id, ids["Anh Hai"], ids["Chị Ba"])
        finally:
            await hand.close()


async def member(here: World, role: Role, name: str) -> Hand:
    """Somebody who enrols by invitation, like everybody."""
    hand = Hand(here.url)
    await enrol(hand, await invitation(here.app, role.value), name)
    return hand


async def audited(case: Case) -> list[AuditEntry]:
    """What the audit has of this member, oldest first."""
    async with case.here.app.stores() as stores:
        unit = await stores.units.by_slug(UNIT)
        assert unit is not None
        rows = await stores.audit.of_unit(unit.id, member_id=case.me)
    return rows[::-1]


CELLS = [(role, action) for role in Role for action in Action]


def test_no_cell_is_left_out() -> None:
    assert len(CELLS) == len(Role) * len(Action)
    assert set(TABLE) == set(Role)
    assert set().union(*TABLE.values()) == set(Action)


@pytest.mark.parametrize(("role", "action"), CELLS, ids=lambda part: part.value)
async def test_a_role_may_do_what_the_table_says_and_nothing_else(
    role: Role, action: Action, tmp_path: Path
) -> None:
    deed = DEEDS[action]
    async with village(tmp_path, role) as (here, hand, case):
        await deed.do(hand, case)

        allowed = may(role, action)
        screen = await hand.screen()
        assert (deed.shows in screen) is allowed, screen
        assert await refused(hand) is not allowed, screen
        rows = await audited(case)
        refusals = [row.subject for row in rows if row.action == "access-refused"]
        assert refusals == ([] if allowed else [action.value])
        if not allowed:
            assert [row.action for row in rows] == ["member-added", "access-refused"]
            assert STORY not in screen
        assert here.app.engine.failed == 0


PRESSES = (
    "triage.open",
    "triage.take",
    "triage.note",
    "triage.ask",
    "triage.close",
    "triage.queue",
    "triage.side",
    "triage.mute",
    "triage.unmute",
    "identity.ask",
    "identity.approve",
    "identity.refuse",
    "identity.pending",
    "safety.colleagues",
    "safety.end_of",
)


async def test_a_removed_member_is_refused_at_the_next_message(tmp_path: Path) -> None:
    async with village(tmp_path, Role.OFFICER) as (here, hand, case):
        await hand.forge(f"triage.open:{case.reference}")
        assert STORY in await hand.screen()
        lead = await member(here, Role.LEAD, "Anh Tư")
        await lead.forge(f"enrol.remove:{case.me}")
        await lead.press("Đồng ý xoá")
        assert "Đã xoá Anh Hai" in await lead.screen()

        for press in PRESSES:
            await hand.forge(f"{press}:{case.reference}")
        await hand.forge("auditing.read:")
        await hand.forge("enrol.members:")
        screen = await hand.screen()
        for words in ("/hang-doi", "/nhat-ky", case.reference):
            await hand.say(words)

        assert screen.count(NOTHING) == len(PRESSES) + 2
        later = await hand.screen()
        assert STORY not in later
        assert case.reference not in later
        assert "Hàng đợi:" not in later
        rows = [row.subject for row in await audited(case) if row.action == "access-refused"]
        wanted = ("open-tip", "take-tip", "write-note", "ask-reporter", "close-tip", "see-queue")
        new = ("mute-reporter", "request-identity", "decide-identity", "end-sessions")
        assert rows == [*wanted, *new, "read-audit", "remove-member"]
        await lead.close()


async def test_a_demoted_member_is_refused_at_the_next_message(tmp_path: Path) -> None:
    async with village(tmp_path, Role.LEAD) as (_, hand, case):
        await hand.forge(f"triage.note:{case.reference}")
        await case.change(f"UPDATE members SET role = 'communicator' WHERE id = {case.me}")

        await hand.say("ghi chú này không được lưu")
        assert await refused(hand)
        async with case.here.app.stores() as stores:
            assert await stores.tips.notes(case.tip_id) == []
        for press in PRESSES:
            await hand.forge(f"{press}:{case.reference}")

        assert STORY not in await hand.screen()
        rows = [row for row in await audited(case) if row.action == "access-refused"]
        denied = {"open-tip", "write-note", "see-queue", "mute-reporter", "request-identity"}
        assert {row.subject for row in rows} >= {*denied, "decide-identity", "end-sessions"}


async def test_a_resident_who_presses_a_button_of_the_desk_leaves_no_trace(tmp_path: Path) -> None:
    async with village(tmp_path, Role.OFFICER) as (here, _, case):
        resident = Hand(here.url)
        async with here.app.stores() as stores:
            before = await stores.audit_chains.export(here.app.clock.now())

        for press in PRESSES:
            await resident.forge(f"{press}:{case.reference}")
        await resident.forge("auditing.export:")

        assert (await resident.screen()).count(NOTHING) == len(PRESSES) + 1
        async with here.app.stores() as stores:
            after = await stores.audit_chains.export(here.app.clock.now())
        assert after[1:] == before[1:]
        await resident.close()
