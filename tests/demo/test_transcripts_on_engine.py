"""Every packaged transcript, on the real engine and stores without a network."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.demo.player import Player
from bot.demo.transcript import load, packaged
from tests.demo.village import village


@pytest.mark.parametrize("path", packaged(), ids=lambda path: path.stem)
async def test_transcript(path: Path, database_url: str, tmp_path: Path) -> None:
    script = load(path)
    async with village(database_url, tmp_path) as here:
        played = [step async for step in Player(here, patience=3).play(script)]
    bad = [p for p in played if not p.ok]
    assert not bad, f"{script.file}:{bad[0].step.line}: {bad[0].expected}\ngot: {bad[0].got}"
    assert len(played) == len(script.steps)
