"""The unit's groups of the community, for those who look after them: a code for one more, names,
taking one out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.access import Action
from bot.domain.codes import grouped
from bot.domain.flow import END, Next, Turn
from bot.domain.groups import COMMUNITY
from bot.domain.message import Button, Reply, Text, verbatim
from bot.domain.queue import day_and_time
from handlers.at_desk import allowed
from handlers.outreach.base import OUTREACH
from handlers.tip_views import joined
from handlers.words import number_of

if TYPE_CHECKING:
    from storage.audit import Audit
    from storage.group_codes import GroupCodes
    from storage.groups import Group, Groups
    from storage.units import Units

PAGE: Final = 8
"""Groups shown at once, each with a button."""
LONGEST: Final = 60
"""Characters of a group's name."""


@OUTREACH.step("groups", entry=True)
async def listing(turn: Turn, groups: Groups) -> Next:
    """Which groups get the unit's messages. The value is the page, from 0."""
    if not allowed(turn, Action.KEEP_GROUPS):
        return END
    there = await groups.of_unit(turn.who.unit_id or 0)
    pages = max(-(-len(there) // PAGE), 1)
    page = number_of(turn.value, pages - 1)
    shown = there[page * PAGE : (page + 1) * PAGE]
    buttons = [Button(_called(group), f"outreach.group:{group.id}") for group in shown]
    if page > 0:
        buttons.append(Button(Text("outreach-page-back"), f"outreach.groups:{page - 1}"))
    if page < pages - 1:
        buttons.append(Button(Text("outreach-page-on"), f"outreach.groups:{page + 1}"))
    said = Text("outreach-none")
    if shown:
        lines = joined([_line(group) for group in shown])
        said = Text("outreach-groups", {"n": len(there), "lines": lines})
    turn.say(said, buttons=[_one_more(), *buttons], edit=bool(turn.value), protect=True)
    return END


@OUTREACH.step("add", entry=True)
async def add(turn: Turn, group_codes: GroupCodes) -> Next:
    """A code that lets one more group in."""
    if not allowed(turn, Action.KEEP_GROUPS):
        return END
    unit_id, member_id = turn.who.unit_id or 0, turn.who.member_id or 0
    code = await group_codes.offer(COMMUNITY, unit_id, member_id, turn.now)
    hours = int(COMMUNITY.lifetime.total_seconds()) // 3600
    turn.say(
        "outreach-code",
        code=grouped(code),
        hours=hours,
        buttons=[_one_more(), _all()],
        protect=True,
    )
    return END


@OUTREACH.step("group", entry=True)
async def card(turn: Turn, groups: Groups) -> Next:
    """One group. The value is its id."""
    group = await _found(turn, groups, turn.value)
    if group is None:
        return END
    buttons = [
        Button(Text("outreach-name"), f"outreach.name:{group.id}"),
        Button(Text("outreach-drop"), f"outreach.drop:{group.id}"),
        _all(),
    ]
    turn.say("outreach-group", line=_line(group), buttons=buttons, protect=True)
    return END


@OUTREACH.step("drop", leads_to=["drop_sure"], entry=True)
async def drop(turn: Turn, groups: Groups) -> Next:
    """A group is to be taken out. The value is its id."""
    group = await _found(turn, groups, turn.value)
    if group is None:
        return END
    turn.draft["group"] = str(group.id)
    return "drop_sure"


@OUTREACH.asks("drop_sure")
async def ask_drop_sure(turn: Turn, groups: Groups) -> None:
    """It is asked first: the way back is a new code, typed in the group."""
    group_id = number_of(str(turn.draft.get("group", "")))
    group = await groups.get(turn.who.unit_id or 0, group_id)
    turn.say(
        "outreach-drop-sure",
        line=_line(group) if group else Text("outreach-gone"),
        buttons=[turn.option("yes", "outreach-drop-yes"), turn.option("stop", "outreach-stop")],
        protect=True,
    )


@OUTREACH.step("drop_sure")
async def drop_sure(turn: Turn, groups: Groups, units: Units, audit: Audit) -> Next:
    """Take it out, and tell the group."""
    if turn.value == "stop":
        turn.say("outreach-stopped", buttons=[_all()])
        return END
    if turn.value != "yes":
        return "drop_sure"
    group = await _found(turn, groups, str(turn.draft.get("group", "")))
    if group is None or await groups.leave(group.contact_id, turn.now) is None:
        return END
    await audit.record(
        "group-removed",
        now=turn.now,
        unit_id=group.unit_id,
        member_id=turn.who.member_id,
        subject=str(group.id),
    )
    unit = await units.get(group.unit_id)
    turn.tell(group.contact_id, Reply(Text("outreach-over", {"unit": unit.name})))
    turn.say("outreach-dropped", buttons=[_all()], protect=True)
    return END


@OUTREACH.step("name", leads_to=["named"], entry=True)
async def name(turn: Turn, groups: Groups) -> Next:
    """A group is to be called something. The value is its id."""
    group = await _found(turn, groups, turn.value)
    if group is None:
        return END
    turn.draft["group"] = str(group.id)
    return "named"


@OUTREACH.asks("named")
async def ask_named(turn: Turn) -> None:
    """What is it called?"""
    stop = [turn.option("stop", "outreach-stop")]
    turn.say("outreach-name-ask", most=LONGEST, buttons=stop, protect=True)


@OUTREACH.step("named")
async def named(turn: Turn, groups: Groups) -> Next:
    """The typed name, if it is short."""
    if turn.value == "stop":
        turn.say("outreach-stopped", buttons=[_all()])
        return END
    group = await _found(turn, groups, str(turn.draft.get("group", "")))
    if group is None:
        return END
    called = " ".join(turn.text.split())
    if not 0 < len(called) <= LONGEST:
        return "named"
    await groups.rename(group.unit_id, group.id, called)
    turn.say("outreach-named", name=called, buttons=[_all()], protect=True)
    return END


async def _found(turn: Turn, groups: Groups, group_id: str) -> Group | None:
    """One of the member's own unit's; None after saying why."""
    if not allowed(turn, Action.KEEP_GROUPS):
        return None
    group = await groups.get(turn.who.unit_id or 0, number_of(group_id))
    if group is None:
        turn.say("outreach-gone", buttons=[_all()], protect=True)
    return group


def _called(group: Group) -> Text:
    if group.name:
        return verbatim(group.name)
    at = {"channel": group.channel, "since": day_and_time(group.joined_at)}
    return Text("outreach-unnamed", at)


def _line(group: Group) -> Text:
    if not group.name:
        return _called(group)
    since = day_and_time(group.joined_at)
    return Text("outreach-line", {"name": group.name, "channel": group.channel, "since": since})


def _one_more() -> Button:
    return Button(Text("outreach-add"), "outreach.add:")


def _all() -> Button:
    return Button(Text("outreach-all"), "outreach.groups:")
