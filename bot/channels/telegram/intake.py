"""What webhook and poller share: one raw update, to its end."""

from __future__ import annotations

import logging
import traceback
from collections import OrderedDict
from typing import Final, Protocol

from bot.channels.telegram.parse import CHANNEL, Event, Ignored, Left, Unparseable, parse
from bot.domain.ports import Engine

LOG: Final = logging.getLogger(__name__)
ATTEMPTS: Final = 8
"""After so many failures an update is put aside, so that one that breaks a handler does not hold
up the rest.
"""
REMEMBERED: Final = 1024


class Answers(Protocol):
    """Whoever stops the spinner of a pressed button. `username`: the bot's, once it is known."""

    username: str

    def answer_press(self, callback_id: str) -> None:
        """Do it in the background."""
        ...


class Intake:
    """Hands updates to the engine and counts the failures of each."""

    def __init__(self, channel: Answers, engine: Engine) -> None:
        self._channel, self._engine = channel, engine
        self._failures: OrderedDict[str, int] = OrderedDict()

    async def take(self, raw: bytes) -> bool:
        """True when the update is done with: committed, of no use, or parked. False: bring it
        again later.

        An update whose handling keeps failing is parked only if parking commits, so a database
        that is away parks nothing and loses nothing.
        """
        parsed = parse(raw, self._channel.username)
        if isinstance(parsed, Ignored):
            return True
        if isinstance(parsed, Unparseable):
            LOG.warning("telegram: an update could not be read (%s) and is parked", parsed.reason)
            return await self._park(raw)
        event_id = parsed.event_id if isinstance(parsed, Left) else parsed.inbound.event_id
        try:
            if isinstance(parsed, Left):
                await self._engine.withdraw(parsed.address, event_id)
            else:
                await self._engine.handle(parsed.inbound)
        except Exception as error:
            LOG.error("telegram: an update was not handled: %s", where(error))  # noqa: TRY400
            return self._count(event_id) >= ATTEMPTS and await self._park(raw)
        self._failures.pop(event_id, None)
        if isinstance(parsed, Event) and parsed.callback_id:
            self._channel.answer_press(parsed.callback_id)
        return True

    def _count(self, event_id: str) -> int:
        count = self._failures[event_id] = self._failures.pop(event_id, 0) + 1
        while len(self._failures) > REMEMBERED:
            self._failures.popitem(last=False)
        return count

    async def _park(self, raw: bytes) -> bool:
        try:
            await self._engine.park(CHANNEL, raw)
        except Exception as error:
            LOG.error("telegram: an update could not be parked: %s", where(error))  # noqa: TRY400
            return False
        return True


def where(error: BaseException) -> str:
    """An exception's type and the line that raised it; never its message, which may quote a
    resident.
    """
    frames = traceback.extract_tb(error.__traceback__)
    at = f" at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{at}"
