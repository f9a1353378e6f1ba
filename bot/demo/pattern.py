"""What a transcript expects to read: `…` is anything, `{name}` a word that is remembered.

White space, letter case and the way tone marks are encoded make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

_REFERENCE: Final = r"[A-Z0-9]{1,8}-[0-9A-HJKMNP-TV-Z]{5}"
_RECEIPT: Final = r"(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}"
_WORD: Final = r"[^\s]*[^\s.,;:!?()“”\"]"

SHAPES: Final = {"mã tin": _REFERENCE, "biên nhận": _RECEIPT}
"""Names that begin so take only what looks so: "… {mã tin} …" finds it in any sentence."""

_TOKEN: Final = re.compile(r"\s*(?:…|\.\.\.)\s*|\{([^{}]*)\}")
_SPACES: Final = re.compile(r"\s+")


def normal(text: str) -> str:
    """Composed letters and single spaces."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def names(pattern: str) -> list[str]:
    """The `{name}`s of a pattern, in order."""
    return [match[1].strip() for match in _TOKEN.finditer(normal(pattern)) if match[1] is not None]


def fill(text: str, known: Mapping[str, str]) -> str:
    """A text to be typed, with every `{name}` replaced by what was read. Raises `KeyError`."""
    return re.sub(r"\{([^{}]*)\}", lambda match: known[match[1].strip()], text)


def read(pattern: str, text: str, known: Mapping[str, str]) -> dict[str, str] | None:
    """What the `{name}`s not known before stand for; None when `text` is not as expected."""
    found = _compile(pattern, known).fullmatch(normal(text))
    if found is None:
        return None
    fresh = dict.fromkeys(name for name in names(pattern) if name not in known)
    return {name: found[f"n{number}"] for number, name in enumerate(fresh)}


def _compile(pattern: str, known: Mapping[str, str]) -> re.Pattern[str]:
    parts: list[str] = []
    groups: dict[str, str] = {}
    at = 0
    pattern = normal(pattern)
    for token in _TOKEN.finditer(pattern):
        parts.append(re.escape(pattern[at : token.start()]))
        at = token.end()
        name = token[1].strip() if token[1] is not None else None
        if name is None:
            parts.append(".*?")
        elif name in known:
            parts.append(_whole(re.escape(known[name])))
        elif name in groups:
            parts.append(f"(?P={groups[name]})")
        else:
            groups[name] = f"n{len(groups)}"
            parts.append(_whole(f"(?P<{groups[name]}>{_shape(name)})"))
    parts.append(re.escape(pattern[at:]))
    return re.compile("".join(parts), re.IGNORECASE | re.DOTALL)


def _whole(shape: str) -> str:
    return rf"(?<![\w-]){shape}(?![\w-])"


def _shape(name: str) -> str:
    return next((shape for begin, shape in SHAPES.items() if name.startswith(begin)), _WORD)
