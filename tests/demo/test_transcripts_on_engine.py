"""Every packaged transcript, on the real engine and stores without a network."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.demo.player import Player
from bot.demo.transcript import load, packaged
from tests.demo.village import village
from tests.fresh import with_tables


@pytest.mark.parametrize("path", packaged()[::2], ids=lambda path: path.stem)
async def test_transcript_on_sqlite(path: Path, tmp_path: Path) -> None:
    await passes(path, with_tables(tmp_path / "tinbao.db"), tmp_path)


@pytest.mark.parametrize("path", packaged()[1::2], ids=lambda path: path.stem)
async def test_transcript_on_postgresql(path: Path, postgres_url: str, tmp_path: Path) -> None:
    await passes(path, postgres_url, tmp_path)


async def passes(path: Path, database_url: str, tmp_path: Path) -> None:
    """Play it, and say which line failed."""
    script = load(path)
    async with village(database_url, tmp_path) as here:
        played = [step async for step in Player(here, patience=3).play(script)]
    bad = [p for p in played if not p.ok]
    assert not bad, f"{script.file}:{bad[0].step.line}: {bad[0].expected}\ngot: {bad[0].got}"
    assert len(played) == len(script.steps)
