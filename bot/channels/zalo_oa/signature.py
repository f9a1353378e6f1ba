"""Whether a request comes from the platform. Its signature is a plain SHA-256, not an HMAC, over
`app_id + raw body + the body's timestamp + the OA's secret key`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Final

HEADER: Final = "X-ZEvent-Signature"
_PREFIX: Final = b"mac="


def mac(app_id: str, raw: bytes, timestamp: str, oa_secret: str) -> str:
    """The signature of a body, 64 hexadecimal digits."""
    signed = app_id.encode() + raw + timestamp.encode() + oa_secret.encode()
    return hashlib.sha256(signed).hexdigest()


def genuine(raw: bytes, header: str, app_id: str, oa_secret: str) -> bool:
    """Whether `raw` was signed for this app and OA. `header` may lack its `mac=`.

    Never raises. A body without a timestamp, or for another app, is nobody's.
    """
    shown = header.encode("utf-8", "surrogateescape").removeprefix(_PREFIX)
    timestamp = _timestamp(raw, app_id)
    expected = mac(app_id, raw, timestamp or "", oa_secret).encode()
    # Compared in any case, so that the time taken says nothing about the body either.
    same = hmac.compare_digest(shown, expected)
    return same and timestamp is not None


def _timestamp(raw: bytes, app_id: str) -> str | None:
    """The timestamp as it stands in the body, whether as a string or as a number."""
    try:
        # Numbers stay as they are written: 1e3 and 1000 are signed differently.
        data = json.loads(raw.decode(), parse_int=str, parse_float=str, parse_constant=str)
        found = data["timestamp"]
        ours = data["app_id"] == app_id
        text = found if isinstance(found, str) else ""
        text.encode()
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return None
    return text if ours and text else None
