"""A phone as somebody holds it: what a transcript may do with it, on whatever channel it is."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class PhoneError(Exception):
    """A phone could not do what the transcript asks; the message is one line."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One message on the screen.

    `id` stays when the bot changes it in place; `mine` was sent from here. `buttons` are
    their labels as shown, in order; `files` one word per attachment.
    """

    id: str
    text: str
    buttons: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    mine: bool = False


class Phone(Protocol):
    """What people do with a phone."""

    async def scan(self, code: str) -> None:
        """Scan a point's QR code and go on to the chat."""
        ...

    async def say(self, text: str) -> None:
        """Type a message and send it."""
        ...

    async def press(self, label: str) -> None:
        """Press the newest button with exactly this label; without one raises `PhoneError`."""
        ...

    async def send_file(self, name: str, content: bytes, caption: str = "") -> None:
        """Send a file as it would be picked from the gallery."""
        ...

    async def messages(self) -> list[Seen]:
        """The screen now, from the top."""
        ...

    async def close(self) -> None:
        """Put it away."""
        ...


class Cast(Protocol):
    """Hands out phones for the people of a transcript."""

    async def resident(self) -> Phone:
        """A phone nobody knows."""
        ...

    async def member(self, role: str, name: str, *, above: bool = False) -> Phone:
        """The phone of a member of staff who has just enrolled by invitation under this name;
        `above`: at the unit above.
        """
        ...

    async def code(self, place: str) -> str:
        """The QR code that hangs at a place. Raises `PhoneError` when there is no such place."""
        ...


def find_button(labels: Sequence[str], wanted: str) -> str | None:
    """The label somebody means: of the same words, else the only one that contains them."""
    sought = plain(wanted)
    same = [label for label in labels if plain(label) == sought]
    near = dict.fromkeys(label for label in labels if sought and sought in plain(label))
    if same:
        return same[-1]
    return next(iter(near)) if len(near) == 1 else None


def plain(text: str) -> str:
    """Words without case, pictures and spare spaces; tone marks stay."""
    kept = (c if c.isalnum() or unicodedata.combining(c) else " " for c in text)
    return " ".join("".join(kept).casefold().split())
