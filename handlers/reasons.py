"""A reason that a member of staff types: the audit keeps it sealed, the chat does not keep it."""

from __future__ import annotations

from typing import Final

from bot.domain.flow import Turn

LENGTHS: Final = (10, 500)
"""Characters of a reason."""


def reason_of(turn: Turn) -> str:
    """The typed reason; empty, after saying why, when it cannot be taken."""
    least, most = LENGTHS
    stop = [turn.option("stop", "triage-stop")]
    if turn.inbound.uploads or turn.inbound.refused or turn.inbound.location:
        turn.say("triage-words-only", buttons=stop, protect=True)
        return ""
    if turn.text and not least <= len(turn.text) <= most:
        turn.say("triage-reason-length", least=least, most=most, buttons=stop, protect=True)
        return ""
    turn.hushed = bool(turn.text)
    return turn.text
