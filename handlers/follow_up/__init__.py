"""After the receipt: questions and answers, the state of a tip, and leaving without a trace."""

from __future__ import annotations

from typing import Final

from bot.domain.flow import Flow

FOLLOW_UP: Final = Flow("follow_up", version=1)
