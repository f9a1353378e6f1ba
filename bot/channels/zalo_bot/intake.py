"""What webhook and poller share: one raw event, to its end."""

from __future__ import annotations

import logging
import traceback
from collections import OrderedDict
from typing import Final

from bot.channels.held import Held
from bot.channels.zalo_bot.parse import CHANNEL, Event, Ignored, InGroup, Unparseable, parse
from bot.domain.errors import StoreUnavailable
from bot.domain.message import Inbound
from bot.domain.ports import Engine

LOG: Final = logging.getLogger(__name__)
ATTEMPTS: Final = 8
"""After so many failures an event is put aside, so that one that breaks a handler does not come
back for ever.
"""
REMEMBERED: Final = 1024


class Intake:
    """Hands events to the engine and counts the failures of each."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._failures: OrderedDict[str, int] = OrderedDict()
        self._held = Held(self.take)

    async def take(self, raw: bytes) -> bool:
        """True when the event is done with: committed, of no use, or parked. False: it should
        come again.

        An event whose handling keeps failing is parked only if parking commits, so a database
        that is away parks nothing and loses nothing; nor does `StoreUnavailable` count.
        """
        parsed = parse(raw)
        if isinstance(parsed, Ignored):
            return True
        if isinstance(parsed, Unparseable):
            LOG.warning("zalo bot: an event could not be read (%s) and is parked", parsed.reason)
            return await self.park(raw)
        inbound = _of(parsed)
        try:
            await self._engine.handle(inbound)
        except StoreUnavailable as error:
            # Nothing is wrong with the event: it is no nearer to being put aside.
            LOG.error("zalo bot: an event was not stored: %s", where(error))  # noqa: TRY400
            return False
        except Exception as error:
            LOG.error("zalo bot: an event was not handled: %s", where(error))  # noqa: TRY400
            # What was said in a group is not kept, not even in a parked event.
            tired = self._count(inbound.event_id) >= ATTEMPTS
            return tired and (inbound.group is not None or await self.park(raw))
        self._failures.pop(inbound.event_id, None)
        return True

    async def until_taken(self, raw: bytes) -> None:
        """See `Held`."""
        await self._held.until_taken(raw)

    async def park(self, raw: bytes) -> bool:
        """Put an event aside, sealed; False when that could not be stored either."""
        try:
            await self._engine.park(CHANNEL, raw)
        except Exception as error:
            LOG.error("zalo bot: an event could not be parked: %s", where(error))  # noqa: TRY400
            return False
        return True

    def _count(self, event_id: str) -> int:
        count = self._failures[event_id] = self._failures.pop(event_id, 0) + 1
        while len(self._failures) > REMEMBERED:
            self._failures.popitem(last=False)
        return count


def _of(parsed: Event | InGroup) -> Inbound:
    if isinstance(parsed, Event):
        return parsed.inbound
    return Inbound(parsed.address, parsed.event_id, text=parsed.code, group=parsed.said)


def where(error: BaseException) -> str:
    """An exception's type and the line that raised it; never its message, which may quote a
    resident.
    """
    frames = traceback.extract_tb(error.__traceback__)
    at = f" at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{at}"
