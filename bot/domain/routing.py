"""What the engine asks of the conversations: which step takes an event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from bot.domain.flow import Flow, Go, Turn


class Router(Protocol):
    """Decides which step takes an event. Given to the engine by the composition root."""

    flows: Mapping[str, Flow]

    async def route(self, turn: Turn, stores: Mapping[str, object]) -> Go:
        """Choose from the turn's payload, commands, state and who it is; sets `turn.value`."""
        ...

    def cross(self, turn: Turn) -> None:
        """Bring into `turn.state` what `turn.door` leads to, or shut it."""
        ...
