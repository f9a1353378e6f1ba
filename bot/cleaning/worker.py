"""The process that touches what strangers send: one file in, one clean file out, then it ends.

Run as `python -I -c … <root> clean|alter`. It reads the file from its standard input and writes
to its standard output four bytes (the length of what follows), a line of JSON
(`{"type": …}` or `{"refused": …}`), and the cleaned file. It holds no key, and where the system
allows it, sees neither disk nor network; `"open"` is what the system did not allow.
"""

from __future__ import annotations

import importlib
import json
import os
import struct
import sys
from typing import Any, Final

from bot.cleaning import confinement, kinds
from bot.cleaning.result import Cleaned, StillDirty, Uncleanable
from bot.domain.message import Refusal

_STILL: Final = {"photo": "photos", "pdf": "documents"}


def main(mode: str) -> None:
    """Read, clean, answer."""
    stays = set() if confinement.limit() else {"network"}
    content = sys.stdin.buffer.read()
    head: dict[str, Any]
    body = b""
    try:
        kind = kinds.of(content)
        library = _load(kind, mode)
        stays |= confinement.shut()
        made = work(content, kind, mode, library)
        head, body = {"type": made.media_type}, made.content
    except Uncleanable as error:
        head = {"refused": error.reason.value}
    except MemoryError:
        head = {"refused": Refusal.TOO_COMPLEX.value}
    except StillDirty:
        head = {"refused": Refusal.UNREADABLE.value, "why": "dirty"}
    except Exception:
        # Whatever a library says of a broken file: it may quote it, so it goes nowhere.
        head = {"refused": Refusal.UNREADABLE.value}
    head["open"] = sorted(stays)
    line = json.dumps(head).encode()
    sys.stdout.buffer.write(struct.pack(">I", len(line)) + line)
    sys.stdout.buffer.write(body)
    sys.stdout.buffer.flush()
    os._exit(0)  # nothing to tidy up, and no library gets a last word


def _load(kind: str, mode: str) -> Any:
    """The module that knows this kind, with all that it needs: later nothing can be loaded. Each
    costs tens of milliseconds, and a file needs one.
    """
    if not kind or kind == "heif":
        return None
    if kind in ("photo", "pdf") and mode == "clean":
        return importlib.import_module(f"bot.cleaning.{_STILL[kind]}")
    voice = importlib.import_module("bot.cleaning.voice")
    return voice if mode == "alter" else importlib.import_module("bot.cleaning.media")


def work(content: bytes, kind: str, mode: str, library: Any) -> Cleaned:
    """Clean, or (`alter`) change the voice. Raises `Uncleanable`, or what a library raises."""
    if kind == "heif":
        raise Uncleanable(Refusal.APPLE_PHOTO)
    if not kind:
        raise Uncleanable(Refusal.WRONG_TYPE)
    made: Cleaned
    if mode == "alter":
        made = library.alter(content, kind)
    elif kind in ("photo", "pdf"):
        made = library.clean(content)
    else:
        made = library.clean(content, kind)
    return made
