"""A sign's card: what a member sees who scans it, and its place's history by the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.access import Action
from bot.domain.errors import KeyNotHere
from bot.domain.flow import END, Next, Turn
from bot.domain.message import PARAGRAPHS, Button, Media, MediaKind, Text
from bot.domain.points import LIVE
from handlers.at_desk import allowed
from handlers.points.base import POINTS, own
from handlers.points.views import buttons, card, line
from handlers.tip_views import joined
from handlers.words import number_of

if TYPE_CHECKING:
    from storage.filing import Dossiers
    from storage.points import Point, Points
    from storage.stickers import Happened, Sticker, Stickers

PAGE: Final = 6
"""Lines of a history shown at once: so many photos still are one album."""


@POINTS.step("card", entry=True)
async def show_card(turn: Turn, points: Points, stickers: Stickers) -> Next:
    """A sign; the value is its code, of either length."""
    if not allowed(turn, Action.MARK_SIGN):
        return END
    found = await own(turn, points, stickers, turn.value)
    if found:
        await say_card(turn, points, stickers, *found)
    return END


async def say_card(
    turn: Turn,
    points: Points,
    stickers: Stickers,
    point: Point,
    sign: Sticker,
    *said: Text,
    media: tuple[Media, ...] = (),
) -> None:
    """Say what is known of it, after what was `said` before."""
    told = await stickers.told_since(sign) if sign.state in LIVE else set()
    every = await stickers.of_point(point.id)
    others = [each for each in every if each.state in LIVE and each.id != sign.id]
    newest = await stickers.last_deed(sign)
    text = card(point, sign, told, await points.dates(point.id), others)
    turn.say(
        joined([*said, text], PARAGRAPHS),
        buttons=buttons(turn.who.role, sign, newest.id if newest else 0, others),
        media=media,
        protect=True,
    )


@POINTS.step("history", entry=True)
async def history(turn: Turn, points: Points, stickers: Stickers, dossiers: Dossiers) -> Next:
    """What happened at a place, newest first; the value is a code of one of its signs and a page
    (from 0).
    """
    if not allowed(turn, Action.MARK_SIGN):
        return END
    code, _, wanted = turn.value.partition("/")
    page = number_of(wanted, 10**6)
    found = await own(turn, points, stickers, code)
    if found is None:
        return END
    point, sign = found
    lines = await stickers.history(point.id, PAGE + 1, page * PAGE)
    shown, more = lines[:PAGE], len(lines) > PAGE
    turns = [
        *([_page(sign, page - 1, "queue-page-back")] if page else []),
        *([_page(sign, page + 1, "queue-page-on")] if more else []),
        Button(Text("points-open-one", {"serial": sign.serial}), f"points.card:{sign.short}"),
    ]
    turn.say(
        "points-history-of" if shown else "points-history-none",
        place=point.name,
        lines=joined([line(each) for each in shown]) if shown else "",
        buttons=turns,
        media=await _photos(stickers, dossiers, point, shown),
        protect=True,
    )
    return END


def _page(sign: Sticker, page: int, label: str) -> Button:
    return Button(Text(label), f"points.history:{sign.short}/{page}")


async def _photos(
    stickers: Stickers, dossiers: Dossiers, point: Point, lines: list[Happened]
) -> list[Media]:
    """The photos that go with some lines; none where the unit's key is not, or they never came."""
    found = []
    for each in lines:
        if not each.has_photo:
            continue
        try:
            file = await stickers.photo(point.unit_id, each.id)
        except KeyNotHere:
            return []
        if file and await dossiers.parcels.known([file.id]):
            found.append(Media(MediaKind.PHOTO, file, caption=line(each)))
    return found
