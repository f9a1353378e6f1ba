"""Replies and conversation states as JSON, for the sealed columns. Short keys: every byte is
sealed and stored.
"""

from __future__ import annotations

import json
from typing import Any

from bot.domain.flow import State
from bot.domain.message import Button, Media, MediaKind, Reply, StoredFile, Text


def dump(value: Any) -> bytes:
    """Compact UTF-8 JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def load(raw: bytes) -> Any:
    """The reverse of `dump`."""
    return json.loads(raw)


def text_to_json(text: Text) -> Any:
    """`key`, or `[key, {arguments}]`."""
    if not text.args:
        return text.key
    return [
        text.key,
        {k: text_to_json(v) if isinstance(v, Text) else {"v": v} for k, v in text.args.items()},
    ]


def text_from_json(raw: Any) -> Text:
    """The reverse of `text_to_json`."""
    if isinstance(raw, str):
        return Text(raw)
    key, args = raw
    return Text(
        key, {k: v["v"] if isinstance(v, dict) else text_from_json(v) for k, v in args.items()}
    )


def file_to_json(file: StoredFile) -> list[Any]:
    """`[id, key in hex, media type, size]`; one more element for an altered voice."""
    raw = [file.id, file.key.hex(), file.media_type, file.size]
    return [*raw, 1] if file.altered else raw


def file_from_json(raw: list[Any]) -> StoredFile:
    """The reverse of `file_to_json`."""
    return StoredFile(raw[0], bytes.fromhex(raw[1]), raw[2], raw[3], altered=len(raw) > 4)


def reply_to_json(reply: Reply) -> dict[str, Any]:
    """A reply with everything that is set."""
    raw: dict[str, Any] = {"t": text_to_json(reply.text)}
    if reply.buttons:
        raw["b"] = [_button_to_json(b) for b in reply.buttons]
    if reply.media:
        raw["m"] = [_media_to_json(m) for m in reply.media]
    if reply.card:
        raw["c"] = reply.card
    if reply.replaces:
        raw["r"] = reply.replaces
    if reply.protect:
        raw["p"] = 1
    return raw


def reply_from_json(raw: dict[str, Any]) -> Reply:
    """The reverse of `reply_to_json`."""
    return Reply(
        text_from_json(raw["t"]),
        tuple(_button_from_json(b) for b in raw.get("b", ())),
        tuple(_media_from_json(m) for m in raw.get("m", ())),
        raw.get("c", ""),
        raw.get("r", ""),
        "p" in raw,
    )


def state_to_json(state: State) -> dict[str, Any]:
    """A conversation state, the one put aside included."""
    raw: dict[str, Any] = {"f": state.flow, "s": state.step, "v": state.version, "d": state.draft}
    if state.offered:
        raw["o"] = [_button_to_json(b) for b in state.offered]
    if state.earlier:
        raw["e"] = [_button_to_json(b) for b in state.earlier]
    if state.trail:
        raw["t"] = list(state.trail)
    if state.via:
        raw["c"] = state.via
    if state.aside:
        raw["a"] = state_to_json(state.aside)
    return raw


def state_from_json(raw: dict[str, Any]) -> State:
    """The reverse of `state_to_json`."""
    return State(
        raw["f"],
        raw["s"],
        raw["v"],
        raw["d"],
        tuple(_button_from_json(b) for b in raw.get("o", ())),
        tuple(raw.get("t", ())),
        state_from_json(raw["a"]) if "a" in raw else None,
        tuple(_button_from_json(b) for b in raw.get("e", ())),
        raw.get("c", 0),
    )


def _button_to_json(button: Button) -> list[Any]:
    raw = [text_to_json(button.label), button.payload, button.url]
    return [*raw, button.number] if button.number else raw


def _button_from_json(raw: list[Any]) -> Button:
    return Button(text_from_json(raw[0]), *raw[1:])


def _media_to_json(media: Media) -> list[Any]:
    file = file_to_json(media.file) if media.file else None
    caption = text_to_json(media.caption) if media.caption else None
    raw = [media.kind.value, file, media.data, caption]
    if media.public:
        return [*raw, media.name, True]
    return [*raw, media.name] if media.name else raw


def _media_from_json(raw: list[Any]) -> Media:
    kind, file, data, caption, *more = raw
    return Media(
        MediaKind(kind),
        file_from_json(file) if file else None,
        data,
        text_from_json(caption) if caption else None,
        *more,
    )
