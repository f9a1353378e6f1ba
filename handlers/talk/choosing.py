"""Asking with a prepared question: choose, fill its gaps one by one, look, send.

The draft holds `reference` and perhaps `file`, as `triage.ask` left them; `page`; and of what was
chosen `text` (with its gaps), `answers`, and `starter` (its number) when it is one of ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.access import Action
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Text
from bot.domain.prepared import ANSWER, QUESTION, filled, gaps
from handlers.asking import (
    LONGEST,
    asked_about,
    attach,
    attached,
    harmless,
    meant,
    send_question,
    usable,
)
from handlers.at_desk import allowed
from handlers.talk.base import TALK
from handlers.talk.starters import LANGUAGES, STARTERS, starter
from handlers.tip_views import joined
from handlers.words import number_of

if TYPE_CHECKING:
    from storage.filing import Asking
    from storage.prepared import Prepared

PAGE: Final = 5
"""Questions shown at once: their buttons still fit a small screen."""
LABEL: Final = 36
"""Characters of a button."""


@TALK.asks("choose")
async def ask_choose(turn: Turn, prepared: Prepared) -> None:
    """The unit's own questions first, then ours, by the page."""
    own = await prepared.of(turn.who.unit_id or 0, QUESTION)
    found = [(f"u{one.id}", one.text) for one in own]
    found += [(f"s{n}", starter(n, LANGUAGES[0])) for n in range(len(STARTERS))]
    pages = -(-len(found) // PAGE)
    page = min(int(turn.draft.get("page", 0)), pages - 1)
    shown = found[page * PAGE : (page + 1) * PAGE]
    buttons = [turn.option(value, "talk-pick", text=_short(text)) for value, text in shown]
    if page > 0:
        buttons.append(turn.option(f"p{page - 1}", "queue-page-back"))
    if page < pages - 1:
        buttons.append(turn.option(f"p{page + 1}", "queue-page-on"))
    buttons += [turn.option("type", "talk-type"), turn.option("stop", "triage-stop")]
    turn.say(
        "talk-choose",
        reference=asked_about(turn),
        page=page + 1,
        pages=pages,
        lines=joined([Text("talk-line", {"text": text}) for _, text in shown]),
        buttons=buttons,
        edit=True,
        protect=True,
    )


@TALK.step("choose", leads_to=["gap", "preview", "triage.ask_write"])
async def choose(turn: Turn, prepared: Prepared) -> Next:
    """One was chosen, or another page, or to type after all; anything else is asked again."""
    if turn.value == "stop" or not allowed(turn, Action.ASK_REPORTER):
        return _stopped(turn)
    if turn.value == "type":
        return "triage.ask_write"
    mark, number = turn.value[:1], number_of(turn.value[1:])
    if mark == "p":
        turn.draft["page"] = number
    if mark not in ("s", "u"):
        return "choose"
    for name in ("starter", "language", "typed"):
        turn.draft.pop(name, None)
    if mark == "s":
        text = starter(number, LANGUAGES[0])
        turn.draft["starter"] = number
    else:
        one = await prepared.one(turn.who.unit_id or 0, number)
        text = one.text if one and one.purpose == QUESTION else ""
    if not text:
        turn.say("talk-gone", protect=True)
        await ask_choose(turn, prepared)
        return "choose"
    turn.draft.update(text=text, answers=[])
    return "gap" if gaps(text) else "preview"


@TALK.asks("gap")
async def ask_gap(turn: Turn) -> None:
    """What goes into the next gap?"""
    text, answers = str(turn.draft.get("text", "")), turn.draft.get("answers", [])
    names = gaps(text)
    turn.say(
        "talk-gap",
        gap=names[len(answers)] if len(answers) < len(names) else "",
        n=len(answers) + 1,
        of=len(names),
        question=filled(text, answers),
        buttons=[turn.option("back", "nav-back"), turn.option("stop", "triage-stop")],
        protect=True,
    )


@TALK.step("gap", leads_to=["preview", "choose"])
async def gap(turn: Turn) -> Next:
    """The words for one gap."""
    if turn.value == "stop" or not allowed(turn, Action.ASK_REPORTER):
        return _stopped(turn)
    text, answers = str(turn.draft.get("text", "")), list(turn.draft.get("answers", []))
    if turn.value == "back":
        turn.draft["answers"] = answers[:-1]
        return "gap" if answers else "choose"
    if not attach(turn) or not usable(turn, most=ANSWER):
        return "gap"
    # Brackets would open a gap of their own.
    answers.append(" ".join(turn.text.replace("[", "(").replace("]", ")").split()))
    turn.draft["answers"] = answers
    return "gap" if len(answers) < len(gaps(text)) else "preview"


@TALK.asks("preview")
async def ask_preview(turn: Turn) -> None:
    """The finished question, as the reporter will read it."""
    buttons = [turn.option("send", "talk-send"), turn.option("back", "nav-back")]
    if "starter" in turn.draft:
        buttons.insert(1, turn.option("language", "talk-language"))
    turn.say(
        "talk-preview",
        reference=asked_about(turn),
        question=_finished(turn),
        attached="yes" if attached(turn) else "no",
        buttons=[*buttons, turn.option("stop", "triage-stop")],
        protect=True,
    )


@TALK.step("preview", leads_to=["gap", "choose"])
async def preview(turn: Turn, asking: Asking) -> Next:
    """Send it, go back, or type it anew."""
    if turn.value == "stop" or not allowed(turn, Action.ASK_REPORTER):
        return _stopped(turn)
    if turn.value == "back":
        answers = turn.draft.get("answers", [])
        turn.draft["answers"] = answers[:-1]
        return "gap" if answers else "choose"
    if turn.value == "language":
        _other_language(turn)
    elif turn.value == "send":
        question = _finished(turn)
        if question and len(question) <= LONGEST:
            await send_question(turn, question, asking)
            return END
    elif question := meant(turn):
        turn.draft.update(text=question, answers=[], typed=True)
        turn.draft.pop("starter", None)
    elif attach(turn) and turn.text and usable(turn) and harmless(turn):
        turn.draft.update(text=turn.text, answers=[], typed=True)
        turn.draft.pop("starter", None)
    return "preview"


def _other_language(turn: Turn) -> None:
    number = turn.draft.get("starter")
    if number is not None:
        now = LANGUAGES.index("en") if turn.draft.get("language") == "en" else 0
        language = LANGUAGES[1 - now]
        turn.draft.update(language=language, text=starter(int(number), language))


def _finished(turn: Turn) -> str:
    text = str(turn.draft.get("text", ""))
    # What was typed anew is sent as typed: its brackets are no gaps.
    return text if turn.draft.get("typed") else filled(text, turn.draft.get("answers", []))


def _stopped(turn: Turn) -> Next:
    if not turn.replies:
        turn.say("triage-stopped")
    return END


def _short(text: str) -> str:
    return text if len(text) <= LABEL else f"{text[: LABEL - 1].rstrip()}…"
