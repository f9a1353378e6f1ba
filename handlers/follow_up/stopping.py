"""Leaving: the receipt put away, the chat wiped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.channels import shows
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Text
from handlers.follow_up import FOLLOW_UP

if TYPE_CHECKING:
    from storage.tips import Tips

ONCE_LENGTH: Final = 16
_THEIR_OWN: Final = ("telegram", "zalo")
"""Platforms that keep messages which the bot cannot take back."""


@FOLLOW_UP.step("kept", entry=True)
async def kept(turn: Turn, tips: Tips) -> Next:
    """They wrote the receipt down: take it off the screen.

    The value is the tip's reference, or for a one-way tip a random word. A reference is only named
    to a chat that is linked to it: rows must not join the others.
    """
    mine = await tips.linked(turn.who.contact_id)
    linked = any(tip.reference == turn.value for tip in mine)
    once = turn.value.isalnum() and len(turn.value) <= ONCE_LENGTH
    turn.forget = not linked
    about = Text("follow-up-kept", {"reference": turn.value})
    said = about if linked else Text("follow-up-kept-once")
    if not shows(turn.inbound.address.channel).deletes:
        said = Text("follow-up-kept-stays", {"reference": turn.value if linked else ""})
    turn.say(
        said,
        buttons=[
            Button(Text("nav-report"), "intake.welcome:"),
            Button(Text("nav-wipe"), "follow_up.wipe:"),
        ],
        card=f"receipt:{turn.value}" if linked else f"once:{turn.value}" if once else "",
        edit=True,
    )
    return END


@FOLLOW_UP.step("wipe", entry=True)
async def wipe(turn: Turn) -> Next:
    """Forget this chat, after asking once."""
    if turn.value == "yes":
        turn.wiped = True
        turn.state.aside = None
        platform = shows(turn.inbound.address.channel).name
        turn.say(f"follow-up-wiped-{platform}" if platform in _THEIR_OWN else "follow-up-wiped")
        return END
    if turn.value == "no":
        turn.say("follow-up-not-wiped")
        return END
    return "wipe"


@FOLLOW_UP.asks("wipe")
async def ask_wipe(turn: Turn) -> None:
    """Say what goes and what stays."""
    turn.say(
        "follow-up-wipe",
        buttons=[turn.option("yes", "follow-up-wipe-yes"), turn.option("no", "follow-up-wipe-no")],
    )


@FOLLOW_UP.step("cancelled")
async def cancelled(turn: Turn) -> Next:
    """What was passed on stays passed on."""
    turn.say("follow-up-cancelled")
    return END
