"""Whether a tip can be asked about here: withdrawn by its reporter, or allowed after all."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bot.domain.codes import RECEIPT_LENGTH, canonical
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Text, verbatim
from bot.domain.tip import Tip, TipStatus
from handlers.follow_up import FOLLOW_UP
from handlers.follow_up.receipt import PER_CONTACT, SHOWN
from handlers.windows import for_days
from handlers.words import stop

if TYPE_CHECKING:
    from storage.throttle import Throttle
    from storage.tips import Tips


@FOLLOW_UP.step("withdraw", leads_to=["withdraw_sure"], entry=True)
async def withdraw(turn: Turn, tips: Tips) -> Next:
    """Break a tip's way back to this chat; the value is its reference, or empty for any."""
    mine = await tips.linked(turn.who.contact_id)
    if turn.value:
        mine = [tip for tip in mine if tip.reference == turn.value.upper()]
    if not mine:
        _not_linked(turn)
        return END
    if len(mine) > 1:
        turn.say("follow-up-withdraw-which", buttons=[*map(_choice, mine[:SHOWN]), stop()])
        return END
    turn.draft.clear()
    turn.draft["reference"] = mine[0].reference
    return "withdraw_sure"


@FOLLOW_UP.asks("withdraw_sure")
async def ask_withdraw_sure(turn: Turn) -> None:
    """Say what it means."""
    turn.say(
        "follow-up-withdraw",
        reference=str(turn.draft.get("reference", "")),
        buttons=[
            turn.option("yes", "follow-up-withdraw-yes"),
            turn.option("no", "follow-up-withdraw-no"),
        ],
    )


@FOLLOW_UP.step("withdraw_sure")
async def withdraw_sure(turn: Turn, tips: Tips) -> Next:
    """Break it, in every chat; this one is forgotten when no other open tip needs it."""
    if turn.value == "no":
        turn.say("follow-up-not-withdrawn")
        return END
    if turn.value != "yes":
        return "withdraw_sure"
    reference = str(turn.draft.get("reference", ""))
    mine = await tips.linked(turn.who.contact_id)
    tip = next((tip for tip in mine if tip.reference == reference), None)
    if tip is None:
        _not_linked(turn)
        return END
    await tips.withdraw(tip.id, turn.now)
    turn.forget = not await tips.of_contact(turn.who.contact_id)
    turn.say("follow-up-withdrawn", reference=reference)
    return END


@FOLLOW_UP.step("allow", entry=True)
async def allow(turn: Turn, tips: Tips, throttle: Throttle) -> Next:
    """The reporter of a one-way tip may be asked here after all; the value is the receipt."""
    wait = await throttle.wait("receipt", turn.who.contact_id, turn.now, per_contact=PER_CONTACT)
    if wait > 0:
        turn.say("follow-up-slowly", minutes=math.ceil(wait / 60), buttons=[stop()])
        return END
    code = canonical(turn.value, RECEIPT_LENGTH)
    tip = await tips.by_receipt(code) if code else None
    if tip is None or turn.who.named or tip.status == TipStatus.CLOSED:
        turn.say("follow-up-closed")
        return END
    await tips.allow(tip.id, turn.who.contact_id)
    allowed = "follow-up-allowed" + for_days(turn)
    turn.say(allowed, reference=tip.reference, buttons=[withdraw_button(tip)])
    return END


def withdraw_button(tip: Tip) -> Button:
    """Begins withdrawing."""
    return Button(Text("nav-withdraw"), f"follow_up.withdraw:{tip.reference}")


def _choice(tip: Tip) -> Button:
    return Button(verbatim(tip.reference), f"follow_up.withdraw:{tip.reference}")


def _not_linked(turn: Turn) -> None:
    turn.say(
        "follow-up-not-linked",
        buttons=[Button(Text("follow-up-by-receipt"), "follow_up.receipt:"), stop()],
    )
