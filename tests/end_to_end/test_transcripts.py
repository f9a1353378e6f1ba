"""Every transcript on every channel and database: one running service, nothing stubbed in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.demo.player import Played, Player
from bot.demo.transcript import Script, load, packaged
from tests.end_to_end.world import Platform, world
from tests.fresh import with_tables


def explain(script: Script, played: list[Played]) -> str:
    """The line that failed, what it wanted, what came."""
    last = played[-1]
    got = "\n  ".join(last.got)
    return f"{script.file}:{last.step.line}: {last.step.source}\n{last.expected}\ngot:\n  {got}"


@pytest.mark.parametrize("platform", ["web", "telegram-webhook"])
@pytest.mark.parametrize("path", packaged(), ids=lambda path: path.stem)
async def test_the_transcript_passes(
    path: Path, platform: Platform, database_url: str, tmp_path: Path
) -> None:
    await passes(path, platform, database_url, tmp_path)


# Polling differs from the webhook only in how an update comes in: either database will do.
@pytest.mark.parametrize("path", packaged()[::2], ids=lambda path: path.stem)
async def test_it_passes_by_polling_on_postgresql(
    path: Path, postgres_url: str, tmp_path: Path
) -> None:
    await passes(path, "telegram-polling", postgres_url, tmp_path)


@pytest.mark.parametrize("path", packaged()[1::2], ids=lambda path: path.stem)
async def test_it_passes_by_polling_on_sqlite(path: Path, tmp_path: Path) -> None:
    await passes(path, "telegram-polling", with_tables(tmp_path / "tinbao.db"), tmp_path)


async def passes(path: Path, platform: Platform, database_url: str, folder: Path) -> None:
    """Play it, and say which line failed."""
    script = load(path)
    async with world(database_url, folder, platform) as here:
        played = [step async for step in Player(here.cast(platform)).play(script)]

        assert played[-1].ok, explain(script, played)
        assert len(played) == len(script.steps)
        assert here.app.engine.failed == 0
