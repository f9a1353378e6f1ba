"""Two machines play what one plays: intake and web without a key that opens a tip, the desk
elsewhere.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.demo.player import Player
from bot.demo.transcript import load, packaged
from tests.end_to_end.split import split
from tests.end_to_end.test_transcripts import explain
from tests.end_to_end.world import Platform

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

ON_PAGES = ("03-hoi-va-dap", "06-bien-nhan-may-khac", "12-de-lai-ten", "14-nguoi-kiem-tra")
"""Where a page waits for what the desk answers; both machines start anew for each transcript."""
IN_CHATS = (
    *("02-bao-tin-day-du", "03-hoi-va-dap", "05-hai-can-bo-mot-tin"),
    *("12-de-lai-ten", "13-mot-chieu-va-rut-lien-he", "14-nguoi-kiem-tra"),
)
"""A message a second for each chat: what crosses between the machines in a new way is played."""
PLAYED: list[tuple[str, Platform]] = [
    *((name, "telegram-webhook") for name in IN_CHATS),
    *((name, "web") for name in ON_PAGES),
    ("03-hoi-va-dap", "telegram-polling"),
]


@pytest.mark.parametrize(("name", "platform"), PLAYED)
async def test_the_transcript_passes_on_two_machines(
    name: str, platform: Platform, postgres_url: str, tmp_path: Path
) -> None:
    script = load(next(path for path in packaged() if path.stem == name))
    mode = platform.removeprefix("telegram-") if platform != "web" else ""
    async with split(postgres_url, tmp_path, telegram=mode) as here:
        # These processes keep to Telegram's real limits: a message a second for each chat.
        player = Player(here.world.cast(platform), patience=30)
        played = [step async for step in player.play(script)]

        assert played[-1].ok, explain(script, played) + here.desk.log.read_text()
        assert len(played) == len(script.steps)
        assert sorted(file.name for file in here.intake.keys.iterdir()) == [
            "draft-1.key",
            "session.key",
        ]
