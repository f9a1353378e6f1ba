"""Searches that staff have begun. Each is a task beside the turns: it opens tips in memory, a few
at a time, and shows how far it has come by one message that changes.

Nothing of it is stored but its number. When the process ends it is gone, and its message says
that it may be.
"""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.domain.access import Action, may
from bot.domain.channels import shows
from bot.domain.errors import KeyNotHere, SealError, TinbaoError
from bot.domain.finding import Progress, Search, Stage
from bot.domain.flow import Turn
from bot.domain.ports import Clock
from bot.domain.tip import Tip
from bot.engine.bells import Bells
from bot.engine.delivery import Delivery
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.finding import Closed, fits
from storage.stores import Stores

BATCH: Final = 50
"""Tips read at once."""
SLICE: Final = 0.01
"""Seconds of opening after which others have their turn."""
SHARE: Final = 0.5
"""Of a processor, at most, for all searches together."""
REPORT_SECONDS: Final = 3.0
MOST: Final = 20
"""Hits after which a search ends: more are no help in a chat."""
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _State:
    seen: int = 0
    total: int = 0
    unread: int = 0
    found: list[Tip] = field(default_factory=list)
    after: tuple[datetime, int] | None = None
    reported: float = 0.0


class Searches:
    """The searches of one process."""

    def __init__(self, database: Database, keyring: Keyring, clock: Clock, bells: Bells) -> None:
        self._database = database
        self._keyring = keyring
        self._clock = clock
        self._bells = bells
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._working = asyncio.Lock()

    def begin(self, member_id: int, contact_id: int, search: Search) -> None:
        """Search until it is done; an earlier search of this member notices by itself."""
        task = asyncio.create_task(self._run(member_id, contact_id, search))
        self._tasks[search.number] = task
        task.add_done_callback(lambda _: self._tasks.pop(search.number, None))

    def follow(self, turn: Turn, delivery: Delivery) -> None:
        """Begin what a turn asks for, once it is committed."""
        if turn.search and turn.who.member_id is not None:
            search = (turn.who.member_id, turn.who.contact_id, turn.search)
            delivery.then.append(lambda: self.begin(*search))

    async def idle(self) -> None:
        """Wait until nothing is searched any more."""
        while self._tasks:
            await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    def stop_all(self) -> None:
        """The process ends."""
        for task in list(self._tasks.values()):
            task.cancel()

    async def _run(self, member_id: int, contact_id: int, search: Search) -> None:
        state = _State(reported=time.monotonic())
        try:
            stage = await self._search(member_id, contact_id, search, state)
        except KeyNotHere:
            stage = Stage.SEALED
        except TinbaoError as error:
            _log.error("a search ended: %s", type(error).__name__)
            stage = Stage.BROKEN
        except Exception as error:
            # Only the type: the message could quote what is looked for.
            _log.error("a search failed with %s", type(error).__name__)
            stage = Stage.BROKEN
        try:
            await self._report(member_id, contact_id, search, state, stage)
        except TinbaoError as error:
            _log.error("a search could not say how it ended: %s", type(error).__name__)

    async def _search(
        self, member_id: int, contact_id: int, search: Search, state: _State
    ) -> Stage:
        async with self._database.reading() as connection:
            finding = Stores(connection, self._keyring).finding
            state.total = await finding.count(search.unit_id, search.wanted)
        while True:
            async with self._database.reading() as connection:
                stores = Stores(connection, self._keyring)
                if not await self._may_go_on(stores, member_id, contact_id, search):
                    return Stage.STOPPED
                batch = await stores.finding.batch(
                    search.unit_id, search.wanted, state.after, BATCH
                )
            if not batch:
                return Stage.DONE
            if await self._look(search, state, batch):
                return Stage.FULL
            if time.monotonic() - state.reported >= REPORT_SECONDS:
                await self._report(member_id, contact_id, search, state, Stage.RUNNING)

    async def _look(self, search: Search, state: _State, batch: list[Closed]) -> bool:
        """Look through a batch; whether there are hits enough. Yields, and takes no more than its
        share of the time.
        """
        waiting = list(reversed(batch))
        while waiting:
            async with self._working:
                began = time.perf_counter()
                while waiting and time.perf_counter() - began < SLICE:
                    closed = waiting.pop()
                    state.seen += 1
                    state.after = (closed.tip.created_at, closed.tip.id)
                    try:
                        if fits(self._keyring, closed, search.wanted):
                            state.found.append(closed.tip)
                    except KeyNotHere:
                        raise
                    except SealError:
                        state.unread += 1
                    if len(state.found) >= MOST:
                        return True
                spent = time.perf_counter() - began
                await asyncio.sleep(spent * (1 / SHARE - 1))
        return False

    async def _may_go_on(
        self, stores: Stores, member_id: int, contact_id: int, search: Search
    ) -> bool:
        """Whether it was not stopped, and who began it still works here, from this chat."""
        if not await stores.finding.goes_on(member_id, search.number):
            return False
        member = await stores.members.by_contact(contact_id)
        return (
            member is not None
            and member.id == member_id
            and member.unit_id == search.unit_id
            and may(member.role, Action.FIND_TIPS)
        )

    async def _report(
        self, member_id: int, contact_id: int, search: Search, state: _State, stage: Stage
    ) -> None:
        state.reported = time.monotonic()
        now = self._clock.now()
        async with self._database.transaction() as connection:
            stores = Stores(connection, self._keyring)
            member = await stores.members.by_contact(contact_id)
            if stage is not Stage.RUNNING:
                await stores.finding.end(member_id, search.number)
            contact = await stores.contacts.get(contact_id)
            if contact is None or member is None or member.id != member_id:
                return  # they work here no longer: they are shown nothing
            if stage is Stage.RUNNING and not shows(contact.channel).edits:
                return  # each step would be a message of its own
            delivery = Delivery(stores, now)
            progress = Progress(
                search.number,
                stage,
                state.seen,
                state.total,
                tuple(state.found),
                state.unread,
                now,
            )
            await delivery.later(contact, search.show(progress))
        self._bells.ring(*delivery.bells)
