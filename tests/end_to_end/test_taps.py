"""How much somebody does for a minimal tip, counted while the first transcript is played, and what
the README says of it.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from bot.demo.phone import Cast, Phone, Seen
from bot.demo.player import Player
from bot.demo.transcript import Expect, load, packaged
from tests.end_to_end.waiting import quiet
from tests.end_to_end.world import Platform, world
from tests.fresh import with_tables

README = Path(__file__).resolve().parents[2] / "README.md"
CHANNELS: dict[Platform, tuple[str, int]] = {
    "web": ("web", 3),
    "telegram-webhook": ("Telegram", 3),
    "zalo-bot": ("Zalo, bot", 4),
    "zalo-oa": ("Zalo, official account", 4),
}
"""Each channel's name in the README, and the most it may take."""


class Counting:
    """A phone that counts what its owner does. Implements `bot.demo.phone.Phone`.

    The scan and opening the app do not count; what is sent to get into the conversation does:
    Telegram's Start, the sign's code on Zalo.
    """

    def __init__(self, phone: Phone) -> None:
        self._phone = phone
        self.acts = 0

    async def scan(self, code: str) -> None:
        before = await self._own()
        await self._phone.scan(code)
        self.acts += await self._own() - before

    async def say(self, text: str) -> None:
        self.acts += 1
        await self._phone.say(text)

    async def press(self, label: str) -> None:
        self.acts += 1
        await self._phone.press(label)

    async def send_file(self, name: str, content: bytes, caption: str = "") -> None:
        self.acts += 1
        await self._phone.send_file(name, content, caption)

    async def messages(self) -> list[Seen]:
        return await self._phone.messages()

    async def close(self) -> None:
        await self._phone.close()

    async def _own(self) -> int:
        return sum(seen.mine for seen in await self._phone.messages())


class Residents:
    """Hands out counting phones to residents. Implements `bot.demo.phone.Cast`."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self.phones: list[Counting] = []

    async def resident(self) -> Phone:
        self.phones.append(Counting(await self._cast.resident()))
        return self.phones[-1]

    async def member(self, role: str, name: str, *, above: bool = False) -> Phone:
        return await self._cast.member(role, name, above=above)

    async def code(self, place: str) -> str:
        return await self._cast.code(place)


@pytest.mark.parametrize("platform", CHANNELS)
async def test_a_minimal_tip_takes_what_the_readme_says(
    platform: Platform, tmp_path: Path
) -> None:
    name, most = CHANNELS[platform]
    async with world(with_tables(tmp_path / "tinbao.db"), tmp_path, platform) as here:
        cast = Residents(here.cast(platform))
        counted = None
        async for played in Player(cast, settle=partial(quiet, here)).play(load(packaged()[0])):
            assert played.ok, played
            if isinstance(played.step, Expect) and "{biên nhận}" in played.step.pattern:
                [phone] = cast.phones
                counted = phone.acts

    assert counted is not None
    assert 0 < counted <= most
    assert said_in_the_readme()[name] == counted


def said_in_the_readme() -> dict[str, int]:
    """The table below `<!-- taps -->`: channel → number."""
    table = README.read_text("utf-8").partition("<!-- taps -->\n")[2].partition("\n\n")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    return {row[0]: int(row[-1]) for row in rows[2:]}
