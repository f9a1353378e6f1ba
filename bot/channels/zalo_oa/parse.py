"""The events of an official account as `Inbound`. Of a person nothing is read but the id that the
OA knows them by: no name, no telephone number, no `user_id_by_app`.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field
from typing import Any, Final

from bot.channels.group_words import said_in_group
from bot.channels.zalo_oa.fields import clean, items, number, payload, word
from bot.channels.zalo_oa.groups import GROUP, called
from bot.channels.zalo_oa.settings import MAX_DOWNLOAD
from bot.domain.channels import ZALO_OA
from bot.domain.message import (
    Address,
    GroupSaid,
    Inbound,
    Location,
    MediaKind,
    Refusal,
    Upload,
)

CHANNEL: Final = ZALO_OA

_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_GROUP_SAID: Final = "user_send_group_"
_SAID: Final = ("user_send_", "anonymous_send_")
"""Begin the names of messages. `anonymous`: from somebody who is not signed in at Zalo."""
_SILENT: Final = frozenset(
    ("follow", "unfollow", "user_seen_message", "user_received_message", "user_reacted_message")
)
_PERSONAL: Final = "user_submit_info"
"""Somebody's name and telephone number, which are not ours to have."""
_FILES: Final = {
    "image": (MediaKind.PHOTO, "image/jpeg"),
    "gif": (MediaKind.VIDEO, "image/gif"),
    "audio": (MediaKind.AUDIO, "audio/aac"),
    "video": (MediaKind.VIDEO, "video/mp4"),
    "file": (MediaKind.DOCUMENT, ""),
}
"""What each attachment is, and the type it usually has: the platform names none."""
_TYPES: Final = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "mp4": "video/mp4",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
}
"""Of files, by their `type`, which is how their name ends: none of them can run as a script."""

_LAST_RETRY: Final = 5
"""After 30 s, 5, 15, 30 min and 1 h."""


@dataclass(frozen=True, slots=True)
class Event:
    """An event to handle. From a group nothing is left of what was said there but a code."""

    inbound: Inbound


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The person asks the platform to have their data deleted."""

    address: Address
    event_id: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Ignored:
    """An event that needs nothing. `reason` is fixed text."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unparseable:
    """An event that cannot be read. `reason` is fixed text or the name of an exception's type."""

    reason: str


Parsed = Event | Withdrawn | Ignored | Unparseable
ELSEWHERE: Final = Ignored("for another official account")
"""One app may serve several: what is said to another one is not ours to keep."""


def parse(raw: bytes | str, oa_id: str = "") -> Parsed:
    """Read one event. Never raises. `oa_id` is ours: what it says itself and what is said to
    another is ignored, and a group may call it.
    """
    name = ""
    try:
        data = json.loads(raw)
        name = clean(data["event_name"])
        return _parse(data, name, oa_id)
    except Exception as error:
        if name.startswith(_GROUP_SAID):
            return Ignored("in a group, and odd")  # what was said there is not kept, parked or not
        return Unparseable(type(error).__name__)


def last_try(raw: bytes) -> bool:
    """Whether the platform says that it will not bring this event again (`num_retry`)."""
    try:
        return int(json.loads(raw)["num_retry"]) >= _LAST_RETRY
    except (ValueError, KeyError, TypeError, RecursionError):
        return False


def _parse(data: dict[str, Any], name: str, oa_id: str) -> Parsed:
    if _is_elsewhere(data, name, oa_id):
        kept = not name.startswith(_GROUP_SAID) and _says_something(data.get("message"))
        return ELSEWHERE if kept else Ignored("of another account")
    if name.startswith(_GROUP_SAID):
        return _in_group(data, name, oa_id)
    if _of_the_oa(data, name, oa_id):
        return Ignored("said by the OA itself")
    if name.startswith(_SAID):
        return _said(data, name)
    if name == "user_click_chatnow":
        return Event(Inbound(_person(data), _event_id(data, name), text="/start"))
    if name == "user_withdraw":
        return Withdrawn(_person(data), _event_id(data, name))
    known = name in _SILENT or name == _PERSONAL or "group" in name
    # Of a kind that Zalo has not told of, and yet something was said.
    if not known and _says_something(data.get("message")):
        return _said(data, name)
    return Ignored("of no use here")


def _is_elsewhere(data: dict[str, Any], name: str, oa_id: str) -> bool:
    """Whether an event of the same app is another OA's. In a group the recipient is the group."""
    named = [data.get("oa_id")]
    if not name.startswith("oa_") and "group" not in name:
        named.append(_id_of(data, "recipient"))
    return bool(oa_id) and any(said not in ("", oa_id) for said in map(word, named))


def _of_the_oa(data: dict[str, Any], name: str, oa_id: str) -> bool:
    return name.startswith("oa_") or (oa_id != "" and word(_id_of(data, "sender")) == oa_id)


