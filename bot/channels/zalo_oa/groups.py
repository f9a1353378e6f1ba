"""What a group is on this platform, and whether somebody in it speaks to the OA."""

from __future__ import annotations

from typing import Final

GROUP: Final = "g:"
"""Begins the address of a group: messages to groups go another way."""


def called(mentions: list[object], oa_id: str) -> bool:
    """Whether the OA is among those whom the platform lists as mentioned."""
    return any(
        isinstance(one, dict) and oa_id and oa_id in (one.get("id"), one.get("uid"))
        for one in mentions
    )
