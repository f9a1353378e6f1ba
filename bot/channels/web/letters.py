"""Makes of a session's letters what the chat page shows. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from typing import Final

from bot.domain.message import (
    LINES,
    NOTE,
    NOTE_KEPT,
    NOTE_PROMPT,
    PARAGRAPHS,
    SPOT,
    VERBATIM,
    Button,
    Media,
    MediaKind,
    Text,
    verbatim,
)
from bot.domain.ports import Letter

Say = Callable[[Text], str]
"""A sentence in the reader's language."""

SHOWN_IMAGES: Final = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
"""What every browser draws; HEIC is offered to be opened instead."""
_OF_NOTES: Final = frozenset({NOTE, NOTE_PROMPT, NOTE_KEPT})
_BLANK: Final = "\n\n"
_VIETNAM: Final = timezone(timedelta(hours=7))
_RECEIPT_COMMAND: Final = re.compile(r"/tra\s+\S")
_PAGE_LINK: Final = re.compile(r"/(?!/)[A-Za-z0-9/_#-]*")
_WEB_LINK: Final = re.compile(r"https?://|tel:\+?[0-9]+$|mailto:")


@dataclass(frozen=True, slots=True)
class ButtonView:
    """A choice (`payload`) or a link (`url`). `tone`: `call`, `quiet` (a way back or out), ""."""

    label: str
    payload: str
    url: str
    tone: str


