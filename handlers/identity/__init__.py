"""The name a reporter may leave, and how custodians decide whether anybody gets to see it."""

from __future__ import annotations

from typing import Final

from bot.domain.flow import Flow

IDENTITY: Final = Flow("identity", version=1)
