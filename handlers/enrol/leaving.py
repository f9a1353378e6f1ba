"""The list of members, and ending somebody's access from their next message on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.access import Action, may, roles_that
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Reply, Text
from handlers.enrol.base import ENROL, role_text

if TYPE_CHECKING:
    from storage.audit import Audit
    from storage.disclosures import Disclosures
    from storage.members import Member, Members
    from storage.sessions import Sessions
    from storage.statuses import Statuses
    from storage.tips import Tips

PAGE: Final = 8
"""Members shown at once, each with a button."""


@ENROL.step("members", entry=True)
async def members_list(turn: Turn, members: Members) -> Next:
    """Who is in the unit. The value is the page, from 0."""
    if not _allowed(turn) or turn.who.unit_id is None:
        return END
    everybody = await members.of_unit(turn.who.unit_id)
    pages = max(-(-len(everybody) // PAGE), 1)
    page = min(int(turn.value) if turn.value.isdecimal() and len(turn.value) < 6 else 0, pages - 1)
    shown = everybody[page * PAGE : (page + 1) * PAGE]
    lines = Text("enrol-no-members")
    for index, member in enumerate(shown):
        line = Text("enrol-member", {"name": member.name, "role": role_text(member.role)})
        lines = Text("enrol-lines", {"first": lines, "rest": line}) if index else line
    buttons = [
        Button(Text("enrol-remove", {"name": member.name}), f"enrol.remove:{member.id}")
        for member in shown
        if member.id != turn.who.member_id
    ]
    if page > 0:
        buttons.append(Button(Text("enrol-page-back"), f"enrol.members:{page - 1}"))
    if page < pages - 1:
        buttons.append(Button(Text("enrol-page-on"), f"enrol.members:{page + 1}"))
    turn.say(
        "enrol-members-page",
        count=len(everybody),
        lines=lines,
        buttons=buttons,
        edit=bool(turn.value),
        protect=True,
    )
    return END


@ENROL.step("remove", leads_to=["remove_confirm"], entry=True)
async def remove(turn: Turn, members: Members) -> Next:
    """Somebody is to be removed. The value is a member's id."""
    if not _allowed(turn):
        return END
    member = await _colleague(turn, members, turn.value)
    if member is None:
        turn.say("enrol-not-found")
        return END
    turn.draft.update(member_id=str(member.id), name=member.name)
    return "remove_confirm"


@ENROL.asks("remove_confirm")
async def ask_remove_confirm(turn: Turn) -> None:
    """Removing is confirmed: the way back is a new code."""
    turn.say(
        "enrol-remove-confirm",
        name=str(turn.draft.get("name", "")),
        buttons=[turn.option("yes", "enrol-remove-yes"), turn.option("stop", "enrol-stop")],
        protect=True,
    )


@ENROL.step("remove_confirm")
async def remove_confirm(
    turn: Turn,
    members: Members,
    sessions: Sessions,
    statuses: Statuses,
    tips: Tips,
    audit: Audit,
    disclosures: Disclosures,
) -> Next:
    """Remove. The removed member is told nothing here; their next message is a resident's.

    What they have opened leaves their chat, as far as the platform can. Their tips go
    back to the queue, or nobody could ask about them or close them any more.
    """
    if turn.value == "stop":
        turn.say("enrol-stopped")
        return END
    if turn.value != "yes":
        return "remove_confirm"
    if not _allowed(turn):
        return END
    member = await _colleague(turn, members, str(turn.draft.get("member_id", "")))
    if member is None or not await members.remove(member.id, turn.now):
        turn.say("enrol-not-found")
        return END
    await audit.record(
        "member-removed",
        now=turn.now,
        unit_id=turn.who.unit_id,
        member_id=turn.who.member_id,
        subject=str(member.id),
    )
    turn.wipes.extend(await sessions.end_all(member.id, turn.now))
    held = await statuses.held(member.id)
    turn.touched.update(held)
    freed = await statuses.release_all(member.id)
    await _record_released(turn, held, tips, audit)
    turn.say("enrol-removed", name=member.name, protect=True)
    for asked in await disclosures.waiting_for(member.id):
        hangs = Text("identity-hangs", {"reference": asked.reference, "names": member.name})
        turn.say(hangs, protect=True)
        turn.notify(asked.unit_id, Reply(hangs), roles_that(Action.REMOVE_MEMBER), but_me=True)
    if freed and turn.who.unit_id is not None:
        notice = Reply(Text("enrol-tips-back", {"name": member.name, "count": freed}))
        turn.say(notice.text, protect=True)
        turn.notify(turn.who.unit_id, notice, roles_that(Action.TAKE_TIP), but_me=True)
    return END


async def _record_released(turn: Turn, held: list[int], tips: Tips, audit: Audit) -> None:
    """The audit has of every tip that it lost its owner."""
    for tip_id in held:
        tip = await tips.get(tip_id)
        if tip is not None:
            await audit.record(
                "tip-released",
                now=turn.now,
                unit_id=tip.unit_id,
                member_id=turn.who.member_id,
                subject=tip.reference,
            )


def _allowed(turn: Turn) -> bool:
    """Whether this person may remove members. Whoever is no member learns nothing."""
    if turn.who.member_id is None or turn.who.unit_id is None:
        turn.refused.append(Action.REMOVE_MEMBER.value)
        turn.say("enrol-nothing")
        return False
    if not may(turn.who.role, Action.REMOVE_MEMBER):
        turn.refused.append(Action.REMOVE_MEMBER.value)
        turn.say("enrol-not-allowed")
        return False
    return True


async def _colleague(turn: Turn, members: Members, member_id: str) -> Member | None:
    """Another active member of the same unit."""
    if not (member_id.isascii() and member_id.isdigit() and len(member_id) < 20):
        return None
    member = await members.get(int(member_id))
    if member is None or member.unit_id != turn.who.unit_id or member.id == turn.who.member_id:
        return None
    return member
