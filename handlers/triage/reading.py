"""Looking: what the desk says to a member at rest, the queue, and an opened tip."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.access import Action, may
from bot.domain.errors import KeyNotHere
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Text
from bot.domain.tip import Reach, Tip
from handlers.triage import views
from handlers.triage.base import TRIAGE, allowed, find
from handlers.triage.buttons import actions, queue_button
from handlers.triage.muting import mute_buttons, side_button, track_record

if TYPE_CHECKING:
    from storage.filing import Dossiers
    from storage.tips import Tips

QUEUE_PAGE: Final = 5
"""Tips of the queue shown at once: five buttons still fit a small screen."""


@TRIAGE.step("home", entry=True)
async def home(turn: Turn, tips: Tips, dossiers: Dossiers) -> Next:
    """A member at rest wrote something: a reference opens its tip, all else gets a short help."""
    who = turn.who
    if who.member_id is None or who.unit_id is None:
        turn.say("triage-nothing")
        return END
    if may(who.role, Action.OPEN_TIP):
        tip = await tips.by_reference(who.unit_id, turn.text) if turn.text else None
        if tip is not None:
            await _show(turn, dossiers, tip, 0)
            return END
    buttons: list[Button] = []
    if may(who.role, Action.SEE_QUEUE):
        buttons += [queue_button(), *await side_button(turn, tips)]
    if may(who.role, Action.REMOVE_MEMBER):
        buttons.append(Button(Text("triage-members"), "enrol.members:"))
    if may(who.role, Action.READ_AUDIT):
        buttons.append(Button(Text("triage-audit"), "auditing.read:"))
    if may(who.role, Action.DECIDE_IDENTITY):
        buttons.append(Button(Text("identity-pending"), "identity.pending:"))
    if may(who.role, Action.SEE_QUEUE):
        turn.say(
            "triage-home", name=who.name, count=await tips.count_open(who.unit_id), buttons=buttons
        )
    else:
        turn.say("triage-home-other", name=who.name, buttons=buttons)
    return END


@TRIAGE.step("queue", entry=True)
async def queue(turn: Turn, tips: Tips) -> Next:
    """The open tips by the page. Its own buttons turn the page in place; a command writes anew."""
    if not allowed(turn, Action.SEE_QUEUE) or turn.who.unit_id is None:
        return END
    count = await tips.count_open(turn.who.unit_id)
    if count == 0:
        aside = await side_button(turn, tips)
        turn.say("triage-queue-empty", edit=bool(turn.value), buttons=aside, protect=True)
        return END
    pages = -(-count // QUEUE_PAGE)
    page = min(_number(turn.value), pages - 1)
    shown = await tips.queue(turn.who.unit_id, limit=QUEUE_PAGE, offset=page * QUEUE_PAGE)
    buttons = [
        Button(
            Text("triage-open-one", {"reference": tip.reference}), f"triage.open:{tip.reference}"
        )
        for tip in shown
    ]
    if page > 0:
        buttons.append(queue_button(page - 1, "triage-page-back"))
    if page < pages - 1:
        buttons.append(queue_button(page + 1, "triage-page-on"))
    buttons += await side_button(turn, tips)
    lines = views.joined([views.line(tip, turn.now) for tip in shown])
    turn.say(
        "triage-queue-page",
        count=count,
        page=page + 1,
        pages=pages,
        lines=lines,
        buttons=buttons,
        edit=bool(turn.value),
        protect=True,
    )
    return END


@TRIAGE.step("open", entry=True)
async def open_tip(turn: Turn, tips: Tips, dossiers: Dossiers) -> Next:
    """A tip: thread, notes, files. The value is its reference, `/page` after it goes back."""
    reference, _, page = turn.value.partition("/")
    tip = await find(turn, tips, reference, Action.OPEN_TIP)
    if tip is not None:
        await _show(turn, dossiers, tip, _number(page))
    return END


async def _show(turn: Turn, dossiers: Dossiers, tip: Tip, page: int) -> None:
    """Pages are counted from the newest message backwards; the notes come with the newest page."""
    parts = [views.head(tip, turn.now)]
    media = []
    buttons = actions(turn, tip)
    if tip.erased:
        turn.say("triage-erased", head=parts[0], buttons=buttons, protect=True)
        return
    if tip.side:
        parts.append(Text("triage-is-side"))
    parts += await track_record(tip, dossiers.unit_settings, dossiers.outcomes)
    buttons[-1:-1] = mute_buttons(turn, tip, spoken=await dossiers.mutes.spoken_on(tip.id))
    if tip.reach != Reach.HERE:
        parts.append(Text(f"triage-reach-{tip.reach}"))
    if await dossiers.identities.of(tip.id):
        parts.append(Text("identity-here"))
        if tip.owner_id == turn.who.member_id and may(turn.who.role, Action.REQUEST_IDENTITY):
            asks = Button(Text("identity-ask"), f"identity.ask:{tip.reference}")
            buttons.insert(len(buttons) - 1, asks)
    try:
        thread = await dossiers.tips.open(tip.id)
        notes = await dossiers.tips.notes(tip.id) if page == 0 else []
    except KeyNotHere:
        turn.say("triage-sealed", head=parts[0], buttons=buttons, protect=True)
        return
    until = max(len(thread) - page * views.PAGE, 0)
    shown = thread[max(until - views.PAGE, 0) : until]
    earlier = until - len(shown)
    if earlier:
        parts.append(Text("triage-earlier", {"n": earlier}))
        more = Button(Text("triage-show-earlier"), f"triage.open:{tip.reference}/{page + 1}")
        buttons.insert(0, more)
    ids = [file.id for message in shown for file in message.body.files]
    lost = set(ids) - await dossiers.parcels.known(ids) if ids else set()
    parts += [views.said(message, turn.now, lost) for message in shown]
    parts += [views.noted(note, turn.now) for note in notes[-views.PAGE :]]
    media = views.files_of(shown, lost)
    turn.say(views.joined(parts, "triage-paragraphs"), buttons=buttons, media=media, protect=True)
    await dossiers.audit.record(
        "tip-opened",
        now=turn.now,
        unit_id=turn.who.unit_id,
        member_id=turn.who.member_id,
        subject=tip.reference,
    )


def _number(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 0
