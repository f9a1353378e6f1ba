"""The process that touches what strangers send: one file in, one clean file out, then it ends.

Run as `python -I -c … <root> clean|alter`. It reads the file from its standard input and writes
to its standard output four bytes (the length of what follows), a line of JSON
(`{"type": …}` or `{"refused": …}`), and the cleaned file. It holds no key, sees no disk it could
write to, and where the system allows it, no network.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import struct
import sys
from typing import Final

from bot.cleaning import kinds
from bot.cleaning.result import Cleaned, StillDirty, Uncleanable
from bot.domain.message import Refusal

MEMORY: Final = 1536 * 1024 * 1024
"""Bytes of address space; the libraries alone take a fifth of it."""
SECONDS: Final = 40
"""Of computing."""
_LIMITS: Final = (
    (resource.RLIMIT_AS, MEMORY),
    (resource.RLIMIT_CPU, SECONDS),
    (resource.RLIMIT_FSIZE, 0),
    (resource.RLIMIT_CORE, 0),
    (resource.RLIMIT_NOFILE, 32),
)
_PR_SET_PDEATHSIG: Final = 1
_PR_SET_DUMPABLE: Final = 4
_PR_SET_NO_NEW_PRIVS: Final = 38
_CLONE_NEWUSER_NEWNET_NEWIPC: Final = 0x10000000 | 0x40000000 | 0x08000000


def main(mode: str) -> None:
    """Read, clean, answer."""
    confine()
    content = sys.stdin.buffer.read()
    head: dict[str, str]
    body = b""
    try:
        made = work(content, mode)
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
    line = json.dumps(head).encode()
    sys.stdout.buffer.write(struct.pack(">I", len(line)) + line)
    sys.stdout.buffer.write(body)
    sys.stdout.buffer.flush()
    os._exit(0)  # nothing to tidy up, and no library gets a last word


def work(content: bytes, mode: str) -> Cleaned:
    """Clean, or (`alter`) change the voice. Raises `Uncleanable`, or what a library raises."""
    kind = kinds.of(content)
    if kind == "heif":
        raise Uncleanable(Refusal.APPLE_PHOTO)
    if not kind:
        raise Uncleanable(Refusal.WRONG_TYPE)
    # Imported here: each costs tens of milliseconds, and a file needs only one of them.
    if mode == "alter":
        from bot.cleaning import voice

        return voice.alter(content, kind)
    if kind == "photo":
        from bot.cleaning import photos

        return photos.clean(content)
    if kind == "pdf":
        from bot.cleaning import documents

        return documents.clean(content)
    from bot.cleaning import media

    return media.clean(content, kind)


def confine() -> None:
    """Give away, for good, what a hostile file could misuse."""
    for which, most in _LIMITS:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(which, (most, most))
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        libc.prctl(_PR_SET_PDEATHSIG, 9, 0, 0, 0)
        libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        libc.unshare(_CLONE_NEWUSER_NEWNET_NEWIPC)  # not permitted everywhere
