"""What is said in a group, where everybody reads it: a code, a farewell, or the beginning of a
report. The router leads nobody else here, and nothing that people wrote gets so far.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.access import Action, may, roles_that
from bot.domain.channels import PRIVATE_CHAT, TELEGRAM
from bot.domain.flow import END, Next, Turn
from bot.domain.groups import BOARD, COMMUNITY, LANGUAGE, PER_WEEK
from bot.domain.message import Button, Reply, Text
from handlers.outreach.base import OUTREACH

if TYPE_CHECKING:
    from storage.audit import Audit
    from storage.boards import Boards
    from storage.group_codes import GroupCodes, Offered
    from storage.groups import Group, Groups
    from storage.members import Members
    from storage.throttle import Throttle
    from storage.units import Units

TRIES: Final = (5, 3600)
"""Codes of one group that are told to be no good, and in how many seconds; then it is silent."""
ONCE: Final = (1, 600)
"""How often a group is led to the private way, and in how many seconds."""


@OUTREACH.step("join")
async def join(
    turn: Turn,
    groups: Groups,
    group_codes: GroupCodes,
    boards: Boards,
    members: Members,
    units: Units,
    throttle: Throttle,
    audit: Audit,
) -> Next:
    """A code: the group gets the unit's messages, if whoever made it may still let it in."""
    chat = turn.who.contact_id
    here, is_board = await groups.by_contact(chat), await boards.there(chat)
    offered = await _offered(turn, group_codes, members)
    if offered and here and here.unit_id == offered.unit_id:
        # The code stays good: it was meant for another group.
        turn.say("outreach-here", unit=(await units.get(here.unit_id)).name)
        return END
    fresh = offered is not None and here is None and not is_board
    used = await group_codes.redeem(COMMUNITY, turn.inbound.text, turn.now) if fresh else None
    if used:
        await _let_in(turn, used, groups, units, audit)
        return END
    turn.forget = here is None and not is_board
    if await throttle.wait_in_group("group code", chat, turn.now, per_group=TRIES):
        return END
    if is_board:
        turn.say("outreach-is-board")
    elif offered and here:
        unit = await units.get(here.unit_id)
        turn.say("outreach-elsewhere", unit=unit.name, leave=_way_out(turn))
    elif await group_codes.kind(turn.inbound.text, turn.now) is BOARD:
        turn.say("outreach-board-code")
    else:
        turn.say("outreach-wrong")
    return END


@OUTREACH.step("leave")
async def leave(turn: Turn, groups: Groups, boards: Boards, units: Units, audit: Audit) -> Next:
    """The group wants no more messages: it is told once that there will be none."""
    group = await groups.leave(turn.who.contact_id, turn.now)
    if group is None:
        turn.forget = not await boards.there(turn.who.contact_id)
        return END
    await _note(turn, audit, "group-left", group)
    turn.say("outreach-over", unit=(await units.get(group.unit_id)).name)
    told = Reply(Text("common-group-left", {"channel": group.channel}))
    turn.notify(group.unit_id, told, roles_that(Action.KEEP_GROUPS))
    return END


@OUTREACH.step("report")
async def report(turn: Turn, groups: Groups, boards: Boards, throttle: Throttle) -> Next:
    """Somebody begins to report where everybody reads it: the private way is shown, and nothing
    is kept. Staff at their board know it.
    """
    chat = turn.who.contact_id
    if await boards.there(chat):
        return END
    turn.forget = await groups.by_contact(chat) is None
    if not await throttle.wait_in_group("group report", chat, turn.now, per_group=ONCE):
        turn.say("outreach-private", buttons=_private_ways())
    return END


async def _offered(turn: Turn, group_codes: GroupCodes, members: Members) -> Offered | None:
    """What the typed code says; None when it is not good, or its maker may not any more."""
    offered = await group_codes.look(COMMUNITY, turn.inbound.text, turn.now)
    maker = await members.get(offered.member_id) if offered else None
    return offered if maker and may(maker.role, Action.KEEP_GROUPS) else None


async def _let_in(
    turn: Turn, offered: Offered, groups: Groups, units: Units, audit: Audit
) -> None:
    channel = turn.inbound.address.channel
    where = (turn.who.contact_id, channel, LANGUAGE)
    made = await groups.add(*where, offered.unit_id, offered.member_id, turn.now)
    await _note(turn, audit, "group-added", made, offered.member_id)
    unit = await units.get(offered.unit_id)
    turn.say(
        "outreach-joined",
        unit=unit.name,
        most=PER_WEEK,
        leave=_way_out(turn),
        buttons=_private_ways(),
    )
    buttons = (
        Button(Text("outreach-name"), f"outreach.name:{made.id}"),
        Button(Text("outreach-all"), "outreach.groups:"),
    )
    told = Text("outreach-told", {"channel": channel})
    turn.tell_member(unit.id, offered.member_id, Reply(told, buttons, protect=True))


async def _note(
    turn: Turn, audit: Audit, deed: str, group: Group, member_id: int | None = None
) -> None:
    await audit.record(
        deed,
        now=turn.now,
        unit_id=group.unit_id,
        member_id=member_id,
        subject=str(group.id),
    )


def _private_ways() -> list[Button]:
    return [
        Button(Text("outreach-by-chat"), url=PRIVATE_CHAT),
        Button(Text("outreach-by-web"), url="/chat"),
    ]


def _way_out(turn: Turn) -> Text:
    channel = turn.inbound.address.channel
    return Text("outreach-out-command" if channel == TELEGRAM else "outreach-out-name")
