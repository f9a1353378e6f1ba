"""The way from a chat to the web page: the link, and arriving there with nothing being told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.flow import END, Next, Turn
from handlers.doorway import app_text, say_page
from handlers.follow_up import FOLLOW_UP
from handlers.follow_up.receipt import status

if TYPE_CHECKING:
    from storage.tips import Tips


@FOLLOW_UP.step("page", entry=True)
async def page(turn: Turn) -> Next:
    """At rest: the link to the web page."""
    say_page(turn)
    return END


@FOLLOW_UP.step("door", leads_to=["receipt"])
async def arrived(turn: Turn, tips: Tips) -> Next:
    """At rest, and a link was opened: how the tips stand that came along, if it led to any."""
    door = turn.door
    if door is None or door.shut:
        return END
    to = await status(turn, tips)
    asked = await tips.awaiting_answer(turn.who.contact_id, unread=True)
    if asked:
        turn.say("follow-up-door-asked", reference=asked.reference, app=app_text(door))
    return to
