"""Group chats of staff that show the unit's queue. In a group the bot hears one command and draws
cards; nothing else that is said there is read or answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.access import Action, may
from bot.domain.codes import grouped
from bot.domain.flow import END, Next, Turn
from bot.domain.groups import BOARD, COMMUNITY
from bot.domain.message import Button, Reply, Text
from bot.domain.queue import Filter, day_and_time
from handlers.at_desk import allowed
from handlers.queue.base import QUEUE

if TYPE_CHECKING:
    from storage.audit import Audit
    from storage.boards import Boards
    from storage.group_codes import GroupCodes
    from storage.groups import Groups
    from storage.members import Members
    from storage.queue import Queue
    from storage.throttle import Throttle
    from storage.units import Units

FIRST_CARDS: Final = 20
"""Tips that a new board begins with: what a group may be told in a minute."""
TRIES: Final = (10, 3600)
"""Wrong codes of one group that are answered, and in how many seconds."""


@QUEUE.step("groups", entry=True)
async def groups(turn: Turn, boards: Boards, group_codes: GroupCodes) -> Next:
    """The unit's boards, and a code for one more."""
    if not allowed(turn, Action.JOIN_GROUP):
        return END
    unit_id, member_id = turn.who.unit_id or 0, turn.who.member_id or 0
    code = await group_codes.offer(BOARD, unit_id, member_id, turn.now)
    there = await boards.of_unit(unit_id)
    drops = [
        Button(
            Text("queue-group-drop", {"n": n, "since": day_and_time(board.since)}),
            f"queue.group_drop:{board.contact_id}",
        )
        for n, board in enumerate(there, 1)
    ]
    turn.say("queue-groups", n=len(there), code=grouped(code), buttons=drops, protect=True)
    return END


@QUEUE.step("group_drop", entry=True)
async def group_drop(turn: Turn, boards: Boards, audit: Audit) -> Next:
    """A group is no board any more: its cards go, and it is forgotten."""
    if not allowed(turn, Action.JOIN_GROUP) or turn.who.unit_id is None:
        return END
    chat = turn.value
    contact_id = int(chat) if chat.isascii() and chat.isdigit() and len(chat) < 20 else -1
    if not (0 <= contact_id < 2**63 and await boards.remove(contact_id, turn.who.unit_id)):
        turn.say("queue-group-gone", protect=True)
        return END
    await _note(turn, audit, "board-removed", turn.who.unit_id, turn.who.member_id)
    turn.wipes.append(contact_id)
    turn.tell(contact_id, Reply(Text("queue-group-over")))
    turn.say("queue-group-dropped", protect=True)
    return END


@QUEUE.step("join")
async def join(
    turn: Turn,
    boards: Boards,
    groups: Groups,
    group_codes: GroupCodes,
    members: Members,
    units: Units,
    queue: Queue,
    throttle: Throttle,
    audit: Audit,
) -> Next:
    """Said in a group: a lead's code makes it the unit's board, unless it is one of the community,
    which everybody reads. The router leads nobody else here.
    """
    chat, code = turn.who.contact_id, turn.inbound.text
    public = await groups.by_contact(chat) is not None
    made = None if public else await group_codes.redeem(BOARD, code, turn.now)
    lead = await members.get(made.member_id) if made else None
    if lead is None or not may(lead.role, Action.JOIN_GROUP):
        turn.forget = not public
        if not await throttle.wait_in_group("board", chat, turn.now, per_group=TRIES):
            other = await group_codes.kind(code, turn.now) is COMMUNITY
            why = "queue-group-other-code" if other else "queue-group-wrong"
            turn.say("queue-group-public" if public else why)
        return END
    await boards.add(chat, lead.unit_id, turn.now)
    await _note(turn, audit, "board-added", lead.unit_id, lead.id)
    unit = await units.get(lead.unit_id)
    turn.say("queue-group-joined", unit=unit.name)
    turn.tell_member(unit.id, lead.id, Reply(Text("queue-group-told"), protect=True))
    first = await queue.page(unit.id, Filter(), turn.now, limit=FIRST_CARDS)
    turn.touched.update(tip.id for tip in first)
    return END


async def _note(turn: Turn, audit: Audit, deed: str, unit_id: int, member_id: int | None) -> None:
    await audit.record(deed, now=turn.now, unit_id=unit_id, member_id=member_id)
