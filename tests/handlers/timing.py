"""Deadlines and duty as the conversations see them: no clock runs, nobody has a shift."""

from __future__ import annotations

from typing import Any


class FakeClocks:
    async def start(self, *what: Any) -> None:
        pass

    async def of_tip(self, tip_id: int) -> list[Any]:
        return []


class FakeAlarms:
    async def add(self, *what: Any) -> None:
        pass


class FakeShifts:
    async def coming(self, *what: Any) -> list[Any]:
        return []
