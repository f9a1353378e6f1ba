"""An inbound event as JSON, for the sealed row that carries it to another machine.

Where it came from stays behind: of the address only the channel goes along, for the chat id (on
the web the cookie's secret) would open on the other machine what only the person should. The event
id stays too; it has done its work.
"""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

from bot.domain.codec import file_from_json, file_to_json
from bot.domain.message import (
    Address,
    Form,
    GroupSaid,
    Inbound,
    Location,
    MediaKind,
    Refusal,
    Upload,
)


def inbound_to_json(inbound: Inbound) -> dict[str, Any]:
    """What is set, under short keys."""
    came = inbound
    place, form = came.location, came.form
    raw: dict[str, Any] = {
        "c": came.address.channel,
        "t": came.text,
        "p": came.choice,
        "s": came.start,
        "u": [_upload_to_json(upload) for upload in came.uploads],
        "r": [refusal.value for refusal in came.refused],
        "l": [place.latitude, place.longitude] if place else None,
        "f": astuple(form) if form else None,
        "m": came.message_id,
        "i": came.locale,
        "v": came.proved,
        "d": came.door,
        "g": came.group.value if came.group else "",
    }
    return {key: value for key, value in raw.items() if value}


def inbound_from_json(raw: dict[str, Any]) -> Inbound:
    """The reverse, with an address without id."""
    return Inbound(
        Address(raw["c"], ""),
        event_id="",
        text=raw.get("t", ""),
        choice=raw.get("p", ""),
        start=raw.get("s", ""),
        uploads=tuple(_upload_from_json(upload) for upload in raw.get("u", ())),
        refused=tuple(Refusal(refusal) for refusal in raw.get("r", ())),
        location=Location(*raw["l"]) if "l" in raw else None,
        form=Form(*raw["f"]) if "f" in raw else None,
        message_id=raw.get("m", ""),
        locale=raw.get("i", ""),
        proved=raw.get("v", False),
        door=raw.get("d", ""),
        group=GroupSaid(raw["g"]) if "g" in raw else None,
    )


def _upload_to_json(upload: Upload) -> list[Any]:
    file = file_to_json(upload.file) if upload.file else None
    return [upload.kind.value, file, upload.platform_ref, upload.size, upload.media_type]


def _upload_from_json(raw: list[Any]) -> Upload:
    kind, file, platform_ref, size, media_type = raw
    stored = file_from_json(file) if file else None
    return Upload(MediaKind(kind), stored, platform_ref, size, media_type)
