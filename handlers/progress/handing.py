"""A tip goes from one member to another: its owner hands it over, or a lead assigns it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.access import Action
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Reply, Text
from bot.domain.tip import Tip, TipStatus
from handlers import colleagues
from handlers.at_desk import find, find_own, open_button, queue_button
from handlers.progress.base import (
    PROGRESS,
    about,
    record_given,
    reference_of,
    say_how_it_is,
    stopped,
)

if TYPE_CHECKING:
    from storage.filing import Moving
    from storage.members import Member, Members
    from storage.tips import Tips


@PROGRESS.step("hand", leads_to=["hand_to"], entry=True)
async def hand(turn: Turn, tips: Tips, members: Members) -> Next:
    """The owner wants a colleague to go on with it."""
    tip = await find_own(turn, tips, turn.value, Action.HAND_OVER)
    if tip is None:
        return END
    return await _begin(turn, tip, members, turn.who.member_id, "hand_to")


@PROGRESS.asks("hand_to")
async def ask_hand_to(turn: Turn, members: Members) -> None:
    """To whom?"""
    people = await colleagues.takers(turn, members, turn.who.member_id)
    turn.say(
        "progress-hand-to",
        reference=reference_of(turn),
        buttons=colleagues.buttons(turn, people),
        protect=True,
    )


@PROGRESS.step("hand_to")
async def hand_to(turn: Turn, moving: Moving) -> Next:
    """Hand it over. From the commit on its old owner can write nothing to the reporter."""
    if stopped(turn):
        return END
    tip = await find_own(turn, moving.tips, reference_of(turn), Action.HAND_OVER)
    if tip is None or turn.who.member_id is None:
        return END
    to = await _chosen(turn, moving, turn.who.member_id)
    if to is None:
        return "hand_to"
    if not await moving.statuses.give(tip.id, turn.who.member_id, to.id):
        await say_how_it_is(turn, moving, tip)
        return END
    await record_given(turn, moving, "tip-handed-over", tip, to.id)
    _tell(turn, tip, to.id, "progress-told-handed")
    turn.say(
        "progress-handed",
        reference=tip.reference,
        name=to.name,
        buttons=[queue_button()],
        protect=True,
    )
    return END


@PROGRESS.step("assign", leads_to=["assign_to"], entry=True)
async def assign(turn: Turn, tips: Tips, members: Members) -> Next:
    """A lead decides whose an open tip is. Whose it was when they looked is kept: if that has
    changed meanwhile, they hear of it first.
    """
    tip = await find(turn, tips, turn.value, Action.ASSIGN_TIP)
    if tip is None:
        return END
    if tip.status == TipStatus.CLOSED:
        turn.say("triage-is-closed", reference=tip.reference, protect=True)
        return END
    return await _begin(turn, tip, members, tip.owner_id, "assign_to")


@PROGRESS.asks("assign_to")
async def ask_assign_to(turn: Turn, members: Members) -> None:
    """To whom?"""
    people = await colleagues.takers(turn, members, _was(turn))
    turn.say(
        "progress-assign-to",
        reference=reference_of(turn),
        buttons=colleagues.buttons(turn, people),
        protect=True,
    )


@PROGRESS.step("assign_to")
async def assign_to(turn: Turn, moving: Moving) -> Next:
    """Assign it, and tell both: who has it now and who had it."""
    if stopped(turn):
        return END
    tip = await find(turn, moving.tips, reference_of(turn), Action.ASSIGN_TIP)
    if tip is None:
        return END
    was = _was(turn)
    to = await _chosen(turn, moving, was)
    if to is None:
        return "assign_to"
    if not await moving.statuses.assign(tip.id, was, to.id, turn.now):
        await say_how_it_is(turn, moving, tip)
        return END
    await record_given(turn, moving, "tip-assigned", tip, to.id)
    _tell(turn, tip, to.id, "progress-told-assigned")
    if was is not None:
        _tell(turn, tip, was, "progress-told-reassigned", to.name)
    turn.say(
        "progress-assigned",
        reference=tip.reference,
        name=to.name,
        buttons=[open_button(tip), queue_button()],
        protect=True,
    )
    return END


async def _begin(turn: Turn, tip: Tip, members: Members, but: int | None, step: str) -> Next:
    about(turn, tip)
    turn.draft["was"] = str(tip.owner_id or "")
    if await colleagues.takers(turn, members, but):
        return step
    turn.say("progress-nobody", reference=tip.reference, buttons=[open_button(tip)], protect=True)
    return END


async def _chosen(turn: Turn, moving: Moving, but: int | None) -> Member | None:
    """The colleague who was chosen; None when the list is to be shown, after saying why."""
    if colleagues.turns_page(turn):
        return None
    people = await colleagues.takers(turn, moving.members, but)
    to = colleagues.chosen(turn, people, turn.value)
    if to is None and turn.value:
        turn.say("progress-not-there", buttons=colleagues.buttons(turn, people), protect=True)
    return to


def _was(turn: Turn) -> int | None:
    was = str(turn.draft.get("was", ""))
    return int(was) if was else None


def _tell(turn: Turn, tip: Tip, member_id: int, key: str, to: str = "") -> None:
    if member_id == turn.who.member_id:
        return
    args = {"reference": tip.reference, "name": turn.who.name}
    said = Text(key, {**args, "to": to} if to else args)
    # A message of its own: the tip's card may lie far up, and changes there without a sound.
    notice = Reply(said, buttons=(open_button(tip),), protect=True)
    turn.tell_member(tip.unit_id, member_id, notice)
