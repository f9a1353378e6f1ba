"""Every transcript on every channel and database: one running service, nothing stubbed in it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from bot.demo.player import Played, Player
from bot.demo.transcript import Script, load, packaged
from tests.end_to_end.waiting import quiet
from tests.end_to_end.world import Platform, world
from tests.fresh import with_tables


def explain(script: Script, played: list[Played]) -> str:
    """The line that failed, what it wanted, what came."""
    last = played[-1]
    got = "\n  ".join(last.got)
    return f"{script.file}:{last.step.line}: {last.step.source}\n{last.expected}\ngot:\n  {got}"


ALL = packaged()
SPINE = 11
"""The way a tip takes: played on every channel with either database. What came later is played on
every channel and on both databases too, but not in every pair: a channel knows no database.
Polling differs from the webhook only in how an update comes in: of the later ones it plays some.
Zalo has no buttons: both of its platforms play everything, a quarter of it on PostgreSQL.
"""
PAGES: Platform = "web"
WEBHOOK: Platform = "telegram-webhook"
POLLING: Platform = "telegram-polling"
ZALO_BOT: Platform = "zalo-bot"
ZALO_OA: Platform = "zalo-oa"
ZALO_POLLING: Platform = "zalo-bot-polling"
EVERY = [(path, platform) for path in ALL[:SPINE] for platform in (PAGES, WEBHOOK)]
EVEN, ODD = ALL[SPINE + 1 :: 2], ALL[SPINE::2]
POLLED = [*ALL[:SPINE], *ALL[SPINE::3]]
ZALO_POLLED = ALL[1::8]
BOT_APART, OA_APART = ALL[::4], ALL[2::4]
ON_POSTGRESQL = [
    *((path, PAGES) for path in EVEN),
    *((path, WEBHOOK) for path in ODD),
    *((path, POLLING) for path in POLLED[::2]),
    *((path, ZALO_BOT) for path in BOT_APART),
    *((path, ZALO_OA) for path in OA_APART),
    *((path, ZALO_POLLING) for path in ZALO_POLLED[::2]),
]
ON_SQLITE = [
    *((path, PAGES) for path in ODD),
    *((path, WEBHOOK) for path in EVEN),
    *((path, POLLING) for path in POLLED[1::2]),
    *((path, ZALO_BOT) for path in ALL if path not in BOT_APART),
    *((path, ZALO_OA) for path in ALL if path not in OA_APART),
    *((path, ZALO_POLLING) for path in ZALO_POLLED[1::2]),
]
LOOK = 0.02
"""Seconds from one look at a chat to the next: a look costs nothing there. On the web it is a
page, and answers come with what was sent.
"""


def named(value: Path | str) -> str:
    """What a test is called after."""
    return value.stem if isinstance(value, Path) else value


@pytest.mark.parametrize(("path", "platform"), EVERY, ids=named)
async def test_the_transcript_passes(
    path: Path, platform: Platform, database_url: str, tmp_path: Path
) -> None:
    await passes(path, platform, database_url, tmp_path)


@pytest.mark.parametrize(("path", "platform"), ON_POSTGRESQL, ids=named)
async def test_the_transcript_passes_on_postgresql(
    path: Path, platform: Platform, postgres_url: str, tmp_path: Path
) -> None:
    await passes(path, platform, postgres_url, tmp_path)


@pytest.mark.parametrize(("path", "platform"), ON_SQLITE, ids=named)
async def test_the_transcript_passes_on_sqlite(
    path: Path, platform: Platform, tmp_path: Path
) -> None:
    await passes(path, platform, with_tables(tmp_path / "tinbao.db"), tmp_path)


async def passes(path: Path, platform: Platform, database_url: str, folder: Path) -> None:
    """Play it, and say which line failed."""
    script = load(path)
    async with world(database_url, folder, platform) as here:
        poll = None if platform == PAGES else LOOK
        player = Player(here.cast(platform), poll=poll, settle=partial(quiet, here))
        played = [step async for step in player.play(script)]

        assert played[-1].ok, explain(script, played)
        assert len(played) == len(script.steps)
        assert here.app.engine.failed == 0
