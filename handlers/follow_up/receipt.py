"""Coming back with the receipt, from any channel. A wrong one is told nothing, kindly."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from bot.domain.codes import RECEIPT_LENGTH, canonical
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Text
from bot.domain.tip import Tip, TipStatus
from handlers.follow_up import FOLLOW_UP
from handlers.words import day_text, stop

if TYPE_CHECKING:
    from storage.throttle import Throttle
    from storage.tips import Tips

PER_CONTACT: Final = (5, 900)
"""Attempts and seconds for one chat."""
OVERALL: Final = (60, 60)
"""Attempts and seconds for everybody together: a fresh chat costs a guesser nothing."""
SHOWN: Final = 5
"""Officers' messages shown, the latest ones; tips shown by `status`."""


@FOLLOW_UP.step("receipt", entry=True)
async def receipt(turn: Turn, tips: Tips, throttle: Throttle) -> Next:
    """Find the tip and join this chat to it, so that the thread goes on here."""
    typed = turn.value or turn.text
    if not typed:
        return "receipt"
    wait = await throttle.wait(
        "receipt", turn.who.contact_id, turn.now, per_contact=PER_CONTACT, overall=OVERALL
    )
    if wait > 0:
        turn.say("follow-up-slowly", minutes=math.ceil(wait / 60), buttons=[_report(), stop()])
        return "receipt"
    code = canonical(typed, RECEIPT_LENGTH)
    tip = await tips.by_receipt(code) if code else None
    if code is None or tip is None:
        turn.say("follow-up-receipt-wrong", buttons=[_report(), stop()])
        return "receipt"
    await _show(turn, tip, code, tips)
    return END


@FOLLOW_UP.asks("receipt")
async def ask_receipt(turn: Turn) -> None:
    """Ask for it."""
    turn.say("follow-up-receipt", buttons=[stop()])


async def _show(turn: Turn, tip: Tip, code: str, tips: Tips) -> None:
    if turn.who.member_id is None:  # an officer who looks must not appear as the reporter
        await tips.link(tip.id, turn.who.contact_id)
    told = await tips.told(tip.id, code)
    for message in told[-SHOWN:]:
        turn.say("follow-up-told", at=day_text(message.at), text=message.body.text)
    asked = bool(told) and not tip.answer_waiting and tip.status != TipStatus.CLOSED
    turn.say(_about(tip), buttons=[*_add_buttons([tip]), _report()])
    if asked and turn.who.member_id is None:
        turn.say("follow-up-answer-here", buttons=[_reply(tip)])


@FOLLOW_UP.step("status", leads_to=["receipt"], entry=True)
async def status(turn: Turn, tips: Tips) -> Next:
    """The open tips of this chat; without any, ask for the receipt."""
    mine = await tips.of_contact(turn.who.contact_id)
    if not mine:
        return "receipt"
    for tip in mine[1:SHOWN][::-1]:
        turn.say(_about(tip), buttons=_add_buttons([tip]))
    other = Button(Text("follow-up-by-receipt"), "follow_up.receipt:")
    turn.say(_about(mine[0]), buttons=[*_add_buttons(mine[:1]), other, _report()])
    return END


def _about(tip: Tip) -> Text:
    return Text(
        "follow-up-status",
        {
            "reference": tip.reference,
            "status": Text(f"status-{tip.status}"),
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


def _reply(tip: Tip) -> Button:
    return Button(Text("follow-up-reply"), f"follow_up.reply:{tip.reference}")


def _report() -> Button:
    return Button(Text("nav-report"), "intake.welcome:")
