"""The flow's name."""

from __future__ import annotations

from typing import Final

from bot.domain.flow import Flow

QUEUE: Final = Flow("queue", version=1)
