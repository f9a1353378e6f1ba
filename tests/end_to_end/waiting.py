"""Waiting for what the service does in the background."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from sqlalchemy import func, select

from bot.demo.phone import Phone, Seen
from storage.outbox_rows import WAITING
from storage.schema import fetches
from storage.stores import Stores
from tests.end_to_end.world import World

PATIENCE = 20.0


async def until(done: Callable[[], Awaitable[bool]], timeout: float = PATIENCE) -> None:
    """Wait for something that tells nobody when it happens."""
    async with asyncio.timeout(timeout):
        while not await done():  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def shows(phone: Phone, wanted: str) -> Seen:
    """The newest message of the bot with these words in it or on one of its buttons."""
    found: list[Seen] = []

    async def there() -> bool:
        found[:] = [
            seen
            for seen in await phone.messages()
            if not seen.mine and any(wanted in words for words in (seen.text, *seen.buttons))
        ]
        return bool(found)

    try:
        await until(there)
    except TimeoutError:
        screen = [seen.text for seen in await phone.messages()]
        raise AssertionError(f"{wanted!r} is not on the screen: {screen[-3:]}") from None
    return found[-1]


async def empty_outbox(here: World) -> None:
    """Everything is sent; nothing was given up."""
    counts: dict[tuple[str, str], int] = {}

    async def sent() -> bool:
        async with here.app.database.reading() as connection:
            counts.clear()
            counts.update(await Stores(connection, here.app.keyring).outbox.counts())
        return all(status == "failed" for _, status in counts)

    await until(sent)
    assert not counts, counts


async def quiet(here: World) -> None:
    """Nothing is on its way: every event has been handled, every message has arrived."""

    async def none_waits() -> bool:
        async with here.app.database.reading() as connection:
            counts = await Stores(connection, here.app.keyring).outbox.counts()
        return not any(status == WAITING for _, status in counts)

    for _ in range(2):  # an event that was taken may be in hand still
        if here.end is not None:
            await here.end.settled()
        await until(none_waits)
        await asyncio.sleep(0.05)


async def fetched(here: World) -> None:
    """Every file that people sent has come in."""

    async def none_left() -> bool:
        async with here.app.database.reading() as connection:
            rows = await connection.execute(select(func.count()).select_from(fetches))
            return rows.scalar_one() == 0

    await until(none_left)
