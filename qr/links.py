"""The addresses that a QR code may carry: always our own pages, never a platform's."""

from __future__ import annotations

import re
from typing import Final

CODE: Final = re.compile(r"[A-Za-z0-9_-]{1,32}")
"""What a point's code may look like."""


def point_link(public_url: str, code: str) -> str:
    """The landing page of a point. Raises `ValueError` for what can be no code."""
    if not CODE.fullmatch(code):
        raise ValueError("a point's code is 1 to 32 letters, digits, _ or -")
    return f"{public_url.rstrip('/')}/q/{code}"
