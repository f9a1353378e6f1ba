"""Telegram's updates as `Inbound`. Of the sender nothing is read but the chat's id: no name,
username or language.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any, Final

from telegram import CallbackQuery, Message, Update

from bot.channels.group_words import said_in_group
from bot.channels.telegram.settings import MAX_DOWNLOAD
from bot.domain.message import Address, GroupSaid, Inbound, Location, MediaKind, Refusal, Upload

CHANNEL: Final = "telegram"
KINDS_WANTED: Final = ("message", "edited_message", "callback_query", "my_chat_member")
"""Asked for with `allowed_updates`; anything else is ignored."""

_START: Final = re.compile(r"/start(?:@\w+)?(?:\s+(?P<code>[A-Za-z0-9_-]{1,64}))?\s*")
_GROUPS: Final = ("group", "supergroup")
_BOARD: Final = re.compile(r"/nhom(?:@\w+)?(?:\s+(?P<code>.{1,40}))?\s*")
_ADDRESSED: Final = re.compile(r"(/\w+)@\w+")
_FILES: Final = {
    "video": MediaKind.VIDEO,
    "video_note": MediaKind.VIDEO,
    "animation": MediaKind.VIDEO,  # before document: Telegram fills both
    "voice": MediaKind.AUDIO,
    "audio": MediaKind.AUDIO,
    "document": MediaKind.DOCUMENT,
}
_USUAL: Final = {
    MediaKind.PHOTO: "image/jpeg",
    MediaKind.VIDEO: "video/mp4",
    MediaKind.AUDIO: "audio/ogg",
    MediaKind.DOCUMENT: "",
}
"""What Telegram makes of photos and films, and of voice messages, whatever was sent."""
_BELIEVED: Final = re.compile(
    r"image/(jpeg|png|webp|gif|heic|heif)|video/(mp4|quicktime|webm|3gpp)"
    r"|audio/(mpeg|ogg|mp4|aac|wav|amr)|application/pdf"
)
"""Declared types that are passed on: none of them can run as a script in a browser."""
_SERVICE: Final = frozenset(
    {
        "channel_chat_created",
        "chat_background_set",
        "chat_owner_changed",
        "chat_owner_left",
        "chat_shared",
        "checklist_tasks_added",
        "checklist_tasks_done",
        "connected_website",
        "delete_chat_photo",
        "gift",
        "gift_upgrade_sent",
        "giveaway_completed",
        "giveaway_created",
        "group_chat_created",
        "left_chat_member",
        "message_auto_delete_timer_changed",
        "migrate_from_chat_id",
        "migrate_to_chat_id",
        "new_chat_members",
        "new_chat_photo",
        "new_chat_title",
        "pinned_message",
        "proximity_alert_triggered",
        "refunded_payment",
        "successful_payment",
        "supergroup_chat_created",
        "unique_gift",
        "users_shared",
        "video_chat_ended",
        "video_chat_participants_invited",
        "video_chat_scheduled",
        "video_chat_started",
        "web_app_data",
        "write_access_allowed",
    }
)
"""Messages that Telegram writes itself: nobody waits for an answer to them."""


@dataclass(frozen=True, slots=True)
class Event:
    """An update to handle. `callback_id` must be answered afterwards, or the button keeps
    spinning.
    """

    inbound: Inbound
    callback_id: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Ignored:
    """An update that needs nothing. `reason` is fixed text."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unparseable:
    """An update that cannot be read. `reason` is the name of an exception's type."""

    reason: str


@dataclass(frozen=True, slots=True)
class Left:
    """The bot was put out of a group."""

    address: Address
    event_id: str = field(repr=False)


Parsed = Event | Ignored | Unparseable | Left


def parse(raw: bytes | str | dict[str, Any], username: str = "") -> Parsed:
    """Read one update. Never raises: the library raises a dozen kinds of errors, with the content
    in them. `username`: the bot's own; until it is known, a group is heard with commands only.
    """
    try:
        data = json.loads(raw) if isinstance(raw, bytes | str) else raw
        if isinstance(data["update_id"], bool) or not isinstance(data["update_id"], int):
            return Unparseable("update_id")
        if isinstance(data.get("message"), dict) and not _SERVICE.isdisjoint(data["message"]):
            return Ignored("a service message")
        wanted = {key: data[key] for key in ("update_id", *KINDS_WANTED) if key in data}
        return _parse(Update.de_json(wanted, None), username)
    except Exception as error:
        return Unparseable(type(error).__name__)


def conversation(data: object) -> Hashable:
    """A key for the chat of a raw update, so that one chat's updates are handled in order; None
    when unknown.
    """
    if not isinstance(data, dict):
        return None
    for kind in KINDS_WANTED:
        body = data.get(kind)
        if kind == "callback_query" and isinstance(body, dict):
            body = body.get("message")
        if isinstance(body, dict) and isinstance(chat := body.get("chat"), dict):
            key = chat.get("id")
            return key if isinstance(key, int | str) else None
    return None


