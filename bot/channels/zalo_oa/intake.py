"""One event, to its end."""

from __future__ import annotations

import logging
import traceback
from collections import OrderedDict
from typing import Final

from bot.channels.held import Held
from bot.channels.zalo_oa.parse import (
    CHANNEL,
    ELSEWHERE,
    Event,
    Ignored,
    Unparseable,
    Withdrawn,
    last_try,
    parse,
)
from bot.domain.errors import StoreUnavailable
from bot.domain.ports import Engine

LOG: Final = logging.getLogger(__name__)
ATTEMPTS: Final = 5
"""After so many failures an event is put aside. The platform brings it six times at most: what is
not put aside by then is lost.
"""
REMEMBERED: Final = 1024


class Intake:
    """Hands events to the engine and counts the failures of each."""

    def __init__(self, engine: Engine, oa_id: str) -> None:
        self._engine, self._oa_id = engine, oa_id
        self._failures: OrderedDict[str, int] = OrderedDict()
        self._warned = False
        self._held = Held(self.take)

    async def take(self, raw: bytes) -> bool:
        """True when the event is done with: committed, of no use, or parked. False: nothing could
        be stored, bring it again later.

        An event whose handling keeps failing is parked only if parking commits, so a database
        that is away parks nothing and loses nothing; nor does `StoreUnavailable` count.
        """
        parsed = parse(raw, self._oa_id)
        if parsed == ELSEWHERE:
            # A wrong `oa_id` must not cost a word: sealed, they can be looked at once it is right.
            self._warn()
            return await self._park(raw)
        if isinstance(parsed, Ignored):
            return True
        if isinstance(parsed, Unparseable):
            LOG.warning("zalo_oa: an event could not be read (%s) and is parked", parsed.reason)
            return await self._park(raw)
        event_id = parsed.event_id if isinstance(parsed, Withdrawn) else parsed.inbound.event_id
        try:
            if isinstance(parsed, Withdrawn):
                await self._engine.withdraw(parsed.address, event_id)
            else:
                await self._engine.handle(parsed.inbound)
        except StoreUnavailable as error:
            # Nothing is wrong with the event: it is no nearer to being put aside.
            LOG.error("zalo_oa: an event was not stored: %s", _where(error))  # noqa: TRY400
            return False
        except Exception as error:
            LOG.error("zalo_oa: an event was not handled: %s", _where(error))  # noqa: TRY400
            hopeless = self._count(event_id) >= ATTEMPTS or last_try(raw)
            # What was said in a group is not kept, not even in a parked event.
            in_group = isinstance(parsed, Event) and parsed.inbound.group is not None
            return hopeless and (in_group or await self._park(raw))
        self._failures.pop(event_id, None)
        return True

    async def until_taken(self, raw: bytes) -> None:
        """See `Held`."""
        await self._held.until_taken(raw)

    def _warn(self) -> None:
        if not self._warned:
            self._warned = True
            LOG.warning(
                "zalo_oa: events of another official account are put aside unread: if it is yours,"
                " correct [zalo_oa] oa_id"
            )

    def _count(self, event_id: str) -> int:
        count = self._failures[event_id] = self._failures.pop(event_id, 0) + 1
        while len(self._failures) > REMEMBERED:
            self._failures.popitem(last=False)
        return count

    async def _park(self, raw: bytes) -> bool:
        try:
            await self._engine.park(CHANNEL, raw)
        except Exception as error:
            LOG.error("zalo_oa: an event could not be parked: %s", _where(error))  # noqa: TRY400
            return False
        return True


def _where(error: BaseException) -> str:
    """An exception's type and the line that raised it; never its message, which may quote a
    resident.
    """
    frames = traceback.extract_tb(error.__traceback__)
    at = f" at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{at}"
