"""The flow's name, and the doors there are."""

from __future__ import annotations

from typing import Final

from bot.domain.flow import Flow

DOORS: Final = Flow("doors", version=1, keeps=True)
SOURCES: Final = ("phone", "letter")
