"""Rings between two processes of one PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from sqlalchemy import text

from bot.domain.errors import StoreUnavailable
from bot.engine.bells import Bells
from bot.engine.line import AT_ONCE, Line
from storage.database import Database

pytestmark = pytest.mark.postgres


@dataclass
class End:
    """One process's bells and its end of the line."""

    database: Database
    bells: Bells
    line: asyncio.Task[None]


@pytest.fixture
async def ends(postgres_url: str) -> AsyncIterator[list[End]]:
    made = []
    for _ in range(2):
        database, bells = Database.connect(postgres_url), Bells()
        made.append(End(database, bells, asyncio.create_task(Line(database, bells).run())))
    while not all(end.bells.carried for end in made):  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    yield made
    for end in made:
        end.line.cancel()
    await asyncio.gather(*(end.line for end in made), return_exceptions=True)
    for end in made:
        await end.database.close()


async def test_a_ring_is_heard_in_the_other_process(ends: list[End]) -> None:
    here, there = ends
    names = (12345, "telegram", "fetch:telegram")
    waiting = [asyncio.create_task(there.bells.wait(name, 10)) for name in names]
    await asyncio.sleep(0)
    here.bells.ring(*names)

    assert await asyncio.gather(*waiting) == [True] * 3


async def test_many_rings_at_once_are_all_heard(ends: list[End]) -> None:
    here, there = ends
    names = [2**62 + n for n in range(3 * AT_ONCE)]
    waiting = [asyncio.create_task(there.bells.wait(name, 10)) for name in names]
    await asyncio.sleep(0)
    here.bells.ring(*names)

    assert all(await asyncio.gather(*waiting))


async def test_nobody_hears_their_own_ring_come_back(ends: list[End]) -> None:
    here, there = ends
    heard = asyncio.create_task(there.bells.wait(1, 10))
    await asyncio.sleep(0)
    here.bells.ring(1)
    again = asyncio.create_task(here.bells.wait(1, 0.2))
    assert await heard

    assert not await again


async def test_a_line_that_breaks_says_so_to_be_begun_again(ends: list[End]) -> None:
    here, there = ends
    async with there.database.transaction() as connection:
        await connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE query LIKE '%LISTEN%' AND pid <> pg_backend_pid()"
            )
        )
    here.bells.ring(1)

    with pytest.raises(StoreUnavailable, match="broken"):
        await asyncio.wait_for(here.line, 30)
    assert not here.bells.carried
