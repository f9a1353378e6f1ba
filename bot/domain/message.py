"""What a channel brings (`Inbound`) and takes (`Reply`). Both are neutral: no platform shows here.

Everything is frozen and slotted. Fields that could tell who somebody is, or what they said, are
kept out of
`repr`, so that no traceback or log line can carry them.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

PARAGRAPHS: Final = "triage-paragraphs"
"""The key of two texts with a blank line between, `first` and `rest`."""
LINES: Final = "triage-lines"
"""The key of two texts on a line each, `first` and `rest`."""
SPOT: Final = "triage-said-location"
"""The key of a place on the map that somebody sent, as `latitude, longitude` in `spot`."""
NOTE: Final = "triage-noted"
"""The key of an internal note: shown to staff alone, and unlike anything else."""
NOTE_PROMPT: Final = "triage-note-write"
"""The key of the sentence after which what is typed becomes an internal note."""
NOTE_KEPT: Final = "triage-note-kept"
"""The key of the sentence that an internal note was kept."""
DOOR: Final = "/d#"
"""The link of a button, or the argument of a text, that is still without its code: the engine puts
it in, see `bot.engine.crossing`.
"""
VERBATIM: Final = "verbatim"
"""The key of a text that somebody wrote: shown as it is, never looked up in a catalogue."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where one chat can be reached. Lives in memory only; at rest it is sealed to the relay key.

    `id` is the platform's chat id; for the web it is the session cookie's secret (43 characters of
    base64url).
    """

    channel: str
    id: str = field(repr=False)


class MediaKind(StrEnum):
    """How a file is shown; voice messages are audio."""

    PHOTO = "photo"
    VIDEO = "video"
    AUDIO = "audio"
    DOCUMENT = "document"
    QR = "qr"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that lies sealed in the file store. `key` (32 bytes) is the only thing that opens
    it.
    """

    id: str
    key: bytes = field(repr=False)
    media_type: str = field(repr=False)
    size: int = field(repr=False)
    altered: bool = False
    """A recording whose voice was changed, or is about to be."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a message: already stored (`file`), or still to be fetched
    (`platform_ref`).
    """

    kind: MediaKind
    file: StoredFile | None = None
    platform_ref: str = field(default="", repr=False)
    size: int = field(default=0, repr=False)
    media_type: str = field(default="", repr=False)
    """As the platform says, e.g. `video/mp4`; empty when it does not."""


class Refusal(StrEnum):
    """Why a channel could not take a file; the conversation says it kindly and keeps the rest."""

    TOO_LARGE = "too-large"
    TOO_MANY = "too-many"
    WRONG_TYPE = "wrong-type"
    EMPTY = "empty"
    UNSUPPORTED = "unsupported"
    STORE_FULL = "store-full"
    UNREADABLE = "unreadable"
    ENCRYPTED = "encrypted"
    TOO_COMPLEX = "too-complex"
    APPLE_PHOTO = "apple-photo"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class Location:
    """A point on the map that somebody sent, in degrees (WGS 84)."""

    latitude: float = field(repr=False)
    longitude: float = field(repr=False)


class GroupSaid(StrEnum):
    """What the bot hears in a group chat; all else that is said there it does not read.

    `BOARD`: a code that makes the group of staff a board. `JOIN`: one that makes it a group for
    messages. `LEAVE`: it wants no more of them. `REPORT`: somebody began to report where everybody
    reads it.
    """

    BOARD = "board"
    JOIN = "join"
    LEAVE = "leave"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Form:
    """A complete report from the one-page form. Empty strings mean "not said"."""

    kind: str = ""
    story: str = field(default="", repr=False)
    when: str = field(default="", repr=False)
    where: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    reply: str = ""
    """`ask-back` or `one-way`, as in `bot.domain.unit_settings`."""
    alter_voice: bool = False
    """Recordings that came with it are to be played with another voice."""


