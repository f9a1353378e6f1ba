"""Leaving: the receipt put away, the chat wiped, a thread left alone."""

from __future__ import annotations

from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Text
from handlers.follow_up import FOLLOW_UP


@FOLLOW_UP.step("kept", entry=True)
async def kept(turn: Turn) -> Next:
    """They wrote the receipt down: take it off the screen. The value is the tip's reference."""
    turn.say(
        "follow-up-kept",
        reference=turn.value,
        buttons=[
            Button(Text("nav-report"), "intake.welcome:"),
            Button(Text("nav-wipe"), "follow_up.wipe:"),
        ],
        card=f"receipt:{turn.value}",
        edit=True,
    )
    return END


@FOLLOW_UP.step("wipe", entry=True)
async def wipe(turn: Turn) -> Next:
    """Forget this chat, after asking once."""
    if turn.value == "yes":
        turn.wiped = True
        turn.state.aside = None
        channel = turn.inbound.address.channel
        turn.say("follow-up-wiped-telegram" if channel == "telegram" else "follow-up-wiped")
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


@FOLLOW_UP.step("expired")
async def expired(turn: Turn) -> Next:
    """The line closes without a word: nothing was kept that could be missed."""
    turn.state.aside = None
    return END
