"""A `Reply` as messages of the OpenAPI: words of at most 2,000 characters with the choices below
them, and the files that the platform carries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from bot.channels.fit import numbered, split
from bot.channels.zalo_oa.settings import Buttons
from bot.domain.message import SPOT, Button, Media, MediaKind, Reply, StoredFile, Text

TEXT_LIMIT: Final = 2000
LABEL_LIMIT: Final = 100
AT_ONCE: Final = 5
"""Native buttons of one message."""
PICTURE_LIMIT: Final = 20 * 1024 * 1024
"""Bytes of a stored picture that is made small enough to send."""
DOCUMENT_LIMIT: Final = 5_000_000
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_DOCUMENTS: Final = {
    "application/pdf": "pdf",
    "application/msword": "doc",
    _WORD: "docx",
    "text/csv": "csv",
}

Say = Callable[[Text], str]


@dataclass(frozen=True, slots=True)
class File:
    """Something to upload and send: either `stored` or `data`. `kind`: image or file."""

    kind: str
    stored: StoredFile | None = None
    data: bytes = field(default=b"", repr=False)
    filename: str = ""
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """One message. `instead`: the same words without native buttons, should they be refused."""

    message: dict[str, Any] = field(repr=False)
    instead: tuple[str, ...] = field(default=(), repr=False)


def files(reply: Reply, draw_spot: Callable[[str], bytes | None]) -> tuple[list[File], int]:
    """What of a reply is sent as pictures and files, and how many files the platform cannot carry.

    A place that is said becomes a picture of it. A QR code is for other people's phones: on this
    one its link is said.
    """
    drawn = map(draw_spot, dict.fromkeys(spots(reply.text)))
    found = [File("image", data=png) for png in drawn if png]
    left = 0
    for item in reply.media:
        if item.kind is MediaKind.QR:
            continue
        if item.drawn:
            found.append(File("image", data=item.drawn))
        elif file := _stored(item):
            found.append(file)
        else:
            left += 1
    return found, left


def words(
    reply: Reply,
    say: Say,
    *,
    buttons: Buttons = "numbered",
    group: bool = False,
    left: int = 0,
    page: str = "",
) -> list[Words]:
    """The messages with a reply's words. `left`: files that only open on `page`.

    In a group nothing can be chosen: its choices are left out, its links stay.
    """
    choices = [] if group else [button for button in reply.buttons if button.payload]
    links = [button for button in reply.buttons if not button.payload]
    shown = (item for item in reply.media if item.kind is not MediaKind.QR)
    parts = [say(item.caption) for item in shown if item.caption is not None]
    parts.append(say(reply.text))
    parts += [
        say(Text("zalo-oa-link", {"link": item.data}))
        for item in reply.media
        if item.kind is MediaKind.QR and item.data.startswith(("https://", "http://"))
    ]
    if left:
        parts.append(say(Text("zalo-oa-elsewhere", {"count": left, "link": page})))
    if buttons == "numbered" or group:
        return [Words({"text": text}) for text in _plain(parts, choices, links, say)]
    return _native(parts, choices, links, say, buttons)


def spots(text: Text) -> Iterator[str]:
    """The places on the map in a text, as `latitude, longitude`."""
    if text.key == SPOT:
        yield str(text.args.get("spot", ""))
    for value in text.args.values():
        if isinstance(value, Text):
            yield from spots(value)


def _plain(
    parts: list[str], choices: Iterable[Button], links: Iterable[Button], say: Say
) -> list[str]:
    shown = [(button.number, say(button.label)) for button in choices if button.number]
    loose = [f"- {say(button.label)}" for button in choices if not button.number]
    lines = [*parts, *(_line(button, say) for button in links), *loose]
    text = "\n".join(part for part in lines if part.strip())
    hint = say(Text("choices-hint")) if shown else ""
    return split(numbered(text, shown, hint), TEXT_LIMIT)


def _native(
    parts: list[str], choices: list[Button], links: list[Button], say: Say, shape: Buttons
) -> list[Words]:
    """With as many native buttons as there may be; the rest stays as it is without them."""
    able = [button for button in (*choices, *links) if _button(button, say)]
    taken = able[:AT_ONCE]
    if not taken:
        return [Words({"text": text}) for text in _plain(parts, choices, links, say)]
    rest = [button for button in choices if button not in taken]
    pieces = _plain(parts, rest, [link for link in links if link not in taken], say)
    made = [_button(button, say) for button in taken]
    instead = tuple(_plain(parts, choices, links, say))
    choose = say(Text("zalo-oa-choose"))
    if shape == "text":
        *before, last = pieces or [choose]
        payload: dict[str, Any] = {"buttons": made}
        native = {"text": last, "attachment": {"type": "template", "payload": payload}}
        # Refused, only the last piece is said again; the pieces before have arrived.
        again = instead if not before else tuple(_plain([last], choices, links, say))
        return [*(Words({"text": piece}) for piece in before), Words(native, again)]
    payload = {"template_type": "list", "elements": [{"title": choose}], "buttons": made}
    native = {"attachment": {"type": "template", "payload": payload}}
    again = tuple(_plain([], choices, links, say))
    return [*(Words({"text": piece}) for piece in pieces), Words(native, again)]


def _button(button: Button, say: Say) -> dict[str, Any] | None:
    """One native button; None for what could not be one. A tap comes back as its words."""
    label = say(button.label)
    if len(label) > LABEL_LIMIT:
        return None
    if button.payload:
        return {"title": label, "type": "oa.query.show", "payload": label}
    if button.url.startswith("tel:"):
        number = button.url.removeprefix("tel:")
        return {"title": label, "type": "oa.open.phone", "payload": {"phone_code": number}}
    if button.url.startswith(("https://", "http://")):
        return {"title": label, "type": "oa.open.url", "payload": {"url": button.url}}
    return None


def _line(button: Button, say: Say) -> str:
    """A page or a telephone number as a line of text."""
    label, target = say(button.label), button.url.removeprefix("tel:")
    return label if target in label else f"{label}: {target}"


def _stored(item: Media) -> File | None:
    file = item.file
    if file is None:
        return None
    if item.kind is MediaKind.PHOTO:
        return File("image", file) if file.size <= PICTURE_LIMIT else None
    if file.media_type in _DOCUMENTS and file.size <= DOCUMENT_LIMIT:
        name = f"tep.{_DOCUMENTS[file.media_type]}"
        return File("file", file, filename=name, media_type=file.media_type)
    return None
