"""Every transcript on every channel and database: one running service, nothing stubbed in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.demo.player import Played, Player
from bot.demo.transcript import Script, load, packaged
from tests.end_to_end.world import PLATFORMS, Platform, world


def explain(script: Script, played: list[Played]) -> str:
    """The line that failed, what it wanted, what came."""
    last = played[-1]
    got = "\n  ".join(last.got)
    return f"{script.file}:{last.step.line}: {last.step.source}\n{last.expected}\ngot:\n  {got}"


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("path", packaged(), ids=lambda path: path.stem)
async def test_the_transcript_passes(
    path: Path, platform: Platform, database_url: str, tmp_path: Path
) -> None:
    script = load(path)
    async with world(database_url, tmp_path, platform) as here:
        played = [step async for step in Player(here.cast(platform)).play(script)]

        assert played[-1].ok, explain(script, played)
        assert len(played) == len(script.steps)
        assert here.app.engine.failed == 0