def _parse(update: Update, username: str) -> Parsed:
    event_id = str(update.update_id)
    if update.callback_query:
        return _press(update.callback_query, event_id)
    if message := update.message or update.edited_message:
        if update.edited_message and message.location:
            return Ignored("a live location moved")
        return _message(message, event_id, username)
    if change := update.my_chat_member:
        gone = change.new_chat_member.status in ("kicked", "left")
        if gone and change.chat.type != "private":
            return Left(Address(CHANNEL, str(change.chat.id)), event_id)
        return Ignored("the bot was blocked" if gone else "the bot was unblocked")
    return Ignored("of no use here")


def _press(query: CallbackQuery, event_id: str) -> Parsed:
    message = query.message
    if message is None or message.chat.type != "private" or not query.data:
        return Ignored("not a button of a private chat")
    return Event(
        Inbound(
            Address(CHANNEL, str(message.chat.id)),
            event_id,
            choice=_clean(query.data),
            message_id=str(message.message_id),
        ),
        str(query.id),
    )


def _message(message: Message, event_id: str, username: str) -> Parsed:
    if message.chat.type != "private":
        return _in_group(message, event_id, username)
    text, start = _words(message)
    uploads, refused = _files(message)
    location = _location(message)
    if not (text or start or uploads or refused or location):
        refused = (Refusal.UNSUPPORTED,)
    return Event(
        Inbound(
            Address(CHANNEL, str(message.chat.id)),
            event_id,
            text=text,
            start=start,
            uploads=uploads,
            refused=refused,
            location=location,
            message_id=str(message.message_id),
        )
    )


def _in_group(message: Message, event_id: str, username: str) -> Parsed:
    """What is meant for the bot is heard there, without its words; nobody else's are."""
    if message.chat.type not in _GROUPS:
        return Ignored("a channel")
    text = _clean(message.text or message.caption or "")
    if board := _BOARD.fullmatch(text):
        heard: tuple[GroupSaid, str] | None = (GroupSaid.BOARD, (board["code"] or "").strip())
    else:
        spoken_to = _spoken_to(message, text, username)
        heard = said_in_group(text, everything_heard=not spoken_to, name=username)
        if heard is None and spoken_to and _files(message) != ((), ()):
            heard = GroupSaid.REPORT, ""
    if heard is None:
        return Ignored("talk of a group")
    # Without the message's id: it is somebody's own, and not ours to delete later.
    address = Address(CHANNEL, str(message.chat.id))
    return Event(Inbound(address, event_id, text=heard[1], group=heard[0]))


def _spoken_to(message: Message, text: str, username: str) -> bool:
    """Whether somebody names the bot or answers it. Not so a bot that reads everything."""
    if not username:
        return False
    answered = message.reply_to_message.from_user if message.reply_to_message else None
    named = re.search(rf"@{re.escape(username)}\b", text, re.IGNORECASE)
    return named is not None or (answered is not None and answered.username == username)


def _words(message: Message) -> tuple[str, str]:
    """The text and the start code. A named place keeps its name: it is often the better half of
    "where".
    """
    text = _clean(message.text or message.caption or "")
    if message.venue:
        text = _clean(", ".join(filter(None, (message.venue.title, message.venue.address))))
    if start := _START.fullmatch(text):
        return ("", start["code"]) if start["code"] else ("/start", "")
    return _ADDRESSED.sub(r"\1", text, count=1) if text.startswith("/") else text, ""


def _files(message: Message) -> tuple[tuple[Upload, ...], tuple[Refusal, ...]]:
    found, kind = None, MediaKind.PHOTO
    if message.photo:
        found = max(message.photo, key=lambda size: (size.width or 0) * (size.height or 0))
    for name, file_kind in _FILES.items():
        if found is None and (found := getattr(message, name)):
            kind = file_kind
    if found is None:
        return (), ()
    size = found.file_size or 0
    if size > MAX_DOWNLOAD:
        return (), (Refusal.TOO_LARGE,)
    declared = getattr(found, "mime_type", None) or ""
    media_type = declared if _BELIEVED.fullmatch(declared) else _USUAL[kind]
    return (Upload(kind, platform_ref=found.file_id, size=size, media_type=media_type),), ()


def _location(message: Message) -> Location | None:
    place = message.venue.location if message.venue else message.location
    return Location(place.latitude, place.longitude) if place else None


def _clean(text: str) -> str:
    """NFC, without what neither UTF-8 nor every database can hold: lone surrogates and NUL."""
    return unicodedata.normalize(
        "NFC", text.replace("\x00", "").encode("utf-8", "replace").decode()
    )
