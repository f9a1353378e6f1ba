"""Who goes home hands all their open tips to one colleague, and confirms it once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.access import Action
from bot.domain.duty import Listed
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Reply, Text
from handlers import colleagues
from handlers.at_desk import allowed, queue_button
from handlers.duty.base import DUTY
from handlers.words import listed

if TYPE_CHECKING:
    from storage.duty import DutyBook
    from storage.filing import Moving
    from storage.members import Member, Members

NAMED: Final = 10
"""References that a message names."""


@DUTY.step("mine", leads_to=["mine_to"], entry=True)
async def mine(turn: Turn, duty_book: DutyBook, members: Members) -> Next:
    """They want to hand over what they have."""
    if not await _tips_of(turn, duty_book):
        return END
    if not await colleagues.takers(turn, members, turn.who.member_id):
        turn.say("duty-nobody", buttons=[queue_button()], protect=True)
        return END
    turn.draft.clear()
    return "mine_to"


@DUTY.asks("mine_to")
async def ask_mine_to(turn: Turn, members: Members) -> None:
    """To whom?"""
    people = await colleagues.takers(turn, members, turn.who.member_id)
    turn.say("duty-mine-to", buttons=colleagues.buttons(turn, people), protect=True)


@DUTY.step("mine_to", leads_to=["mine_confirm"])
async def mine_to(turn: Turn, duty_book: DutyBook, members: Members) -> Next:
    """A colleague was chosen."""
    if turn.value == "stop":
        turn.say("triage-stopped")
        return END
    if colleagues.turns_page(turn):
        return "mine_to"
    tips = await _tips_of(turn, duty_book)
    if not tips:
        return END
    to = await _colleague(turn, members, turn.value)
    if to is None:
        return "mine_to"
    turn.draft.update(to=str(to.id), name=to.name, count=len(tips))
    return "mine_confirm"


@DUTY.asks("mine_confirm")
async def ask_mine_confirm(turn: Turn) -> None:
    """Once, for all of them."""
    turn.say(
        "duty-mine-confirm",
        n=int(turn.draft.get("count", 0)),
        name=str(turn.draft.get("name", "")),
        buttons=[turn.option("yes", "duty-mine-yes"), turn.option("stop", "triage-stop")],
        protect=True,
    )


@DUTY.step("mine_confirm", leads_to=["mine_to"])
async def mine_confirm(turn: Turn, duty_book: DutyBook, moving: Moving, members: Members) -> Next:
    """Hand over what they still have. Who may, and to whom, is looked at again."""
    if turn.value == "stop":
        turn.say("triage-stopped")
        return END
    if turn.value != "yes":
        return "mine_confirm"
    tips = await _tips_of(turn, duty_book)
    if not tips:
        return END
    to = await _colleague(turn, members, str(turn.draft.get("to", "")))
    if to is None:
        return "mine_to"
    given = []
    for tip_id, reference in tips:
        if not await moving.statuses.give(tip_id, turn.who.member_id or 0, to.id):
            continue
        given.append(reference)
        turn.touched.add(tip_id)
        await _record(turn, moving, "tip-handed-over", turn.who.member_id, reference)
        await _record(turn, moving, "tip-given", to.id, reference)
    _tell(turn, to, given)
    return END


async def _record(
    turn: Turn, moving: Moving, deed: str, member_id: int | None, reference: str
) -> None:
    await moving.audit.record(
        deed,
        now=turn.now,
        unit_id=turn.who.unit_id,
        member_id=member_id,
        subject=reference,
    )


def _tell(turn: Turn, to: Member, given: list[str]) -> None:
    if not given:
        turn.say("duty-mine-none", buttons=[queue_button()], protect=True)
        return
    named = listed(Listed(len(given), tuple(given[:NAMED])))
    about: dict[str, str | int | Text] = {"name": turn.who.name, "n": len(given), "list": named}
    notice = Reply(Text("duty-told-mine", about), buttons=(queue_button(),), protect=True)
    turn.tell_member(to.unit_id, to.id, notice)
    turn.say(
        "duty-mine-handed",
        n=len(given),
        name=to.name,
        buttons=[queue_button()],
        protect=True,
    )


async def _tips_of(turn: Turn, duty_book: DutyBook) -> list[tuple[int, str]]:
    """What they have; empty after saying why there is nothing to hand over."""
    if not allowed(turn, Action.HAND_OVER):
        return []
    tips = await duty_book.open_of(turn.who.unit_id or 0, turn.who.member_id or 0)
    if not tips:
        turn.say("duty-mine-none", buttons=[queue_button()], protect=True)
    return tips


async def _colleague(turn: Turn, members: Members, value: str) -> Member | None:
    """Who was chosen; None after saying that they are not there."""
    people = await colleagues.takers(turn, members, turn.who.member_id)
    to = colleagues.chosen(turn, people, value)
    if to is None and value:
        again = colleagues.buttons(turn, people) if turn.step == "mine_to" else []
        turn.say("duty-not-there", buttons=again, protect=True)
    return to
