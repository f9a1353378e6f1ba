"""Doing the same with many tips: what, to which, once more "are you sure", then one by one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from bot.domain import queue_code
from bot.domain.access import Action, may
from bot.domain.duty import Listed
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Reply, Text, verbatim
from bot.domain.tip import Tip, TipStatus
from handlers import tip_views as views
from handlers.at_desk import allowed, queue_button
from handlers.queue.base import QUEUE
from handlers.queue.labels import note
from handlers.queue.listing import resolve
from handlers.telling import tell_status
from handlers.words import listed

if TYPE_CHECKING:
    from storage.filing import Many
    from storage.labels import Labels
    from storage.members import Member, Members
    from storage.points import Points
    from storage.queue import Queue

AT_ONCE: Final = 200
"""Tips of one go: one transaction, that others need not wait for long."""
NAMED: Final = 10
"""References that are shown before it is done."""
DEEDS: Final = ("label", "unlabel", "assign", "close")
DONE: Final = "done"
_ENDED: Final = (TipStatus.CONCLUDED, TipStatus.TRANSFERRED)


@QUEUE.step("bulk", leads_to=["bulk_deed"], entry=True)
async def bulk(turn: Turn) -> Next:
    """Of the part of the queue that is shown."""
    if not allowed(turn, Action.BULK_CHANGE):
        return END
    turn.draft.clear()
    turn.draft["code"] = queue_code.write(queue_code.read(turn.value).but())
    return "bulk_deed"


@QUEUE.asks("bulk_deed")
async def ask_bulk_deed(turn: Turn) -> None:
    """What?"""
    deeds = [turn.option(deed, f"queue-bulk-{deed}") for deed in DEEDS]
    stop = turn.option("stop", "triage-stop")
    turn.say("queue-bulk-what", buttons=[*deeds, stop], protect=True)


@QUEUE.step("bulk_deed", leads_to=["bulk_which", "bulk_sure"])
async def bulk_deed(turn: Turn, queue: Queue, points: Points, labels: Labels) -> Next:
    """A deed was chosen: to which tips is settled here, so that none is added unseen."""
    if turn.value == "stop":
        return _stopped(turn)
    if turn.value not in DEEDS:
        return "bulk_deed"
    if not allowed(turn, Action.BULK_CHANGE):
        return END
    deed, wanted = turn.value, queue_code.read(str(turn.draft.get("code", "")))
    still, found, _ = await resolve(turn, points, labels, wanted)
    if still != wanted:
        # A filter is gone: without it these would be others than those that were shown.
        turn.say("queue-bulk-none", buttons=[queue_button()], protect=True)
        return END
    tips = await queue.page(turn.who.unit_id or 0, found, turn.now, limit=AT_ONCE + 1)
    more = len(tips) > AT_ONCE
    tips = [t for t in tips[:AT_ONCE] if deed != "close" or t.status in _ENDED]
    if not tips:
        turn.say("queue-bulk-none", buttons=[queue_button()], protect=True)
        return END
    turn.draft.update(deed=deed, more=more, ids=[t.id for t in tips])
    turn.draft["names"] = [t.reference for t in tips[:NAMED]]
    if deed == "close":
        return "bulk_sure"
    if deed != "assign" and not await labels.of_unit(turn.who.unit_id or 0):
        turn.say("queue-no-labels-yet", protect=True)
        return END
    return "bulk_which"


@QUEUE.asks("bulk_which")
async def ask_bulk_which(turn: Turn, labels: Labels, members: Members) -> None:
    """Which label, or to whom?"""
    unit_id = turn.who.unit_id or 0
    if turn.draft.get("deed") == "assign":
        buttons = [turn.option(str(m.id), verbatim(m.name)) for m in await _able(members, unit_id)]
    else:
        names = await labels.of_unit(unit_id)
        buttons = [turn.option(queue_code.sign(name), verbatim(name)) for name in names]
    turn.say(
        "queue-bulk-whom" if turn.draft.get("deed") == "assign" else "queue-bulk-which",
        buttons=[*buttons, turn.option("stop", "triage-stop")],
        protect=True,
    )


@QUEUE.step("bulk_which", leads_to=["bulk_sure"])
async def bulk_which(turn: Turn, labels: Labels, members: Members) -> Next:
    """A label or a member was chosen; anything else is asked again."""
    if turn.value == "stop":
        return _stopped(turn)
    if not allowed(turn, Action.BULK_CHANGE):
        return END
    unit_id = turn.who.unit_id or 0
    if turn.draft.get("deed") == "assign":
        able = {str(m.id): m.name for m in await _able(members, unit_id)}
        what = able.get(turn.value, "")
    else:
        what = queue_code.signed(turn.value, await labels.of_unit(unit_id))
    if not what:
        return "bulk_which"
    turn.draft.update(which=turn.value, what=what)
    return "bulk_sure"


@QUEUE.asks("bulk_sure")
async def ask_bulk_sure(turn: Turn) -> None:
    """How many, and the first of them."""
    ids, names = turn.draft.get("ids", []), turn.draft.get("names", [])
    deed = Text(f"queue-bulk-{turn.draft.get('deed', '')}")
    what = str(turn.draft.get("what", ""))
    turn.say(
        "queue-bulk-sure",
        deed=Text("queue-bulk-to", {"deed": deed, "what": what}) if what else deed,
        n=len(ids),
        names=", ".join(names) + (" …" if len(ids) > len(names) else ""),
        more="yes" if turn.draft.get("more") else "no",
        most=AT_ONCE,
        buttons=[turn.option("yes", "queue-bulk-yes"), turn.option("stop", "triage-stop")],
        protect=True,
    )


@QUEUE.step("bulk_sure")
async def bulk_sure(turn: Turn, many: Many, members: Members) -> Next:
    """Do it. Who may, and how each tip stands, is looked at again."""
    if turn.value == "stop":
        return _stopped(turn)
    if turn.value != "yes":
        return "bulk_sure"
    if not allowed(turn, Action.BULK_CHANGE):
        return END
    deed, unit_id = str(turn.draft.get("deed", "")), turn.who.unit_id or 0
    to = next(
        (m for m in await _able(members, unit_id) if str(m.id) == turn.draft.get("which")), None
    )
    if deed == "assign" and to is None:
        turn.say("queue-bulk-member-gone", protect=True)
        return END
    ended: Counter[str] = Counter()
    lost: dict[int, list[str]] = {}
    for tip_id in turn.draft.get("ids", []):
        tip = await many.tips.get(tip_id)
        if tip is None or tip.unit_id != unit_id or tip.erased:
            ended["gone"] += 1
        else:
            what = await _one(turn, many, deed, tip, to)
            ended[what] += 1
            if what == DONE and deed == "assign" and tip.owner_id is not None:
                lost.setdefault(tip.owner_id, []).append(tip.reference)
    done = ended.pop(DONE, 0)
    if to is not None and deed == "assign" and done:
        _tell(turn, to, done, lost)
    said = Text("queue-bulk-done", {"n": done})
    why = [Text(f"queue-bulk-not-{reason}", {"n": n}) for reason, n in sorted(ended.items())]
    turn.say(views.joined([said, *why]), buttons=[queue_button()], protect=True)
    return END


def _tell(turn: Turn, to: Member, given: int, lost: dict[int, list[str]]) -> None:
    """Whoever has the tips now, and by which references each who had them before."""
    said: dict[int, Text] = {to.id: Text("queue-bulk-given", {"name": turn.who.name, "n": given})}
    for owner_id, references in lost.items():
        some = listed(Listed(len(references), tuple(references[:NAMED])))
        about: dict[str, str | int | Text] = {"name": turn.who.name, "to": to.name, "list": some}
        said[owner_id] = Text("queue-bulk-taken", about)
    for member_id, text in said.items():
        if member_id != turn.who.member_id:
            notice = Reply(text, (queue_button(),), protect=True)
            turn.tell_member(turn.who.unit_id or 0, member_id, notice)


async def _one(turn: Turn, many: Many, deed: str, tip: Tip, to: Member | None) -> str:
    """`DONE`, or why it was not."""
    name = str(turn.draft.get("what", ""))
    match deed:
        case "label":
            done, why, row = await many.labels.put(tip.id, name), "same", "tip-labelled"
        case "unlabel":
            done, why, row = await many.labels.take_off(tip.id, name), "same", "tip-unlabelled"
        case "assign" if to is not None:
            done, why = await _give(turn, many, tip, to)
            row = "tip-given-in-bulk"
        case _:
            done, why = await _close(turn, many, tip)
            row = "tip-closed-in-bulk"
    if not done:
        return why
    turn.touched.add(tip.id)
    await note(turn, many.audit, row, tip)
    return DONE


async def _give(turn: Turn, many: Many, tip: Tip, to: Member) -> tuple[bool, str]:
    if tip.status == TipStatus.CLOSED:
        return False, "closed"
    if tip.owner_id == to.id:
        return False, "same"
    if tip.merged_into or not await many.statuses.assign(tip.id, tip.owner_id, to.id, turn.now):
        return False, "changed"
    await many.audit.record(
        "tip-given", now=turn.now, unit_id=tip.unit_id, member_id=to.id, subject=tip.reference
    )
    return True, ""


async def _close(turn: Turn, many: Many, tip: Tip) -> tuple[bool, str]:
    if tip.status == TipStatus.CLOSED:
        return False, "closed"
    if tip.status not in _ENDED or tip.owner_id is None:
        return False, "open"
    if not await many.statuses.close(tip.id, tip.owner_id, turn.now):
        return False, "changed"
    for ended in (tip, *await many.merging.parts(tip.id)):
        turn.touched.add(ended.id)
        if ended.id != tip.id:
            await note(turn, many.audit, "tip-closed-in-bulk", ended)
        await tell_status(turn, ended, TipStatus.CLOSED, many.tips, many.prepared)
    return True, ""


async def _able(members: Members, unit_id: int) -> list[Member]:
    return [m for m in await members.of_unit(unit_id) if may(m.role, Action.TAKE_TIP)]


def _stopped(turn: Turn) -> Next:
    turn.say("triage-stopped", buttons=[queue_button()])
    return END
