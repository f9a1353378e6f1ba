"""The flow's name."""

from __future__ import annotations

from typing import Final

from bot.domain.flow import Flow

OUTREACH: Final = Flow("outreach", version=1)
