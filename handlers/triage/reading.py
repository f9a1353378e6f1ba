"""Looking: what the desk says to a member at rest, and an opened tip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.access import Action, may
from bot.domain.errors import KeyNotHere
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Text
from bot.domain.queue import Filter, View
from bot.domain.tip import Reach, Tip
from handlers import tip_views as views
from handlers.at_desk import actions, content_here, find, missing, moved_text, queue_button
from handlers.commands import is_greeting
from handlers.guard import REFERENCE
from handlers.linked import joined_to
from handlers.triage.base import TRIAGE
from handlers.triage.deadlines import clock_lines
from handlers.triage.muting import mute_buttons, track_record
from handlers.windows import window_text

if TYPE_CHECKING:
    from storage.filing import Dossiers
    from storage.queue import Queue
    from storage.tips import Tips


@TRIAGE.step("home", entry=True)
async def home(turn: Turn, tips: Tips, dossiers: Dossiers, queue: Queue) -> Next:
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
        wanted = (turn, tips, who.unit_id, turn.text, Action.OPEN_TIP)
        moved = await missing(*wanted) if turn.text else None
        if moved is not None:
            turn.say(moved_text(moved), buttons=[queue_button()], protect=True)
            return END
        if REFERENCE.fullmatch(turn.text):
            turn.say("triage-not-found", buttons=[queue_button()])
            return END
        if _meant_for_somebody(turn):
            turn.say("triage-to-nobody")
    buttons: list[Button] = []
    if may(who.role, Action.SEE_QUEUE):
        buttons.append(queue_button())
        aside = await queue.count(who.unit_id, Filter(View.SIDE), turn.now)
        if aside:
            buttons.append(Button(Text("triage-side", {"n": aside}), "queue.side:"))
    if may(who.role, Action.SEE_COVERAGE):
        buttons.append(Button(Text("points-open"), "points.coverage:"))
    if may(who.role, Action.KEEP_GROUPS):
        buttons.append(Button(Text("outreach-all"), "outreach.groups:"))
    if may(who.role, Action.REMOVE_MEMBER):
        buttons.append(Button(Text("triage-members"), "enrol.members:"))
    if may(who.role, Action.READ_AUDIT):
        buttons.append(Button(Text("triage-audit"), "auditing.read:"))
    if may(who.role, Action.DECIDE_IDENTITY):
        buttons.append(Button(Text("identity-pending"), "identity.pending:"))
    if may(who.role, Action.SEE_QUEUE):
        count = await queue.count(who.unit_id, Filter(), turn.now)
        turn.say("triage-home", name=who.name, count=count, buttons=buttons)
    else:
        turn.say("triage-home-other", name=who.name, buttons=buttons)
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
    buttons = actions(turn, tip)
    if tip.erased:
        turn.say("triage-erased", head=parts[0], buttons=buttons, protect=True)
        return
    clocks = await clock_lines(turn, tip, dossiers)
    parts += [views.joined(clocks)] if clocks else []
    if not await content_here(turn, tip.unit_id, dossiers.unit_settings):
        parts += await _about(turn, dossiers, tip)
        desk = Button(Text("triage-on-the-web"), url="/desk")
        parts.append(Text("triage-not-in-chat"))
        buttons = [desk, *buttons]
        turn.say(views.joined(parts, "triage-paragraphs"), buttons=buttons, protect=True)
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
        joined = await joined_to(turn, dossiers, tip) if page == 0 else None
    except KeyNotHere:
        turn.say("triage-sealed", head=parts[0], buttons=buttons, protect=True)
        return
    window = await window_text(tip.id, thread, turn.now, dossiers.windows)
    parts += [window] if window else []
    until = max(len(thread) - page * views.PAGE, 0)
    shown = thread[max(until - views.PAGE, 0) : until]
    earlier = until - len(shown)
    if earlier:
        parts.append(Text("triage-earlier", {"n": earlier}))
        more = Button(Text("triage-show-earlier"), f"triage.open:{tip.reference}/{page + 1}")
        buttons.insert(0, more)
    ids = [file.id for message in shown for file in message.body.files]
    lost = set(ids) - await dossiers.parcels.known(ids) if ids else set()
    parts[1:1] = await _about(turn, dossiers, tip)
    arrived = await dossiers.questions.of([said.id for said in shown if said.author])
    parts += [views.said(said, turn.now, lost, arrived.get(said.id)) for said in shown]
    parts += [views.noted(note, turn.now) for note in notes[-views.PAGE :]]
    media = [*views.files_of(shown, lost), *(joined.media if joined else ())]
    if joined:
        parts += joined.parts
        buttons[-1:-1] = joined.buttons
    turn.say(views.joined(parts, "triage-paragraphs"), buttons=buttons, media=media, protect=True)
    await dossiers.audit.record(
        "tip-opened",
        now=turn.now,
        unit_id=turn.who.unit_id,
        member_id=turn.who.member_id,
        subject=tip.reference,
    )


def _meant_for_somebody(turn: Turn) -> bool:
    """Whether it looks like something for a reporter: from here it goes nowhere."""
    came = turn.inbound
    slashed = turn.text.startswith(("/", "／"))
    words = bool(turn.text) and not slashed and not is_greeting(turn.text)
    return words or bool(came.uploads or came.refused or came.location)


async def _about(turn: Turn, dossiers: Dossiers, tip: Tip) -> list[Text]:
    """Its labels, and the colleagues who have it open now; from here on this member has."""
    parts = []
    labels = (await dossiers.labels.of_tips([tip.id])).get(tip.id, ())
    if labels:
        parts.append(Text("triage-labels", {"labels": ", ".join(labels)}))
    others = await dossiers.looking.look(tip.id, turn.who.member_id or 0, turn.now)
    if others:
        parts.append(Text("triage-looking", {"names": ", ".join(others)}))
    return parts


def _number(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 0
