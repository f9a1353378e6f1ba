"""Somebody who reports through a Zalo official account while the service is killed again and
again: Zalo brings each event until it is answered with 200, and sometimes once more.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

from sqlalchemy import func, select

from benchmarks.ledger import Ledger
from benchmarks.load import RECEIPT
from benchmarks.service import Service
from benchmarks.wire import Wire
from benchmarks.zalo_events import OK, Reporter, Tip, Zalo, permitted, section
from bot.app import App
from bot.demo import samples
from bot.domain.message import Address
from storage.schema import events, outbox
from storage.stores import Stores
from tests.fakes.zalo_oa_server import FakeZaloOa

NUMBERS: Final = 1000
"""Chats that are there for each resident: every report comes from another one."""
PHOTOS: Final = 0.1
"""The share of reports with one: each costs a process that cleans it."""
_PAUSE: Final = 0.02
"""Seconds before an event is brought again: with Zalo it is half a minute, then longer."""


class ZaloResident:
    """One report after the other, until `finish` says so. `told`: every tip that was begun."""

    def __init__(self, service: Service, short: str, photo: str, first: int, seed: int) -> None:
        self.told: dict[int, Tip] = {}
        self.taken = 0
        """Events that were answered with 200, repeats not counted."""
        self._service, self._short, self._zalo = service, short, Zalo(photo)
        self._numbers = iter(range(first, first + NUMBERS))
        self._random = random.Random(seed)
        self._wire = Wire()

    async def run(self, finish: Callable[[], bool]) -> None:
        """Report and report."""
        while not finish():
            number = next(self._numbers)
            photo = self._random.random() < PHOTOS
            who = Reporter(self._zalo, number, self._short, photo=photo)
            self.told[number] = who.tip
            while not who.done:
                await who.next()
                await self._brought()
            who.tip.sent = True
        self._wire.close()

    async def _brought(self) -> None:
        retry, again = 0, self._random.random() < 0.2
        while True:
            try:
                status = (
                    await self._wire.ask(self._service.port, self._zalo.request(retry))
                ).status
            except OSError:
                status, self._wire = 0, Wire()
            retry += 1
            if status != OK:
                await asyncio.sleep(_PAUSE)
            elif again:
                again = False  # Zalo has not heard the answer
            else:
                self.taken += 1
                return


class Residents:
    """All of them, and the Zalo they write with; made by `reporting`."""

    def __init__(
        self, service: Service, short: str, zalo: FakeZaloOa, count: int, seed: int
    ) -> None:
        photo = zalo.keep_media(samples.make("anh.jpg"))
        self._service, self._zalo = service, zalo
        self.all = [
            ZaloResident(service, short, photo, n * NUMBERS, seed + n) for n in range(count)
        ]
        for number in range(count * NUMBERS):
            zalo.chat(str(number)).open = True

    async def count(self) -> dict[str, int]:
        """What was acknowledged against what is there, once the service has stopped.

        `unanswered`: tips whose receipt has neither arrived nor waits to be sent.
        """
        tips = {number: tip for who in self.all for number, tip in who.told.items()}
        taken = sum(who.taken for who in self.all)
        lost = unanswered = 0
        async with self._service.opened() as app:
            ledger = await Ledger.read(app)
            handled = await _rows(app)
            for number, tip in tips.items():
                stored = ledger.tips.get(tip.mark, [])
                lost += not any((len(s.files), s.where) == (tip.photos, tip.where) for s in stored)
                unanswered += not await self._answered(app, str(number))
        return {
            "acknowledged": sum(tip.sent for tip in tips.values()),
            "stored": ledger.stored,
            "events": taken,
            "lost": lost + max(0, taken - handled),
            "duplicated": ledger.twice + max(0, handled - taken),
            "unanswered": unanswered,
        }

    async def _answered(self, app: App, chat: str) -> bool:
        shown = self._zalo.chat(chat).messages
        if any(RECEIPT.search(message.text.encode()) for message in shown):
            return True
        async with app.database.reading() as connection:
            stores = Stores(connection, app.keyring)
            found = await stores.conversations.find(Address("zalo_oa", chat))
            if found is None:
                return False
            waits = select(func.count()).where(outbox.c.contact_id == found.contact.id)
            return bool((await connection.execute(waits)).scalar_one())


@asynccontextmanager
async def reporting(service: Service, count: int, seed: int) -> AsyncIterator[Residents]:
    """A service that is prepared for an official account, and whoever will write to it."""
    async with FakeZaloOa() as zalo:
        zalo.echoes = False
        service.more = section(zalo.url)
        service.prepare()
        async with service.opened() as app:
            await permitted(app, zalo.oauth.grant())
        yield Residents(service, await service.short(), zalo, count, seed)


async def _rows(app: App) -> int:
    """How many events were handled."""
    async with app.database.reading() as connection:
        found = await connection.execute(select(func.count()).select_from(events))
        return int(found.scalar_one())
