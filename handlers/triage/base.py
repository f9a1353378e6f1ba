"""The flow's name."""

from __future__ import annotations

from typing import Final

from bot.domain.flow import Flow

TRIAGE: Final = Flow("triage", version=1)
