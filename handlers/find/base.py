"""The flow's name."""

from __future__ import annotations

from typing import Final

from bot.domain.flow import Flow

FIND: Final = Flow("find", version=1)
