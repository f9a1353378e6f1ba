"""What stands in an event's fields, which come in several forms or as anything at all."""

from __future__ import annotations

import unicodedata
from typing import Any


def payload(part: dict[str, Any]) -> dict[str, Any]:
    """What an attachment holds; empty when it is none."""
    found = part.get("payload")
    return found if isinstance(found, dict) else {}


def items(value: object) -> list[Any]:
    """A list; empty when it is none."""
    return value if isinstance(value, list) else []


def number(value: object) -> int:
    """Bytes, which come as a number or as a string; 0 when unknown."""
    text = word(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def word(value: object) -> str:
    """An id, a URL or the like, which may come as a number."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return clean(str(value))


def clean(text: str) -> str:
    """NFC, without what neither UTF-8 nor every database can hold: lone surrogates and NUL."""
    return unicodedata.normalize(
        "NFC", text.replace("\x00", "").encode("utf-8", "replace").decode()
    )