def _id_of(data: dict[str, Any], side: str) -> object:
    found = data.get(side)
    return found.get("id") if isinstance(found, dict) else None


def _says_something(message: object) -> bool:
    return isinstance(message, dict) and bool(message.get("text") or message.get("attachments"))


def _said(data: dict[str, Any], name: str) -> Parsed:
    message = data.get("message")
    if not isinstance(message, dict):
        return Unparseable("message")
    attachments = [part for part in items(message.get("attachments")) if isinstance(part, dict)]
    uploads, refused = _files(attachments)
    location = next(filter(None, map(_location, attachments)), None)
    text = _text(message, attachments)
    # A sticker is a nod or a greeting: nothing was said, and nobody is told off for it.
    if not (text or uploads or refused or location) and not name.endswith("_sticker"):
        refused = (Refusal.UNSUPPORTED,)
    # Without the message's own id: the OA can delete nothing, so it is of no use.
    return Event(
        Inbound(
            _person(data),
            _event_id(data, name),
            text=text,
            uploads=uploads,
            refused=refused,
            location=location,
        )
    )


def _in_group(data: dict[str, Any], name: str, oa_id: str) -> Parsed:
    message = data["message"]
    text = clean(message.get("text") or "")
    ours = called(items(message.get("mentions")), oa_id)
    heard = said_in_group(text, everything_heard=not ours)
    if heard is None and not (ours and not text):
        return Ignored("said in a group")
    said, code = heard or (GroupSaid.REPORT, "")
    # Where the group's id stands is not documented; the sender's is never looked at.
    recipient = data.get("recipient") or {}
    group = next(
        filter(
            None,
            (
                word(place.get(key))
                for place, key in (
                    (recipient, "group_id"),
                    (data, "group_id"),
                    (message, "group_id"),
                    (message, "conversation_id"),
                    (recipient, "id"),
                )
            ),
        ),
        "",
    )
    if not _ID.fullmatch(group) or group == oa_id:
        raise LookupError
    address = Address(CHANNEL, GROUP + group)
    return Event(Inbound(address, _event_id(data, name), text=code, group=said))


def _person(data: dict[str, Any]) -> Address:
    """The sender. Events that are not messages name them as `user_id`; of somebody who is not
    signed in perhaps only the conversation has an id.
    """
    message = data.get("message")
    places = [_id_of(data, "sender")]
    if not isinstance(data.get("sender"), dict):
        places.append(data.get("user_id"))
    if clean(data["event_name"]).startswith("anonymous_"):
        places += [part.get("conversation_id") for part in (data, message) if part]
    found = next(filter(_ID.fullmatch, map(word, places)), "")
    if not found:
        raise LookupError
    return Address(CHANNEL, found)


def _event_id(data: dict[str, Any], name: str) -> str:
    message = data.get("message")
    if isinstance(message, dict) and (found := word(message.get("msg_id"))):
        return found
    return f"{name}:{word(data['timestamp'])}"


def _text(message: dict[str, Any], attachments: list[dict[str, Any]]) -> str:
    """The words. A link that was shared is what its sender wants to say, with its title."""
    parts = [clean(message.get("text") or "").strip()]
    for part in attachments:
        if part.get("type") == "link":
            shared = payload(part)
            parts += [clean(shared.get(key) or "").strip() for key in ("description", "url")]
    return "\n".join(dict.fromkeys(filter(None, parts)))


def _files(attachments: list[dict[str, Any]]) -> tuple[tuple[Upload, ...], tuple[Refusal, ...]]:
    uploads: list[Upload] = []
    refused: list[Refusal] = []
    for part in attachments:
        if part.get("type") not in _FILES:
            continue
        kind, usual = _FILES[part["type"]]
        about = payload(part)
        url, size = word(about.get("url")), number(about.get("size"))
        if not url.startswith(("https://", "http://")):
            refused.append(Refusal.UNSUPPORTED)
        elif size > MAX_DOWNLOAD:
            refused.append(Refusal.TOO_LARGE)
        else:
            media_type = usual or _TYPES.get(word(about.get("type")).lower(), "")
            uploads.append(Upload(kind, platform_ref=url, size=size, media_type=media_type))
    return tuple(uploads), tuple(refused)


def _location(part: dict[str, Any]) -> Location | None:
    if part.get("type") != "location":
        return None
    spot = payload(part).get("coordinates")
    if not isinstance(spot, dict):
        return None
    try:
        latitude, longitude = float(spot["latitude"]), float(spot["longitude"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    on_earth = abs(latitude) <= 90 and abs(longitude) <= 180
    finite = math.isfinite(latitude) and math.isfinite(longitude)
    return Location(latitude, longitude) if finite and on_earth else None
