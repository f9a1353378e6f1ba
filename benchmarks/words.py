"""What the residents say. Each tip carries a mark of its own, by which it is found again."""

from __future__ import annotations

import secrets
from typing import Final

STORY: Final = (
    "Tối qua khoảng 21 giờ, tôi thấy hai thanh niên đi xe máy không biển số dừng trước căn nhà "
    "cấp bốn cuối đường bê tông, đưa cho người trong nhà một gói nhỏ bọc ni-lông rồi đi ngay về "
    "phía chợ. Việc này lặp lại ba, bốn hôm trong tuần, thường vào lúc trời tối, có khi có cả "
    "người lạ đứng chờ sẵn ở gốc cây."
)
"""About 300 characters."""
WHEN: Final = "tối qua, khoảng 21 giờ"
WHERE: Final = "cuối đường bê tông, sau nhà văn hoá"
KIND: Final = "dealing"
SEND: Final = "intake.story:send"
"""The button under what was told."""


def mark() -> str:
    """`#` and 16 random hex digits."""
    return f"#{secrets.token_hex(8)}"


def marked(mark: str) -> str:
    """The story with its mark at the end."""
    return f"{STORY} {mark}"


def mark_of(story: str) -> str:
    """The mark a story carries; empty when it has lost it."""
    return story[-17:] if story[-17:].startswith("#") else ""
