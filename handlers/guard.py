"""The PIN before content: which steps show some, and how each is begun again afterwards."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from bot.domain.flow import Go, Turn

REFERENCE: Final = re.compile(r"\s*[A-Za-z]{1,4}-[0-9A-Za-z]{5}\s*")
_AT_ONCE: Final = (
    *("triage.open", "triage.ask", "triage.note", "triage.mute"),
    *("identity.ask", "identity.pending", "identity.approve", "identity.refuse"),
    *("identity.again", "auditing.read", "auditing.export", "auditing.tip", "auditing.members"),
    *("auditing.verify", "safety.reset_pin", "find.begin", "points.history"),
)
_BEGUN: Final = {
    "identity.ask_reason": "identity.ask",
    "identity.decide_reason": "identity.pending",
    "identity.telling": "identity.pending",
    "identity.delay_reason": "identity.pending",
    "auditing.tip_named": "auditing.tip",
    "find.search": "find.begin",
    "find.words": "find.begin",
    "triage.ask_whom": "triage.ask",
    "triage.ask_write": "triage.ask",
    "talk.choose": "triage.ask",
    "talk.gap": "triage.ask",
    "talk.preview": "triage.ask",
    "triage.note_write": "triage.note",
    "triage.mute_why": "triage.mute",
}
CONTENT: Final[Mapping[str, str]] = {
    **{step: step for step in _AT_ONCE},
    **_BEGUN,
}
"""Steps that show what a reporter or a colleague wrote, or lead to where it is written or to an
envelope, and those that send words in the member's name; and where each is begun again.
"""


def guarded(turn: Turn, go: Go) -> Go:
    """Before content is shown to a chat account whose PIN is due, the PIN is asked for."""
    if not turn.who.pin_due:
        return go
    step = f"{go.flow}.{go.step}"
    if step == "triage.home" and REFERENCE.fullmatch(turn.text):
        turn.value = f"triage.open:{turn.text.strip().upper()}"
    elif step in CONTENT:
        begun = CONTENT[step] != step
        value = str(turn.state.draft.get("reference", "")) if begun else turn.value
        turn.value = f"{CONTENT[step]}:{value}"
        # What was typed for that step is not done: it does not stay in the chat either.
        turn.hushed = begun and bool(turn.inbound.text)
    else:
        return go
    return Go("safety", "pin_begin")
