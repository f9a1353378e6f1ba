"""A `Reply` as messages of the OpenAPI: words of at most 2,000 characters with the choices below
them, and the files that the platform carries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from bot.channels.fit import fold, pieces, with_choices
from bot.channels.zalo_oa.settings import Buttons
from bot.domain.message import (
    FIRST_NOTICE,
    SPOT,
    Button,
    Media,
    MediaKind,
    Reply,
    StoredFile,
    Text,
)

TEXT_LIMIT: Final = 2000
"""UTF-16 units: the platform does not say what it counts, and no other count of a text is higher
in practice.
"""
LABEL_LIMIT: Final = 100
AT_ONCE: Final = 5
"""Native buttons of one message."""
PICTURE_LIMIT: Final = 20 * 1024 * 1024
"""Bytes of a stored picture that is made small enough to send."""
DOCUMENT_LIMIT: Final = 5_000_000
CHAT: Final = "chat:"
"""Begins the link of a button that leads from a group into the private chat."""
_WEB: Final = ("https://", "http://")
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_DOCUMENTS: Final = {
    "application/pdf": "pdf",
    "application/msword": "doc",
    _WORD: "docx",
    "text/csv": "csv",
}


Say = Callable[[Text], str]
Draw = Callable[[str], bytes | None]
"""A picture of a place, or of a link as a QR code; None where nobody draws it."""


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


@dataclass(frozen=True, slots=True)
class Shape:
    """How a reply is shown. `page`: where files are seen that the platform does not carry;
    `chat`: where a chat with the OA opens. In a group nothing can be chosen.
    """

    page: str
    chat: str
    buttons: Buttons = "numbered"
    group: bool = False


def files(reply: Reply, draw_spot: Draw, draw_code: Draw) -> tuple[list[File], int]:
    """What of a reply is sent as pictures and files, and how many files the platform cannot carry.

    A place that is said becomes a picture of it. A QR code is for other people's phones: on this
    one its link is said, and a sign's is shown as well, to be printed. A receipt's never is:
    pictures lie at the platform for days.
    """
    drawn = map(draw_spot, dict.fromkeys(spots(reply.text)))
    found = [File("image", data=png) for png in drawn if png]
    left = 0
    for item in reply.media:
        if item.kind is MediaKind.QR:
            code = draw_code(item.data) if item.public else None
            found += [File("image", data=code)] if code else []
        elif item.drawn:
            found.append(File("image", data=item.drawn))
        elif file := _stored(item):
            found.append(file)
        else:
            left += 1
    return found, left


def words(reply: Reply, say: Say, shape: Shape, left: int = 0) -> list[Words]:
    """The messages with a reply's words. `left`: files that only open on the page."""
    choices = [] if shape.group else [button for button in reply.buttons if button.payload]
    links = [_whole(button, shape.chat) for button in reply.buttons if not button.payload]
    shown = (item for item in reply.media if item.kind is not MediaKind.QR or item.public)
    parts = [say(item.caption) for item in shown if item.caption is not None]
    parts.append(say(reply.text))
    opened = {button.url for button in links}
    parts += [
        say(Text("zalo-oa-link", {"link": item.data}))
        for item in reply.media
        if item.kind is MediaKind.QR and item.data.startswith(_WEB) and item.data not in opened
    ]
    if left:
        parts.append(say(Text("zalo-oa-elsewhere", {"count": left, "link": shape.page})))
    text = "\n".join(part for part in parts if part.strip())
    if shape.buttons == "numbered" or shape.group:
        return [Words({"text": piece}) for piece in _plain(text, choices, links, say)]
    return _native(text, choices, links, say, shape.buttons)


def spots(text: Text) -> Iterator[str]:
    """The places on the map in a text, as `latitude, longitude`."""
    if text.key == SPOT:
        yield str(text.args.get("spot", ""))
    for value in text.args.values():
        if isinstance(value, Text):
            yield from spots(value)


def _plain(text: str, choices: Sequence[Button], links: Sequence[Button], say: Say) -> list[str]:
    """Links as lines below the words, then the choices, together and with their numbers."""
    loose = [f"– {say(button.label)}" for button in choices if not button.number]
    lines = [text, *(_line(button, say) for button in links), *loose]
    said = pieces("\n".join(line for line in lines if line.strip()), TEXT_LIMIT)
    shown = [(button.number, say(button.label)) for button in choices if button.number]
    return with_choices(said, shown, say(Text("choices-hint")), TEXT_LIMIT)


def _native(
    text: str, choices: list[Button], links: list[Button], say: Say, kind: Buttons
) -> list[Words]:
    """With as many native buttons as there may be; the rest stays as it is without them."""
    tapped = [*_resolved(choices, say), *links]
    taken = [button for button in tapped if _button(button, say)][:AT_ONCE]
    if not taken:
        return [Words({"text": piece}) for piece in _plain(text, choices, links, say)]
    rest = [button for button in choices if button not in taken]
    said = _plain(text, rest, [link for link in links if link not in taken], say)
    lead = say(Text("zalo-oa-choose"))
    made: dict[str, Any] = {"buttons": [_button(button, say) for button in taken]}
    message: dict[str, Any] = {}
    # Refused, only what hung on the buttons is said again; what went before has arrived.
    last = ""
    if kind == "text":
        *said, last = said or [lead]
        message["text"] = last
    else:
        made |= {"template_type": "list", "elements": [{"title": lead}]}
    message["attachment"] = {"type": "template", "payload": made}
    again = [button for button in taken if button.payload]
    pages = [button for button in taken if not button.payload]
    instead = tuple(_plain(last, again, pages, say))
    return [*(Words({"text": piece}) for piece in said), Words(message, instead)]


def _resolved(choices: Sequence[Button], say: Say) -> Iterator[Button]:
    """Those that a tap, which comes back as words, chooses: the numbers of notices alone mean
    something later on, and of two with the same words neither would be meant.
    """
    labels = Counter(fold(say(button.label)) for button in choices)
    for button in choices:
        if button.number < FIRST_NOTICE and labels[fold(say(button.label))] == 1:
            yield button


def _whole(button: Button, chat: str) -> Button:
    """A button that leads from a group into the private chat, with the address of that."""
    return replace(button, url=chat) if button.url.startswith(CHAT) else button


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
    if button.url.startswith(_WEB):
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
