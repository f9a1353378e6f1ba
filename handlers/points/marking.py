"""Saying what happened to a sign or its place, with a photo if there is one. Of two who say it at
once one is told about the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Media, MediaKind, StoredFile, Text
from bot.domain.points import OF_PLACE, SignEvent
from handlers.at_desk import allowed
from handlers.points.base import POINTS, own
from handlers.points.card import say_card
from handlers.points.views import MARKS, date_text, needed
from handlers.words import number_of, say_refusals

if TYPE_CHECKING:
    from storage.audit import Audit
    from storage.points import Point, Points
    from storage.stickers import Happened, Sticker, Stickers

DEEDS: Final = {
    SignEvent.INSTALLED: "sign-installed",
    SignEvent.INSPECTED: "sign-inspected",
    SignEvent.DAMAGED: "sign-damaged",
    SignEvent.REPLACED: "sign-replaced",
    SignEvent.REVOKED: "sign-revoked",
    SignEvent.PLEDGED: "sign-pledged",
    SignEvent.RULES_POSTED: "sign-rules-posted",
}
"""What the audit calls them."""
_ENDS: Final = (SignEvent.REPLACED, SignEvent.REVOKED)
_COLUMN: Final = {SignEvent.PLEDGED: "pledged_on", SignEvent.RULES_POSTED: "rules_on"}


@POINTS.step("mark", leads_to=["photo", "sure"], entry=True)
async def mark(turn: Turn, points: Points, stickers: Stickers) -> Next:
    """A button of a card was pressed: what, the sign, and the newest line when it was shown."""
    what, _, rest = turn.value.partition("/")
    short, _, stamp = rest.partition("/")
    if what not in MARKS or not allowed(turn, needed(SignEvent(what))):
        if not turn.replies:
            turn.say("old-button")
        return END
    found = await own(turn, points, stickers, short)
    if found is None or await _overtaken(turn, points, stickers, *found, number_of(stamp)):
        return END
    turn.draft.clear()
    turn.draft.update(what=what, short=short, stamp=stamp, serial=found[1].serial)
    return "sure" if what in _ENDS else "photo"


@POINTS.asks("photo")
async def ask_photo(turn: Turn) -> None:
    """A photo is welcome; nobody has to."""
    turn.say(
        "points-photo",
        what=Text(f"points-was-{turn.draft.get('what', '')}"),
        serial=str(turn.draft.get("serial", "")),
        buttons=[turn.option("skip", "points-no-photo"), turn.option("stop", "triage-stop")],
        protect=True,
    )


@POINTS.step("photo")
async def photo(turn: Turn, points: Points, stickers: Stickers, audit: Audit) -> Next:
    """The photo, or none."""
    if turn.value == "stop":
        turn.say("triage-stopped")
        return END
    came = [up.file for up in turn.inbound.uploads if up.kind is MediaKind.PHOTO and up.file]
    if turn.value != "skip" and not came:
        say_refusals(turn)
        if turn.inbound.uploads or turn.text or turn.inbound.location:
            turn.say("points-photo-only", buttons=_ways(turn), protect=True)
        return "photo"
    return await _do(turn, points, stickers, audit, *came)


@POINTS.asks("sure")
async def ask_sure(turn: Turn) -> None:
    """Its code will lead nowhere any more: really?"""
    turn.say(
        f"points-sure-{turn.draft.get('what', '')}",
        serial=str(turn.draft.get("serial", "")),
        buttons=[
            turn.option("yes", f"points-yes-{turn.draft.get('what', '')}"),
            turn.option("stop", "triage-stop"),
        ],
        protect=True,
    )


@POINTS.step("sure")
async def sure(turn: Turn, points: Points, stickers: Stickers, audit: Audit) -> Next:
    """Do it; anything but yes or no is asked again."""
    if turn.value == "stop":
        turn.say("triage-stopped")
        return END
    if turn.value != "yes":
        return "sure"
    return await _do(turn, points, stickers, audit)


async def _do(
    turn: Turn, points: Points, stickers: Stickers, audit: Audit, *photos: StoredFile
) -> Next:
    """Write it down, a further photo on a line of its own. Who may, whose sign it is and how it
    stands is looked at again.
    """
    photo, *more = photos or (None,)
    what = SignEvent(str(turn.draft.get("what", "")))
    if not allowed(turn, needed(what)):
        return END
    short = str(turn.draft.get("short", ""))
    found = await own(turn, points, stickers, short, held=True)
    if found is None:
        return END
    point, sign = found
    if await _overtaken(turn, points, stickers, *found, number_of(str(turn.draft["stamp"]))):
        return END
    done: Sticker | None = sign
    if what in OF_PLACE:
        await points.dated(point.id, _COLUMN[what], _today(turn))
        await _note(turn, stickers, sign, what, photo)
    elif what is SignEvent.REPLACED:
        done = await stickers.replace(sign, turn.now, turn.who.member_id or 0)
    elif not await stickers.mark(sign, what, turn.now, member_id=turn.who.member_id, photo=photo):
        done = None
    if done is None:
        turn.say("points-overtaken-by", buttons=[_open(sign)], protect=True)
        return END
    for further in more:
        await _note(turn, stickers, sign, what, further)
    await audit.record(
        DEEDS[what],
        now=turn.now,
        unit_id=turn.who.unit_id,
        member_id=turn.who.member_id,
        subject=sign.serial,
    )
    await _say_done(turn, points, stickers, point, sign, what)
    return END


async def _say_done(
    turn: Turn, points: Points, stickers: Stickers, point: Point, was: Sticker, what: SignEvent
) -> None:
    """What was written down, and the card as it is now: after a replacement that of the new
    sign, with its code to be printed in need.
    """
    after = await stickers.get(was.id) or was
    if what is not SignEvent.REPLACED:
        said = Text("points-done", {"serial": was.serial, "what": Text(f"points-was-{what}")})
        await say_card(turn, points, stickers, point, after, said)
        return
    new = (await stickers.of_point(point.id))[-1]
    said = Text("points-done-replaced", {"serial": was.serial, "new": new.serial})
    code = Media(
        MediaKind.QR, data=f"/q/{new.code}", caption=Text("points-code-of-new"), public=True
    )
    await say_card(turn, points, stickers, point, new, said, media=(code,))


async def _note(
    turn: Turn, stickers: Stickers, sign: Sticker, what: SignEvent, photo: StoredFile | None
) -> None:
    await stickers.note(
        sign.unit_id, sign.point_id, what, turn.now, sign.id, turn.who.member_id, photo
    )


async def _overtaken(
    turn: Turn, points: Points, stickers: Stickers, point: Point, sign: Sticker, stamp: int
) -> bool:
    """Whether somebody of staff has written something since the card was shown; then it is said
    what, with the card as it is now.
    """
    newest = await stickers.last_deed(sign)
    if newest is None or newest.id == stamp:
        return False
    await say_card(turn, points, stickers, point, sign, _faster(turn, newest))
    return True


def _faster(turn: Turn, newest: Happened) -> Text:
    about = {
        "who": newest.who or Text("auditing-system"),
        "what": Text(f"points-was-{newest.what}"),
        "serial": newest.serial or "–",
        "at": date_text(newest.at),
    }
    mine = newest.who == turn.who.name
    return Text("points-overtaken-by-me" if mine else "points-overtaken", about)


def _today(turn: Turn) -> str:
    return "-".join(reversed(date_text(turn.now).split("/")))


def _ways(turn: Turn) -> list[Button]:
    return [turn.option("skip", "points-no-photo"), turn.option("stop", "triage-stop")]


def _open(sign: Sticker) -> Button:
    return Button(Text("points-open-one", {"serial": sign.serial}), f"points.card:{sign.short}")
