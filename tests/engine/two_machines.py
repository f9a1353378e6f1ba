"""The bench as two machines: intakes without the desk's keys, and desks."""

from __future__ import annotations

import asyncio

from bot.domain.message import Address, Inbound
from bot.engine.handoff import Desk
from bot.engine.mailbox import WebMailbox
from bot.engine.turn import TurnEngine
from storage.crypto.envelope import Place
from storage.crypto.keyring import Keyring
from storage.stores import Stores
from tests.engine.conftest import Bench, EchoRouter

ALICE = "alice"


class Split:
    """Two intakes without the desk's keys, two desks, on the bench's database."""

    def __init__(self, bench: Bench, intake: Keyring, desk: Keyring) -> None:
        self.bench, self.intake_keys, self.desk_keys = bench, intake, desk
        router = EchoRouter()
        router.unit_id = bench.unit.id

        def engine(ring: Keyring, *, desk: bool) -> TurnEngine:
            return TurnEngine(
                bench.database,
                ring,
                router,
                lambda _typed, _offered: None,
                bench.clock,
                bench.bells,
                desk=desk,
            )

        self.intakes = [engine(intake, desk=False) for _ in range(2)]
        self.desks = [
            Desk(engine(desk, desk=True), bench.database, desk, bench.clock, bench.bells)
            for _ in range(2)
        ]
        self.mailbox = WebMailbox(bench.database, intake, bench.bells)

    async def says(self, text: str, chat: str = ALICE, channel: str = "fake", at: int = 0) -> None:
        inbound = Inbound(Address(channel, chat), f"{chat}-{text}", text)
        await self.intakes[at].handle(inbound)

    async def work(self) -> None:
        """Both desks at once, until nothing is left that is due."""
        while any(await asyncio.gather(*(desk.do_due() for desk in self.desks))):
            pass

    async def waiting(self) -> int:
        async with self.bench.database.reading() as connection:
            return await Stores(connection, self.desk_keys).handoffs.count()

    async def heard(self, chat: str = ALICE, channel: str = "fake") -> list[str]:
        """What the conversation has gathered, in the order it was run."""
        async with self.bench.database.reading() as connection:
            stores = Stores(connection, self.desk_keys)
            found = await stores.conversations.find(Address(channel, chat))
        assert found is not None
        return list(found.state.draft.get("heard", []))

    async def told(self, channel: str = "fake") -> list[str]:
        """What waits to be sent, by key."""
        async with self.bench.database.transaction() as connection:
            outbox = Stores(connection, self.bench.keyring).outbox
            rows = await outbox.claim(channel, self.bench.clock.now(), 50)
            return [outbox.open(row).text.key for row in rows]


def keys_place(table: str, row: int) -> Place:
    return Place(table, "sealed", row)
