"""A `Reply` as Zalo messages: text with numbered choices, links as lines, public pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from bot.channels.fit import pieces, with_choices
from bot.domain.message import Button, Media, MediaKind, Reply, Text

TEXT_LIMIT: Final = 2000
"""UTF-16 units: Zalo does not say what it counts, and no other count of a text is higher in
practice.
"""
CHAT: Final = "chat:"
"""Begins the link of a button that leads from a group into the private chat."""
HINT: Final = Text("choices-hint")

Say = Callable[[Text], str]


@dataclass(frozen=True, slots=True)
class Words:
    """One text message."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Photo:
    """One picture that anybody may see."""

    media: Media = field(repr=False)
    caption: str = field(default="", repr=False)


Call = Words | Photo


def render(
    reply: Reply, say: Say, *, page: str, web: str, codes: bool = False
) -> tuple[list[Words], list[Photo]]:
    """The messages for a reply: its words, the choices in the last, and its public pictures.

    `page`: where a chat with the bot opens; `web`: where files are shown that cannot be sent;
    `codes`: whether QR codes can be drawn.
    """
    photos, overflow, links, hidden = _media(reply, say, codes)
    lines = [say(reply.text)]
    lines += [line for button in reply.buttons if (line := _link(button, say, page))]
    lines += [f"– {say(b.label)}" for b in reply.buttons if b.payload and not b.number]
    lines += links
    if hidden:
        lines.append(say(Text("zalo-bot-files", {"count": hidden, "link": web})))
    text = "\n".join(line for line in lines if line.strip())
    choices = [(b.number, say(b.label)) for b in reply.buttons if b.payload and b.number]
    said = [piece for words in (*overflow, text) for piece in pieces(words, TEXT_LIMIT)]
    return [Words(piece) for piece in with_choices(said, choices, say(HINT), TEXT_LIMIT)], photos


def _link(button: Button, say: Say, page: str) -> str:
    """A button that opens something, as a line; empty for a choice."""
    if button.payload or not button.url:
        return ""
    label = say(button.label)
    target = page if button.url.startswith(CHAT) else button.url.removeprefix("tel:")
    return label if target in label else f"{label}: {target}"


def _media(reply: Reply, say: Say, codes: bool) -> tuple[list[Photo], list[str], list[str], int]:
    """Pictures, what did not fit below them, codes as links, and how many files are not sent."""
    photos: list[Photo] = []
    overflow: list[str] = []
    links: list[str] = []
    hidden = 0
    for item in reply.media:
        caption = say(item.caption) if item.caption else ""
        if item.kind is MediaKind.QR and not (codes and item.public):
            # Who holds the phone that shows a code cannot scan it: the link does the same.
            if all(item.data != button.url for button in reply.buttons):
                links.append(f"{caption}\n{item.data}".strip())
        elif _may_be_seen(item):
            first, *rest = [*pieces(caption, TEXT_LIMIT), ""] if caption else [""]
            photos.append(Photo(item, first))
            overflow += [piece for piece in rest if piece]
        else:
            hidden += 1
    return photos, overflow, links, hidden


def _may_be_seen(item: Media) -> bool:
    """Zalo fetches a picture from an address that anybody could open: never evidence."""
    shown = item.kind is MediaKind.QR or item.file or item.drawn
    return item.public and item.kind in (MediaKind.PHOTO, MediaKind.QR) and bool(shown)
