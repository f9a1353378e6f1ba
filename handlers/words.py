"""Sentences that several conversations share, by their catalogue keys (`bot/common.*.ftl`)."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Final

from bot.domain.channels import shows
from bot.domain.duty import Listed
from bot.domain.flow import Turn
from bot.domain.message import DOOR, Button, Refusal, Text, verbatim
from bot.domain.tip import TipKind

WHENS: Final = ("now", "today", "this-week", "often")
"""The answers to "when?" that have a button; kept as they are in `Body.when`."""

_THERE: Final = (Refusal.UNSUPPORTED, Refusal.WRONG_TYPE)
"""What the web page may take all the same. It takes no larger files than a chat."""
_VIETNAM: Final = timezone(timedelta(hours=7))


def kind_text(kind: str) -> Text:
    """A kind of tip; an unknown word counts as "other"."""
    return Text(f"kind-{kind if kind in set(TipKind) else TipKind.OTHER.value}")


def when_text(when: str) -> Text:
    """`Body.when`: one of `WHENS`, or the reporter's own words."""
    return Text(f"when-{when}") if when in WHENS else verbatim(when)


def day_text(at: datetime) -> Text:
    """A moment as `22/11/2026 14:05`, in the one time zone of the country."""
    return verbatim(at.astimezone(_VIETNAM).strftime("%d/%m/%Y %H:%M"))


def listed(tips: Listed) -> str | Text:
    """References, and how many there are besides."""
    named = ", ".join(tips.references)
    more = tips.count - len(tips.references)
    return Text("duty-and-more", {"list": named, "n": more}) if more > 0 else named


def back() -> Button:
    """To the step before."""
    return Button(Text("nav-back"), "nav.back:")


def cancel() -> Button:
    """Out, keeping nothing."""
    return Button(Text("nav-cancel"), "nav.cancel:")


def stop() -> Button:
    """Out, where there is nothing to lose."""
    return Button(Text("nav-stop"), "nav.cancel:")


def bad_sign(code: str) -> Button:
    """The sign itself is damaged or pasted over."""
    return Button(Text("nav-bad-sign"), f"nav.sign:{code}")


def restart() -> Button:
    """From the beginning, in the same place."""
    return Button(Text("nav-restart"), "nav.restart:")


def number_of(value: str, most: int = 2**63 - 1) -> int:
    """A number as a button carries it: a page, an id. 0 for anything else, or above `most`."""
    found = int(value) if value.isascii() and value.isdigit() and len(value) < 20 else 0
    return found if found <= most else 0


def say_refusals(turn: Turn) -> None:
    """Say kindly, once for each reason, why a file could not be taken."""
    for reason in dict.fromkeys(turn.inbound.refused):
        turn.say(
            f"refusal-{reason.value}", buttons=files_elsewhere(turn) if reason in _THERE else []
        )


def files_elsewhere(turn: Turn) -> list[Button]:
    """The link to the web page, which takes what this chat does not; none where it takes all, or
    for staff.
    """
    few = shows(turn.inbound.address.channel).numbers
    return [Button(Text("nav-page"), url=DOOR)] if few and not turn.who.named else []
