"""A tip: its kinds, its urgency, its status and THE table of how a status may change."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from bot.domain.codec import file_from_json, file_to_json
from bot.domain.message import Location, StoredFile


class TipKind(StrEnum):
    """What is reported, in the order of the menu."""

    DEALING = "dealing"
    USE = "use"
    STORING = "storing"
    VENUE = "venue"
    PSYCHOSIS = "psychosis"
    DISGUISED = "disguised"
    ONLINE = "online"
    PLANTING = "planting"
    PRECURSORS = "precursors"
    TRANSPORT = "transport"
    OFFICIAL = "official"
    OTHER = "other"


class Urgency(StrEnum):
    """Urgent: somebody may be hurt now."""

    NORMAL = "normal"
    URGENT = "urgent"


class TipStatus(StrEnum):
    """Where a tip stands."""

    NEW = "new"
    ACKNOWLEDGED = "acknowledged"
    VERIFYING = "verifying"
    TRANSFERRED = "transferred"
    """Handed to a body outside of the service; its owner here closes it."""
    CONCLUDED = "concluded"
    CLOSED = "closed"
    REOPENED = "reopened"


class Reach(StrEnum):
    """How the reporter of a tip can be reached."""

    HERE = "here"
    """In the chats that are linked to it."""
    RECEIPT = "receipt"
    """One-way from the start: only when they come back with the receipt."""
    BROKEN = "broken"
    """There was a way; it was withdrawn, wiped or erased. Which of these is nobody's business."""


class Outcome(StrEnum):
    """What came of a tip."""

    RIGHT = "right"
    WRONG = "wrong"
    NOT_ENOUGH = "not-enough"
    PRANK = "prank"

    @property
    def reasoned(self) -> bool:
        """Whether a tip is ended in this way only with a reason, as the law asks of a decision
        not to act.
        """
        return self is not Outcome.RIGHT


_WORKED_ON: Final = frozenset({TipStatus.TRANSFERRED, TipStatus.CONCLUDED})
TRANSITIONS: Final[dict[TipStatus, frozenset[TipStatus]]] = {
    TipStatus.NEW: frozenset({TipStatus.ACKNOWLEDGED}),
    TipStatus.ACKNOWLEDGED: frozenset({TipStatus.NEW, TipStatus.VERIFYING, *_WORKED_ON}),
    TipStatus.VERIFYING: _WORKED_ON,
    TipStatus.TRANSFERRED: frozenset({TipStatus.CLOSED, TipStatus.REOPENED}),
    TipStatus.CONCLUDED: frozenset({TipStatus.CLOSED, TipStatus.REOPENED}),
    TipStatus.CLOSED: frozenset({TipStatus.REOPENED}),
    TipStatus.REOPENED: frozenset({TipStatus.VERIFYING, *_WORKED_ON}),
}
"""THE transition table. Taking a new tip acknowledges it; only its owner moves it on. Who owns it
is another matter: a tip that is given back keeps its status, but for one that was only
acknowledged, which is new again. In another unit a tip begins again: handed on, it is new there.
"""

REASONED: Final = frozenset({TipStatus.TRANSFERRED, TipStatus.REOPENED})
"""Statuses that are entered with a reason, which the audit keeps sealed; `CONCLUDED` with most
outcomes, see `Outcome.reasoned`.
"""

WORKING: Final = (
    TipStatus.NEW,
    TipStatus.ACKNOWLEDGED,
    TipStatus.VERIFYING,
    TipStatus.REOPENED,
)
"""Statuses in which somebody still has to act: the legal clocks run."""

NOT_CLOSED: Final = tuple(status for status in TipStatus if status is not TipStatus.CLOSED)
"""What a queue can hold; a list, because no index finds what is unequal."""


def before(to: TipStatus) -> tuple[str, ...]:
    """The statuses that may change to `to`."""
    return tuple(status.value for status, after in TRANSITIONS.items() if to in after)


def urgency_of(kind: str) -> Urgency:
    """Somebody in psychosis is urgent by itself; everything else unless the reporter says so."""
    return Urgency.URGENT if kind == TipKind.PSYCHOSIS else Urgency.NORMAL


@dataclass(frozen=True, slots=True)
class Body:
    """What one message of a thread says; sealed to the tip's key as JSON."""

    text: str = field(default="", repr=False)
    files: tuple[StoredFile, ...] = field(default=(), repr=False)
    location: Location | None = field(default=None, repr=False)
    when: str = field(default="", repr=False)
    where: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Tip:
    """A tip as the queue shows it: nothing of its content."""

    id: int
    reference: str
    unit_id: int
    kind: str
    urgency: str
    status: str
    outcome: str
    point: str
    owner_id: int | None
    owner_name: str
    created_at: datetime
    answer_waiting: bool
    """The reporter has written since an officer last did."""
    reach: str = Reach.HERE
    erased: bool = False
    """Only the register line is left: no content, no way back."""
    side: bool = False
    """Its reporter is muted here: it waits aside, unless it is urgent."""
    source: str = "chat"
    """`chat`, or by which other door it came: `phone`, `letter`, `import`."""
    due_at: datetime | None = None
    """The next legal deadline that is not yet met."""
    merged_into: str = ""
    """The reference of the tip it is worked on as part of; not looked up for a queue."""


@dataclass(frozen=True, slots=True)
class ThreadMessage:
    """One message of a tip, opened. `author` is empty for the reporter, else the member's name."""

    id: int
    at: datetime
    author: str
    body: Body


class Arrival(StrEnum):
    """How far something an officer wrote to a reporter has come."""

    SENDING = "sending"
    """On its way to a chat."""
    WAITING = "waiting"
    """Seen when the reporter comes back: to the page, to the chat, or with the receipt."""
    DELIVERED = "delivered"
    """One of their chats has it, or it was read with the receipt."""
    UNREACHABLE = "unreachable"
    """No chat took it. The receipt would still show it."""


@dataclass(frozen=True, slots=True)
class Note:
    """An officer's internal note. Not a `ThreadMessage`: no code that sends takes it."""

    id: int
    at: datetime
    author: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Filed:
    """A tip just stored. `receipt` is known to the reporter alone from here on."""

    id: int
    reference: str
    receipt: str = field(repr=False)
    identity_kept: bool = False
    side: bool = False
    """It waits aside: nobody is to be told."""


def body_to_json(body: Body) -> dict[str, Any]:
    """A JSON-ready form of a body."""
    raw: dict[str, Any] = {"t": body.text}
    if body.files:
        raw["f"] = [file_to_json(f) for f in body.files]
    if body.location:
        raw["l"] = [body.location.latitude, body.location.longitude]
    if body.when:
        raw["w"] = body.when
    if body.where:
        raw["p"] = body.where
    return raw


def body_from_json(raw: dict[str, Any]) -> Body:
    """The reverse of `body_to_json`."""
    files = tuple(file_from_json(f) for f in raw.get("f", ()))
    place = Location(*raw["l"]) if "l" in raw else None
    return Body(raw["t"], files, place, raw.get("w", ""), raw.get("p", ""))