@dataclass(frozen=True, slots=True)
class MediaView:
    """`show`: `image`, `video`, `audio`, `qr`, or `link` for what is only offered to be opened.

    `name`: of a text that is offered to be saved.
    """

    show: str
    url: str
    kind: str
    size: str
    caption: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class PartView:
    """Words that stand together. What they are is told by their key and not by how they look:
    nobody can write something that is taken for it.

    `note`: an internal note, or about one; `noting`: what is typed next becomes one. `spot`: a
    place on the map, as `latitude, longitude`. `apart`: a blank line comes before.
    """

    text: str = field(repr=False)
    note: bool
    noting: bool = False
    spot: str = field(default="", repr=False)
    apart: bool = False

    @property
    def plain(self) -> bool:
        """Words and nothing else."""
        return not (self.note or self.spot)

    @property
    def geo(self) -> str:
        """The spot as a link that opens the device's own map, with a pin in it."""
        there = self.spot.replace(" ", "")
        return f"geo:{there}?q={there}"


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter as a template shows it. `past`: it has been answered, its choices step back."""

    id: int
    mine: bool
    parts: list[PartView] = field(repr=False)
    buttons: list[ButtonView]
    ways_out: list[ButtonView]
    media: list[MediaView]
    card: str
    tip: bool
    past: bool
    last_mine: bool
    time: str
    stamp: str


def shown(letters: Sequence[Letter]) -> list[Letter]:
    """What a page has, oldest first: of several letters with one card only the latest."""
    latest = {letter.card or letter.reply.card: letter.id for letter in letters}
    return [
        letter
        for letter in letters
        if not (card := letter.card or letter.reply.card) or latest[card] == letter.id
    ]


def views(letters: Sequence[Letter], say: Say, prefix: str, after: int = -1) -> list[LetterView]:
    """The letters that a page shows, of those changed since revision `after`."""
    page = shown(letters)
    last_mine = max((i for i, letter in enumerate(page) if letter.mine), default=-1)
    return [
        _view(letter, say, prefix, past=i < last_mine, last_mine=i == last_mine)
        for i, letter in enumerate(page)
        if letter.revision > after
    ]


def of_staff(letter: Letter) -> bool:
    """Whether only a member of staff gets such a letter: a notice of a tip, the welcome."""
    return not letter.mine and (letter.card or letter.reply.card).startswith(("tip:", "staff:"))


def own_link(url: str) -> bool:
    """Whether a link is a page of ours, written without the prefix."""
    return bool(_PAGE_LINK.fullmatch(url))


def _view(letter: Letter, say: Say, prefix: str, *, past: bool, last_mine: bool) -> LetterView:
    reply = letter.reply
    card = letter.card or reply.card
    at = letter.at.astimezone(_VIETNAM)
    parts = _parts(reply.text, say)
    if letter.mine and reply.text.key == VERBATIM and _RECEIPT_COMMAND.match(parts[0].text):
        # the receipt itself does not belong on a screen
        parts = [PartView(say(Text("web-receipt-typed")), note=False)]
    buttons = [view for button in reply.buttons if (view := _button(button, say, prefix))]
    return LetterView(
        letter.id,
        letter.mine,
        [part for part in parts if part.text],
        [button for button in buttons if button.tone != "quiet"],
        [button for button in buttons if button.tone == "quiet"],
        [
            _media(media, say, f"{prefix}/chat/file/{letter.id}/{n}", mine=letter.mine)
            for n, media in enumerate(reply.media)
        ],
        card,
        of_staff(letter),
        past and not card,
        last_mine,
        f"{at:%H:%M}",
        _stamp(at),
    )


def _parts(text: Text, say: Say) -> list[PartView]:
    """The words, each internal note and each spot apart from what stands around it."""
    found: list[PartView] = []
    for gap, piece in _pieces(text):
        spot = str(piece.args["spot"]) if piece.key == SPOT else ""
        note, noting = piece.key in _OF_NOTES, piece.key == NOTE_PROMPT
        apart = bool(found) and gap == _BLANK
        part = PartView(say(piece), note, noting, spot, apart)
        if found and part.plain and found[-1].plain:
            before = found.pop()
            part = replace(before, text=f"{before.text}{gap}{part.text}")
        found.append(part)
    return found


def _pieces(text: Text, gap: str = "") -> Iterator[tuple[str, Text]]:
    """What a text is made of, each with what stands before it."""
    between = {PARAGRAPHS: _BLANK, LINES: "\n"}.get(text.key)
    if between is None:
        yield gap, text
        return
    for name, before in (("first", gap), ("rest", between)):
        side = text.args[name]
        yield from _pieces(side if isinstance(side, Text) else verbatim(str(side)), before)


def _stamp(at: datetime) -> str:
    return f"{at:%d/%m/%Y %H:%M}"


def _button(button: Button, say: Say, prefix: str) -> ButtonView | None:
    label, url = say(button.label), button.url
    if not url:
        tone = "quiet" if button.payload.startswith("nav.") else ""
        return ButtonView(label, button.payload, "", tone)
    if own_link(url):
        return ButtonView(label, "", prefix + url, "")
    if not _WEB_LINK.match(url):
        return None
    return ButtonView(label, "", url, "call" if url.startswith("tel:") else "")


def _media(media: Media, say: Say, url: str, *, mine: bool) -> MediaView:
    caption = say(media.caption) if media.caption else ""
    media_type = media.file.media_type if media.file else ""
    text = media.kind is MediaKind.DOCUMENT and not media.file
    length = media.file.size if media.file else len(media.data.encode()) if text else 0
    size = _size(length, say) if length else ""
    if media.kind is MediaKind.QR:
        show = "qr"
    elif mine or media.kind is MediaKind.DOCUMENT:
        show = "link"  # what somebody just sent need not travel back over a slow line
    elif media.kind is MediaKind.PHOTO:
        show = "image" if media_type in SHOWN_IMAGES or media.drawn else "link"
    else:
        show = media.kind.value
    name = media.filename if text else ""
    return MediaView(show, url, media.kind.value, size, caption, name)


def _size(size: int, say: Say) -> str:
    tenths = round(size * 10 / 1_000_000)
    if tenths >= 10:
        return say(Text("web-file-size", {"mb": tenths // 10, "tenths": tenths % 10}))
    return say(Text("web-file-small", {"kb": -(-size // 1000)}))
