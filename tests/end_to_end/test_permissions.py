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

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.commands.members import change_role
from bot.demo.enrolling import enrol
from bot.demo.setup import UNIT
from bot.domain.access import TABLE, Action, Role, may
from bot.domain.identity import Identity
from bot.domain.message import Address, Inbound
from bot.domain.tip import Body
from storage.audit import AuditEntry
from tests.end_to_end import (
    deeds_doors,
    deeds_duty,
    deeds_find,
    deeds_links,
    deeds_outreach,
    deeds_points,
    deeds_progress,
    deeds_queue,
    deeds_talk,
    deeds_transfer,
)
from tests.end_to_end.permission_case import Case, Deed, Hand, refused
from tests.end_to_end.world import World, invitation, world

STORY = "canary kể: xe lạ sau vườn điều"
NOTHING = "Lựa chọn này không còn dùng được"
"""What whoever is no member is told, whatever they press."""


async def see_queue(hand: Hand, case: Case) -> None:
    await hand.say("/hang-doi")


async def open_tip(hand: Hand, case: Case) -> None:
    await hand.forge(f"triage.open:{case.reference}")


async def take_tip(hand: Hand, case: Case) -> None:
    await case.change(f"UPDATE tips SET owner_id = NULL, status = 'new' WHERE id = {case.tip_id}")
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
    Action.SEE_QUEUE: Deed(see_queue, "Hàng đợi:"),
    Action.OPEN_TIP: Deed(open_tip, STORY),
    Action.TAKE_TIP: Deed(take_tip, "Đồng chí đã nhận tin"),
    Action.ASK_REPORTER: Deed(ask_reporter, "Đã gửi câu hỏi"),
    Action.WRITE_NOTE: Deed(write_note, "Đã lưu ghi chú nội bộ"),
    Action.CLOSE_TIP: Deed(close_tip, "Đã kết thúc tin"),
    Action.REMOVE_MEMBER: Deed(remove_member, "Đã xoá Chị Ba"),
    Action.REQUEST_IDENTITY: Deed(request_identity, "Đã gửi yêu cầu xem danh tính"),
    Action.DECIDE_IDENTITY: Deed(decide_identity, "Phong bì ở tệp kèm theo"),
    Action.MUTE_REPORTER: Deed(mute_reporter, "Đã tạm ẩn người báo"),
    Action.END_SESSIONS: Deed(end_sessions, "Đã kết thúc 1 phiên"),
    Action.READ_AUDIT: Deed(read_audit, "Nhật ký · tất cả"),
    Action.EXPORT_AUDIT: Deed(export_audit, "Tệp nhật ký có"),
    **deeds_queue.DEEDS,
    **deeds_progress.DEEDS,
    **deeds_talk.DEEDS,
    **deeds_links.DEEDS,
    **deeds_transfer.DEEDS,
    **deeds_doors.DEEDS,
    **deeds_find.DEEDS,
    **deeds_duty.DEEDS,
    **deeds_points.DEEDS,
    **deeds_outreach.DEEDS,
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
async def village(folder: Path) -> AsyncIterator[World]:
    """A service without staff."""
    database = f"sqlite+aiosqlite:///{folder / 'tinbao.db'}"
    async with world(database, folder) as here:
        yield here


@asynccontextmanager
async def case_of(here: World, role: Role) -> AsyncIterator[tuple[Hand, Case]]:
    """A new member of this role, a new colleague, and a new tip that the member owns."""
    name = f"Anh Hai {secrets.token_hex(4)}"
    hand, other = await member(here, role, name), f"Chị Ba {secrets.token_hex(4)}"
    await (await member(here, Role.OFFICER, other)).close()
    if role is not Role.CUSTODIAN:  # who leaves a name needs somebody to keep it
        await (await member(here, Role.CUSTODIAN, f"Ông Tám {secrets.token_hex(4)}")).close()
    resident = await here.app.engine.handle(
        Inbound(Address("web", secrets.token_urlsafe(32)), secrets.token_hex(8))
    )
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
        assert await stores.statuses.take(filed.id, ids[name], here.app.clock.now())
    try:
        yield hand, Case(here, filed.reference, filed.id, ids[name], ids[other])
    finally:
        await hand.close()
        async with here.app.stores() as stores:  # the next case has its own keeper
            for keeper in await stores.custodians.keepers(unit.id):
                await stores.custodians.retire(keeper.id, here.app.clock.now())


async def member(here: World, role: Role, name: str) -> Hand:
    """Somebody who enrols by invitation, like everybody."""
    hand = Hand(here.url)
    await enrol(hand, await invitation(here.app, role.value, name), name)
    return hand


async def audited(case: Case) -> list[AuditEntry]:
    """What the audit has of this member, oldest first."""
    async with case.here.app.stores() as stores:
        unit = await stores.units.by_slug(UNIT)
        assert unit is not None
        rows = await stores.audit.of_unit(unit.id, member_id=case.me)
    return rows[::-1]


def test_no_cell_is_left_out() -> None:
    assert set(DEEDS) == set(Action)
    assert set(TABLE) == set(Role)
    assert set().union(*TABLE.values()) == set(Action)


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
async def test_a_role_may_do_what_the_table_says_and_nothing_else(
    role: Role, tmp_path: Path
) -> None:
    wrong: list[str] = []
    async with village(tmp_path) as here:
        for action in DEEDS:
            async with case_of(here, role) as (hand, case):
                await DEEDS[action].do(hand, case)
                wrong += [f"{action.value}: {what}" for what in await amiss(hand, case, action)]
        assert here.app.engine.failed == 0
    assert not wrong, "\n".join(wrong)


async def amiss(hand: Hand, case: Case, action: Action) -> list[str]:
    """What of a cell is not as the table says."""
    role = await case.role()
    allowed = may(role, action)
    screen = await hand.screen()
    rows = await audited(case)
    refusals = [row.subject for row in rows if row.action == "access-refused"]
    found = []
    if (DEEDS[action].shows in screen) is not allowed:
        found.append(f"done: {not allowed}: {screen[-300:]}")
    if await refused(hand) is allowed:
        found.append(f"refused: {allowed}: {screen[-300:]}")
    if refusals != ([] if allowed else [action.value]):
        found.append(f"the audit has {refusals}")
    joined = ["member-added", *(["custodian-bound"] if role == Role.CUSTODIAN else [])]
    if not allowed and [row.action for row in rows] != [*joined, "access-refused"]:
        found.append(f"the audit has {[row.action for row in rows]}")
    if not allowed and STORY in screen:
        found.append("the story was shown")
    return found


PRESSES = (
    "triage.open",
    "triage.take",
    "triage.note",
    "triage.ask",
    "triage.close",
    "queue.list",
    "queue.side",
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
    async with village(tmp_path) as here, case_of(here, Role.OFFICER) as (hand, case):
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
    async with village(tmp_path) as here, case_of(here, Role.LEAD) as (hand, case):
        await hand.forge(f"triage.note:{case.reference}")
        async with here.app.stores() as stores:
            me = await stores.members.get(case.me)
        assert me is not None
        _, back = await change_role(here.app, UNIT, me.name.upper(), Role.COMMUNICATOR)
        assert back == 1, "the tip that was theirs"

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
    async with village(tmp_path) as here, case_of(here, Role.OFFICER) as (_, case):
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
