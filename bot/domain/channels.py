"""What each channel can show and carry: all that a conversation may know of a platform."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

WEB: Final = "web"
TELEGRAM: Final = "telegram"
ZALO_BOT: Final = "zalo_bot"
ZALO_OA: Final = "zalo_oa"
PRIVATE_CHAT: Final = "chat:"
"""Begins the link of a button that leads out of a group into the private chat with the bot; a
start code may follow. A channel that has no such link leaves the button out.
"""


@dataclass(frozen=True, slots=True)
class Shows:
    """`numbers`: choices are shown with numbers, which are typed. `edits`: a message can change in
    place. `deletes`: the bot can take messages out of the chat. `carries`: documents, films and
    places reach the bot. `answers`: how long after somebody wrote the bot may write to them;
    `free`: how long without being charged. `name`: which platform people know it as.
    """

    name: str
    numbers: bool = False
    edits: bool = True
    deletes: bool = False
    carries: bool = True
    answers: timedelta | None = None
    free: timedelta | None = None


_CHANNELS: Final = {
    WEB: Shows("web", deletes=True),
    TELEGRAM: Shows("telegram", deletes=True),
    ZALO_BOT: Shows("zalo", numbers=True, edits=False, carries=False),
    ZALO_OA: Shows(
        "zalo", numbers=True, edits=False, answers=timedelta(days=7), free=timedelta(hours=48)
    ),
}
_OTHER: Final = Shows("platform")


def shows(channel: str) -> Shows:
    """Of a channel by its name; the least of everything for one that is unknown."""
    return _CHANNELS.get(channel, _OTHER)
