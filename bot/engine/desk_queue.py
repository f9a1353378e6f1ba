"""The queue beside the conversation. Implements `bot.domain.desk_queue.DeskQueue`.

Reads rows in clear only: the pages may be served where the desk's keys are not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.domain.access import Action, may
from bot.domain.desk_queue import VIEWS, QueueLine, QueuePage
from bot.domain.flow import Who
from bot.domain.message import Address, Text
from bot.domain.ports import Clock
from bot.domain.queue import Filter, View
from bot.domain.tip import Tip
from storage.contacts import WEB
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.queue import MOST
from storage.sessions import TimeOuts
from storage.stores import Stores

PAGE: Final = 20
"""Tips of one page: a screen shows about ten, and the list scrolls."""
_ALWAYS: Final = frozenset(VIEWS) - {View.SIDE}
"""The tab of what waits aside is there while anything does, as its button in chat."""


class StaffQueue:
    """`line` puts a tip into words, `tab` a view and how many wait aside."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        clock: Clock,
        time_outs: TimeOuts,
        line: Callable[[Tip, datetime], QueueLine],
        tab: Callable[[View, int], Text],
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._clock = clock
        self._time_outs = time_outs
        self._line = line
        self._tab = tab

    async def page(self, secret: str, view: View, page: int) -> QueuePage | None:
        """See `bot.domain.desk_queue.DeskQueue`. Looking keeps no session alive."""
        now = self._clock.now()
        async with self._database.reading() as connection:
            stores = Stores(connection, self._keyring)
            who = await self._who(stores, secret, now)
            if who is None or who.unit_id is None:
                return None
            wanted = Filter(view, member_id=who.member_id)
            count = await stores.queue.count(who.unit_id, wanted, now)
            pages = max(-(-min(count, MOST) // PAGE), 1)
            page = min(max(page, 1), pages)
            aside = await stores.queue.count(who.unit_id, Filter(View.SIDE), now)
            tips = await stores.queue.page(
                who.unit_id, wanted, now, limit=PAGE, offset=(page - 1) * PAGE
            )
            looking = await stores.looking.at([t.id for t in tips], who.member_id or 0, now)
        lines = tuple(
            replace(self._line(tip, now), looking=looking.get(tip.id, ())) for tip in tips
        )
        tabs = tuple(
            (each, self._tab(each, min(aside, MOST)))
            for each in VIEWS
            if aside or each in (view, *_ALWAYS)
        )
        return QueuePage(view, page, pages, min(count, MOST), count > MOST, lines, tabs)

    async def _who(self, stores: Stores, secret: str, now: datetime) -> Who | None:
        found = await stores.conversations.find(Address(WEB, secret)) if secret else None
        if found is None or found.session is None or found.who.member_id is None:
            return None
        ended = self._time_outs.over(found.session, now)
        if ended or self._time_outs.unproved(found.session):
            return None
        return found.who if may(found.who.role, Action.SEE_QUEUE) else None
