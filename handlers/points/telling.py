"""A resident says that a sign is damaged or pasted over: two presses, no tip, and nobody is
remembered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.flow import END, Next, Turn
from bot.domain.points import SignEvent
from handlers.draft import Draft
from handlers.points.base import POINTS
from handlers.words import say_refusals, stop

if TYPE_CHECKING:
    from storage.points import Points
    from storage.sign_told import SignsTold
    from storage.stickers import Stickers

_WHAT: Final = {"damaged": SignEvent.TOLD_DAMAGED, "covered": SignEvent.TOLD_COVERED}


@POINTS.step("told", leads_to=["told_what"], entry=True)
async def told(turn: Turn) -> Next:
    """The value is the code that was scanned."""
    turn.draft.clear()
    turn.draft["code"] = turn.value
    return "told_what"


@POINTS.asks("told_what")
async def ask_told_what(turn: Turn) -> None:
    """What is it?"""
    turn.say(
        "points-tell",
        buttons=[
            turn.option("damaged", "points-tell-damaged"),
            turn.option("covered", "points-tell-covered"),
            stop(),
        ],
    )


@POINTS.step("told_what", leads_to=["intake.offer"])
async def told_what(turn: Turn, points: Points, stickers: Stickers, signs_told: SignsTold) -> Next:
    """Write it down with its day and tell the staff. Whoever tells something instead tells a tip:
    it is kept.
    """
    what = _WHAT.get(turn.value)
    if what is None:
        return _tells(turn)
    code = str(turn.draft.get("code", ""))
    point = await points.by_code(code)
    # A short code can be guessed; the button of whoever typed one has the long one.
    known = point is not None and point.code == code
    sign = await stickers.get(point.sticker_id) if point and known else None
    news = await signs_told.told(sign, what, turn.now) if sign else None
    if news:
        turn.outgoing.append(news)
    turn.say("points-told-thanks")
    return END


def _tells(turn: Turn) -> Next:
    say_refusals(turn)
    aside = turn.state.aside
    began = aside is not None and aside.flow == "intake"
    draft = Draft.from_json(aside.draft) if aside and began else Draft()
    if not draft.absorb(turn):
        return "told_what"
    if aside and began:
        aside.draft = draft.to_json()
        turn.say("intake-noted")
        return END
    draft.keep(turn)
    return "intake.offer"
