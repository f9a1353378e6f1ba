"""Zalo's events as `Inbound`. Of the sender nothing is read but the chat's id: no name and no
account.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.channels.group_words import said_in_group
from bot.domain.message import Address, GroupSaid, Inbound, MediaKind, Refusal, Upload

CHANNEL: Final = "zalo_bot"

_EVENT: Final = re.compile(r"message\.(?P<kind>\w+)\.received")
_PRIVATE: Final = "private"
_URL: Final = re.compile(r"https?://[!-~]{1,4000}", re.IGNORECASE)
_LONGEST_ID: Final = 256
_SILENT: Final = ("reaction",)
"""Nobody waits for an answer to these."""
_SPOKEN: Final = ("text", "image", "voice", "link")


@dataclass(frozen=True, slots=True)
class Event:
    """Something somebody sent to the bot alone."""

    inbound: Inbound


@dataclass(frozen=True, slots=True)
class InGroup:
    """Somebody spoke to the bot where others read along. `code` goes with `JOIN`; of anything else
    that was said only that it was is kept, as `REPORT`.
    """

    address: Address
    event_id: str = field(repr=False)
    said: GroupSaid
    code: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Ignored:
    """An event that needs nothing. `reason` is fixed text."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unparseable:
    """An event that cannot be read. `reason` is fixed text or the name of an exception's type."""

    reason: str


Parsed = Event | InGroup | Ignored | Unparseable


def parse(raw: bytes) -> Parsed:
    """Read one event: `{event_name, message}`, or the same inside `{ok, result}`. Never raises."""
    if not raw.strip():
        return Ignored("empty")
    try:
        return _parse(json.loads(raw))
    except Exception as error:
        return Unparseable(type(error).__name__)


def _parse(data: Any) -> Parsed:
    if not isinstance(data, dict):
        return Unparseable("not an object")
    if "message" not in data and isinstance(data.get("result"), dict):
        data = data["result"]
    message = data.get("message")
    if message is None:
        return Ignored("without a message")
    chat = message.get("chat") if isinstance(message, dict) else None
    if not isinstance(message, dict) or not isinstance(chat, dict):
        return Unparseable("message or chat")
    return _of_message(str(data.get("event_name", "")), message, chat)


def _of_message(event_name: str, message: Mapping[str, Any], chat: Mapping[str, Any]) -> Parsed:
    chat_id, event_id = _id(chat.get("id")), _id(message.get("message_id"))
    if not (chat_id and event_id):
        return Unparseable("chat.id or message_id")
    found = _EVENT.fullmatch(event_name)
    kind = found["kind"] if found else ""
    address = Address(CHANNEL, chat_id)
    # Where it is not said, others could read an answer only if Zalo had changed its events.
    if str(chat.get("chat_type") or _PRIVATE).casefold() != _PRIVATE:
        if kind not in _SPOKEN:
            return Ignored("not said to the bot")
        return _in_group(address, event_id, kind, message)
    if kind in _SILENT:
        return Ignored("of no use here")
    if not kind:
        # Words of a kind that Zalo has not told of are kept, for somebody to look at.
        said = _text(message, "text")
        return Unparseable("event_name") if said else Ignored("of no use here")
    return Event(_inbound(address, event_id, kind, message))


def _inbound(address: Address, event_id: str, kind: str, message: Mapping[str, Any]) -> Inbound:
    """The message's own id is not passed on: a bot can delete nothing here, so it is of no use."""
    text = _text(message, "text", "caption")
    uploads: tuple[Upload, ...] = ()
    if photo := _url(message, "photo", "photo_url"):
        uploads = (Upload(MediaKind.PHOTO, platform_ref=photo, media_type="image/jpeg"),)
    elif voice := _url(message, "voice_url", "voice"):
        uploads = (Upload(MediaKind.AUDIO, platform_ref=voice, media_type="audio/aac"),)
    if kind == "link" and not text:
        text = _text(message, "url", "link", "href", "title")
    unreadable = not (text or uploads) or (kind in ("image", "voice") and not uploads)
    # A sticker is a nod or a greeting: nothing was said, and nobody is told off for it.
    refused = (Refusal.UNSUPPORTED,) if unreadable and kind != "sticker" else ()
    return Inbound(address, event_id, text=text, uploads=uploads, refused=refused)


def _in_group(
    address: Address, event_id: str, kind: str, message: Mapping[str, Any]
) -> InGroup | Ignored:
    """Zalo brings what mentions or answers the bot, and nothing else."""
    heard = said_in_group(_text(message, "text", "caption"), everything_heard=False)
    if heard is None and kind == "text":
        return Ignored("nothing to answer")
    said, code = heard or (GroupSaid.REPORT, "")
    return InGroup(address, event_id, said, code)


def _id(value: object) -> str:
    """Zalo's are strings; numbers are taken too. Empty for what can be none."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    text = _clean(str(value))
    return text if 0 < len(text) <= _LONGEST_ID else ""


def _text(message: Mapping[str, Any], *names: str) -> str:
    """The first of these fields that holds words."""
    said = (message.get(name) for name in names)
    return next((_clean(words) for words in said if isinstance(words, str) and words.strip()), "")


def _url(message: Mapping[str, Any], *names: str) -> str:
    return next(
        (url for url in (_text(message, name) for name in names) if _URL.fullmatch(url)), ""
    )


def _clean(text: str) -> str:
    """NFC, without what neither UTF-8 nor every database can hold: lone surrogates and NUL."""
    return unicodedata.normalize(
        "NFC", text.replace("\x00", "").encode("utf-8", "replace").decode()
    )
