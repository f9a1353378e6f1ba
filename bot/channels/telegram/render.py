"""A `Reply` as Telegram messages: plain text without markup, native buttons, files."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.channels.fit import split
from bot.domain.errors import Permanent
from bot.domain.message import Button, Media, MediaKind, Reply, StoredFile, Text

TEXT_LIMIT: Final = 4096
CAPTION_LIMIT: Final = 1024
PAYLOAD_LIMIT: Final = 64
SHORT_LABEL: Final = 14
"""Characters a label may have to share its row: two of them fit a screen 360 pixels wide."""
PHOTO_BYTES: Final = 10 * 1024 * 1024

_EXTENSIONS: Final = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
    "image/heic": "heic",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "video/webm": "webm",
    "video/3gpp": "3gp",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/x-m4a": "m4a",
    "audio/ogg": "ogg",
    "audio/aac": "aac",
    "audio/wav": "wav",
    "audio/x-wav": "wav",
    "application/pdf": "pdf",
}
_NATIVE: Final = {
    "photo": {"image/jpeg", "image/png", "image/webp"},
    "video": {"video/mp4"},
    "audio": {"audio/mpeg", "audio/mp4", "audio/x-m4a"},
    "voice": {"audio/ogg"},
}
"""What each method shows; anything else goes as a document, which arrives unchanged."""

Say = Callable[[Text], str]


@dataclass(frozen=True, slots=True)
class Words:
    """One text message."""

    text: str = field(repr=False)
    keyboard: InlineKeyboardMarkup | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class File:
    """One message with a file, either `stored` or `data`. `method`: photo, video, audio, …"""

    method: str
    filename: str = field(repr=False)
    stored: StoredFile | None = None
    data: bytes = field(default=b"", repr=False)
    caption: str = field(default="", repr=False)
    keyboard: InlineKeyboardMarkup | None = field(default=None, repr=False)


Call = Words | File


def render(
    reply: Reply, say: Say, qr_png: Callable[[str], bytes]
) -> tuple[list[Words], list[File]]:
    """The messages for a reply: its words (the keyboard is on the last) and its files.

    Raises `Permanent` for a button whose payload Telegram would refuse.
    """
    native = [b for b in reply.buttons if b.payload or _opens(b.url)]
    lines = [_dial(b, say(b.label)) for b in reply.buttons if b not in native]
    keyboard = _keyboard(native, say)
    files, overflow = _files(reply.media, say, qr_png)
    text = "\n".join(part for part in (say(reply.text), *lines) if part.strip())
    pieces = [piece for words in (*overflow, text) for piece in _pieces(words, TEXT_LIMIT)]
    if not pieces:
        if files and keyboard:
            last = files[-1]
            files[-1] = File(
                last.method, last.filename, last.stored, last.data, last.caption, keyboard
            )
        return [], files
    return [*(Words(piece) for piece in pieces[:-1]), Words(pieces[-1], keyboard)], files


def _keyboard(buttons: Iterable[Button], say: Say) -> InlineKeyboardMarkup | None:
    rows: list[list[InlineKeyboardButton]] = []
    room = False
    for button in buttons:
        label = say(button.label)
        if len(button.payload.encode()) > PAYLOAD_LIMIT:
            raise Permanent("a button's payload is longer than 64 bytes")
        made = InlineKeyboardButton(
            label, callback_data=button.payload or None, url=None if button.payload else button.url
        )
        short = len(label) <= SHORT_LABEL
        if room and short:
            rows[-1].append(made)
            room = False
        else:
            rows.append([made])
            room = short
    return InlineKeyboardMarkup(rows) if rows else None


def _opens(url: str) -> bool:
    """Whether Telegram takes it as a button: not `tel:`, nor a host only this machine knows."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        return parts.scheme in ("http", "https") and ipaddress.ip_address(host).is_global
    except ValueError:
        return parts.scheme in ("http", "https") and "." in host


def _dial(button: Button, label: str) -> str:
    """A button that Telegram would refuse, as a line of text."""
    target = button.url.removeprefix("tel:")
    return label if target in label else f"{label}: {target}"


def _files(
    media: Iterable[Media], say: Say, qr_png: Callable[[str], bytes]
) -> tuple[list[File], list[str]]:
    files, overflow = [], []
    for item in media:
        caption, *rest = [*_pieces(say(item.caption), CAPTION_LIMIT), ""] if item.caption else [""]
        overflow += [piece for piece in rest if piece]
        if item.kind is MediaKind.QR:
            files.append(File("photo", "qr.png", data=qr_png(item.data), caption=caption))
        elif item.file:
            filename = f"tep.{_EXTENSIONS.get(item.file.media_type, 'bin')}"
            files.append(File(_method(item.kind, item.file), filename, item.file, caption=caption))
        elif item.drawn:
            files.append(File("photo", item.filename, data=item.drawn, caption=caption))
        elif item.kind is MediaKind.DOCUMENT and item.data:
            text = item.data.encode()
            files.append(File("document", item.filename, data=text, caption=caption))
    return files, overflow


def _method(kind: MediaKind, file: StoredFile) -> str:
    wanted = "voice" if file.media_type in _NATIVE["voice"] else kind.value
    fits = file.media_type in _NATIVE.get(wanted, ()) and (
        wanted != "photo" or file.size <= PHOTO_BYTES
    )
    return wanted if fits else "document"


def _pieces(text: str, limit: int) -> list[str]:
    """Telegram counts UTF-16 units, so a piece full of emoji must be half as long."""
    pieces: list[str] = []
    for piece in split(text, limit):
        if len(piece.encode("utf-16-le", "surrogatepass")) // 2 > limit:
            pieces += split(piece, limit // 2)
        else:
            pieces.append(piece)
    return [piece for piece in pieces if piece.strip()]
