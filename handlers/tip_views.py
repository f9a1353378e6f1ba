"""How a tip and a queue are put into words. Pure: from what the stores gave to a `Text`."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from typing import Final

from bot.domain.message import LINES, SPOT, Media, MediaKind, StoredFile, Text
from bot.domain.tip import Arrival, Note, ThreadMessage, Tip, TipStatus, Urgency
from handlers.words import kind_text, when_text

PAGE: Final = 10
"""Messages of a thread shown at once; a chat bubble holds no more."""

CHAT: Final = "chat"
"""The door most tips come by, which needs no words."""

_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)


def age(since: datetime, now: datetime) -> Text:
    """How long ago: a duration needs no time zone and is what an officer asks for first."""
    passed = max(now - since, timedelta(0))
    if passed >= _DAY:
        return Text("triage-age-days", {"n": passed // _DAY})
    if passed >= _HOUR:
        return Text("triage-age-hours", {"n": passed // _HOUR})
    return Text("triage-age-minutes", {"n": passed // timedelta(minutes=1)})


def point(tip: Tip) -> Text | str:
    """Where the code hung, if the reporter came by one."""
    return tip.point or Text("triage-no-point")


def owner(tip: Tip) -> Text | str:
    """Who has it."""
    return tip.owner_name or Text("triage-no-owner")


def left(due_at: datetime, now: datetime) -> Text:
    """How long until a deadline, or since it has passed."""
    late = due_at <= now
    passed = abs(due_at - now)
    key = "triage-late" if late else "triage-left"
    if passed >= _DAY:
        return Text(f"{key}-days", {"n": passed // _DAY})
    return Text(f"{key}-hours", {"n": passed // _HOUR})


def line(tip: Tip, now: datetime, labels: Sequence[str] = (), looking: Sequence[str] = ()) -> Text:
    """A tip in one line of the queue. `looking`: the colleagues who have it open."""
    found = _line(tip, now)
    if tip.status == TipStatus.CLOSED and tip.outcome:
        found = _and(found, Text(f"outcome-{tip.outcome}"))
    elif tip.status not in (TipStatus.NEW, TipStatus.ACKNOWLEDGED):
        found = _and(found, Text(f"triage-is-{tip.status}"))
    if tip.due_at is not None and tip.status != TipStatus.CLOSED:
        found = _and(found, left(tip.due_at, now))
    if labels:
        found = _and(found, Text("triage-line-labels", {"labels": ", ".join(labels)}))
    if looking:
        found = _and(found, Text("triage-looking", {"names": ", ".join(looking)}))
    return found


def _and(line: Text, what: Text) -> Text:
    return Text("triage-line-and", {"line": line, "what": what})


def _line(tip: Tip, now: datetime) -> Text:
    found = Text(
        "triage-line-urgent" if tip.urgency == Urgency.URGENT else "triage-line",
        {
            "reference": tip.reference,
            "kind": kind_text(tip.kind),
            "point": point(tip),
            "age": age(tip.created_at, now),
            "owner": owner(tip),
            "waiting": "yes" if tip.answer_waiting else "no",
        },
    )
    if tip.source != CHAT:
        found = Text("triage-line-source", {"line": found, "source": source(tip)})
    return Text("triage-line-muted", {"line": found}) if tip.side else found


def head(tip: Tip, now: datetime) -> Text:
    """What is known of a tip besides its content."""
    status: Text | str = owner(tip)
    if tip.status == TipStatus.CLOSED and tip.outcome:
        status = Text("triage-status-closed", {"outcome": Text(f"outcome-{tip.outcome}")})
    elif tip.status not in (TipStatus.NEW, TipStatus.ACKNOWLEDGED):
        status = Text(f"triage-status-{tip.status}-by", {"owner": owner(tip)})
    found = Text(
        "triage-head",
        {
            "reference": tip.reference,
            "kind": kind_text(tip.kind),
            "urgency": Text(f"urgency-{tip.urgency}"),
            "point": point(tip),
            "age": age(tip.created_at, now),
            "status": status,
        },
    )
    if tip.source == CHAT:
        return found
    return Text("triage-head-source", {"head": found, "source": source(tip)})


def source(tip: Tip) -> Text:
    """By which door it came."""
    return Text(f"source-{tip.source}")


def said(
    message: ThreadMessage,
    now: datetime,
    lost: AbstractSet[str] = frozenset(),
    arrival: Arrival | None = None,
) -> Text:
    """One message of the thread: the reporter's, or an officer's question. `lost`: ids of files
    that never came in. `arrival`: how far a question has come, where that is known.
    """
    body = message.body
    parts: list[Text] = []
    if body.text:
        parts.append(Text("triage-said", {"text": body.text}))
    if body.when:
        parts.append(Text("triage-said-when", {"when": when_text(body.when)}))
    if body.where:
        parts.append(Text("triage-said-where", {"where": body.where}))
    if body.location:
        spot = f"{body.location.latitude:.6f}, {body.location.longitude:.6f}"
        parts.append(Text(SPOT, {"spot": spot}))
    gone = sum(file.id in lost for file in body.files)
    if len(body.files) > gone:
        parts.append(Text("triage-said-files", {"n": len(body.files) - gone}))
    if gone:
        parts.append(Text("triage-said-lost", {"n": gone}))
    head_key = "triage-from-officer" if message.author else "triage-from-reporter"
    heading = Text(head_key, {"author": message.author, "age": age(message.at, now)})
    if arrival:
        parts.append(Text(f"talk-arrival-{arrival}"))
    return joined([heading, *parts])


def noted(note: Note, now: datetime) -> Text:
    """One internal note."""
    return Text(
        "triage-noted", {"author": note.author, "age": age(note.at, now), "text": note.text}
    )


def files_of(
    messages: Sequence[ThreadMessage], lost: AbstractSet[str] = frozenset()
) -> list[Media]:
    """The files of some messages, to be shown below them; not those that never came in."""
    return [
        Media(media_kind(file.media_type), file, caption=_about(file))
        for message in messages
        for file in message.body.files
        if file.id not in lost
    ]


def _about(file: StoredFile) -> Text | None:
    return Text("triage-voice-altered") if file.altered else None


def media_kind(media_type: str) -> MediaKind:
    """How a file of a media type is shown."""
    kinds = {"image": MediaKind.PHOTO, "video": MediaKind.VIDEO, "audio": MediaKind.AUDIO}
    return kinds.get(media_type.partition("/")[0], MediaKind.DOCUMENT)


def joined(texts: Sequence[Text], key: str = LINES) -> Text:
    """Several texts as one: a line each, or with `PARAGRAPHS` a blank line between.

    Halved again and again rather than chained, so that nesting stays shallow. Takes one or more.
    """
    if len(texts) == 1:
        return texts[0]
    middle = len(texts) // 2
    return Text(key, {"first": joined(texts[:middle], key), "rest": joined(texts[middle:], key)})