@dataclass(frozen=True, slots=True)
class Inbound:
    """One event from a chat, parsed. `text` is NFC; `choice` is the payload of a pressed
    button.
    """

    address: Address
    event_id: str = field(repr=False)
    text: str = field(default="", repr=False)
    choice: str = ""
    start: str = ""
    uploads: tuple[Upload, ...] = ()
    refused: tuple[Refusal, ...] = ()
    location: Location | None = None
    form: Form | None = None
    proved: bool = False
    """The page has computed a proof for this one: it need not wait."""
    message_id: str = field(default="", repr=False)
    locale: str = field(default="", repr=False)
    door: str = field(default="", repr=False)
    """The code of a one-time link as it was typed: see `bot.domain.doorway`."""
    group: GroupSaid | None = None
    """It came from a group chat: `text` is a code, and nothing else that was said there."""


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence by its catalogue key, with its arguments. A `Text` may be an argument of
    another.
    """

    key: str
    args: Mapping[str, str | int | Text] = field(default_factory=dict, repr=False)


def verbatim(text: str) -> Text:
    """Somebody's own words, to be shown unchanged."""
    return Text(VERBATIM, {"text": text})


FIRST_NOTICE: Final = 50
"""From here on numbers are those of notices to staff and go on meaning the same; smaller ones are
those of the question that was asked last.
"""


@dataclass(frozen=True, slots=True)
class Button:
    """A choice. `payload` is `flow.step:value`, at most 64 bytes; or `url` opens a page (`tel:`
    dials).
    """

    label: Text
    payload: str = ""
    url: str = field(default="", repr=False)
    number: int = 0
    """What is typed to choose it where choices are numbered; 0: it has none."""


@dataclass(frozen=True, slots=True)
class Media:
    """A picture, sound, film or document to show; a `QR` is drawn by the channel from `data`.

    A `DOCUMENT` without a file is a small text: its words are `data`, and `name` is what it is
    called where it is saved. A name is seen by the platform: nothing of a reporter belongs in it.
    A `PHOTO` without a file is a small drawing of ours, in `data` as a PNG in base64.
    """

    kind: MediaKind
    file: StoredFile | None = None
    data: str = field(default="", repr=False)
    caption: Text | None = None
    name: str = ""
    public: bool = False
    """Anybody may see it: platforms that take pictures by their address only are given one."""

    @property
    def drawn(self) -> bytes:
        """The PNG of a drawing of ours; empty for everything else."""
        ours = self.kind is MediaKind.PHOTO and self.file is None
        return b64decode(self.data) if ours else b""

    @property
    def filename(self) -> str:
        """`name` with nothing in it but letters, digits, dots, dashes; `van-ban.txt` if empty."""
        plain = "".join(c for c in self.name if c.isascii() and (c.isalnum() or c in "._-"))
        return plain.lstrip(".") or "van-ban.txt"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot says, once, to one chat. The channel makes the best of it that its platform can
    show.

    `card` names a message that later replies with the same name replace in place; `replaces` is
    the platform's id
    of the pressed message, to be edited; `protect` asks the platform to stop forwarding and
    saving.
    """

    text: Text
    buttons: tuple[Button, ...] = ()
    media: tuple[Media, ...] = ()
    card: str = ""
    replaces: str = field(default="", repr=False)
    protect: bool = False


def absolute(reply: Reply, base: str) -> Reply:
    """The reply with its links to pages of ours (`/…`) made whole, for screens that are
    elsewhere.
    """
    return replace(
        reply,
        buttons=tuple(replace(b, url=whole(b.url, base)) for b in reply.buttons),
        media=tuple(
            replace(m, data=whole(m.data, base)) if m.kind is MediaKind.QR else m
            for m in reply.media
        ),
    )


def whole(link: str, base: str) -> str:
    """`/r#…` as `https://host/r#…`; any other link as it is. `base` ends without a slash."""
    return base + link if link.startswith("/") else link


@dataclass(frozen=True, slots=True)
class Sent:
    """What a channel knows of a message it sent: the platform's ids, needed to edit or wipe it
    later.
    """

    message_ids: tuple[str, ...] = field(default=(), repr=False)
