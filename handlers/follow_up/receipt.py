"""Coming back with the receipt, from any channel. A wrong one is told nothing, kindly."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from bot.domain.codes import RECEIPT_LENGTH, canonical
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Text
from bot.domain.tip import Reach, Tip, TipStatus
from handlers.follow_up import FOLLOW_UP
from handlers.follow_up.writing import visit
from handlers.offices import reader_text
from handlers.own_name import say_left
from handlers.tip_views import files_of
from handlers.words import day_text, stop

if TYPE_CHECKING:
    from storage.custodians import Custodians
    from storage.disclosures import Disclosures
    from storage.identities import Identities
    from storage.questions import Questions
    from storage.register import Registers
    from storage.throttle import Throttle
    from storage.tips import Tips
    from storage.units import Units

PER_CONTACT: Final = (5, 900)
"""Attempts and seconds for one chat. None for all together: with it anybody could shut everybody
out, and without it nobody finds one of a million receipts among 2^80 by trying."""
SHOWN: Final = 5
"""Officers' messages shown, the latest ones; tips shown by `status`."""


@FOLLOW_UP.step("receipt", leads_to=["write"], entry=True)
async def receipt(
    turn: Turn,
    tips: Tips,
    throttle: Throttle,
    identities: Identities,
    custodians: Custodians,
    disclosures: Disclosures,
    registers: Registers,
    units: Units,
    questions: Questions,
) -> Next:
    """Find the tip and join this chat to it, so that the thread goes on here.

    A tip without a way back is only visited: the thread is open here for a while, and then this
    chat is forgotten.
    """
    typed = turn.value or turn.text
    if not typed:
        return "receipt"
    wait = await throttle.wait("receipt", turn.who.contact_id, turn.now, per_contact=PER_CONTACT)
    if wait > 0:
        turn.say("follow-up-slowly", minutes=math.ceil(wait / 60), buttons=[_report(), stop()])
        return "receipt"
    code = canonical(typed, RECEIPT_LENGTH)
    tip = await tips.by_receipt(code) if code else None
    if code is not None and await tips.was_erased(code):
        turn.say("follow-up-erased", buttons=[_report()])
        return END
    if code is None or tip is None:
        turn.say("follow-up-receipt-wrong", buttons=[_report(), stop()])
        return "receipt"
    visits = tip.reach != Reach.HERE
    if not (turn.who.named or visits):
        await tips.link(tip.id, turn.who.contact_id)  # not an officer who looks
    about = (tip.id, tip.unit_id, tip.reference)
    await say_left(turn, about, identities, custodians, disclosures)
    if await registers.units_before(tip.id):
        office = reader_text(await units.get(tip.unit_id))
        turn.say("follow-up-office", reference=tip.reference, office=office)
    await _show(turn, tip, code, tips, questions)
    turn.forget = visits
    if visits and turn.who.member_id is None and tip.status != TipStatus.CLOSED:
        visit(turn, tip)
        return "write"
    return END


@FOLLOW_UP.asks("receipt")
async def ask_receipt(turn: Turn) -> None:
    """Ask for it."""
    turn.say("follow-up-receipt", buttons=[stop()])


async def _show(turn: Turn, tip: Tip, code: str, tips: Tips, questions: Questions) -> None:
    told = await tips.told(tip.id, code)
    for message in told[-SHOWN:]:
        media = files_of([message])
        turn.say("follow-up-told", at=day_text(message.at), text=message.body.text, media=media)
    if turn.who.member_id is None:  # an officer who looks is not the reporter who reads
        await questions.arrived([message.id for message in told[-SHOWN:]])
    asked = bool(told) and not tip.answer_waiting and tip.status != TipStatus.CLOSED
    about = _about(tip, await tips.worked_as(tip))
    turn.say(about, buttons=[*_add_buttons([tip]), *_reach(turn, tip, code), _report()])
    if asked and turn.who.member_id is None:
        turn.say("follow-up-answer-here", buttons=[_reply(tip)])


@FOLLOW_UP.step("status", leads_to=["receipt"], entry=True)
async def status(turn: Turn, tips: Tips) -> Next:
    """The open tips of this chat; without any, ask for the receipt."""
    mine = await tips.of_contact(turn.who.contact_id)
    if not mine:
        return "receipt"
    for tip in mine[1:SHOWN][::-1]:
        turn.say(_about(tip, await tips.worked_as(tip)), buttons=_add_buttons([tip]))
    other = Button(Text("follow-up-by-receipt"), "follow_up.receipt:")
    ways = [*_add_buttons(mine[:1]), *_reach(turn, mine[0]), other, _report()]
    turn.say(_about(mine[0], await tips.worked_as(mine[0])), buttons=ways)
    return END


def _about(tip: Tip, worked_as: Tip) -> Text:
    """One that was merged into another stands where that one stands; of which it is no word."""
    return Text(
        "follow-up-status",
        {
            "reference": tip.reference,
            "status": Text(f"status-{worked_as.status}"),
            "at": day_text(tip.created_at),
        },
    )


def _add_buttons(tips: list[Tip]) -> list[Button]:
    return [
        Button(
            Text("follow-up-add", {"reference": tip.reference}), f"follow_up.add:{tip.reference}"
        )
        for tip in tips
        if tip.status != TipStatus.CLOSED
    ]


def _reach(turn: Turn, tip: Tip, code: str = "") -> list[Button]:
    if turn.who.member_id is not None:
        return []
    if tip.reach == Reach.HERE:
        return [Button(Text("nav-withdraw"), f"follow_up.withdraw:{tip.reference}")]
    open_still = code and tip.status != TipStatus.CLOSED
    return [Button(Text("nav-allow"), f"follow_up.allow:{code}")] if open_still else []


def _reply(tip: Tip) -> Button:
    return Button(Text("follow-up-reply"), f"follow_up.reply:{tip.reference}")


def _report() -> Button:
    return Button(Text("nav-report"), "intake.welcome:")
