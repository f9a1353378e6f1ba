"""A resident reports: from the scan to the receipt. `flow.py` is the finished conversation."""

from __future__ import annotations

from typing import Final

from bot.domain.flow import Flow

INTAKE: Final = Flow("intake", version=1, keeps=True)
