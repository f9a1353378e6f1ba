"""Either machine dies in mid-work, at any moment: nothing is lost, nothing is done twice."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from storage.schema import handoffs, tips
from storage.stores import Stores
from tests.end_to_end.split import Installation, Machine, split
from tests.end_to_end.waiting import empty_outbox, shows, until
from tests.fakes.telegram_chat import User
from tests.fakes.telegram_phone import TelegramPhone

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

NOTES = 12


async def a_tip(here: Installation) -> tuple[TelegramPhone, int]:
    """Filed by web, taken on Telegram: the officer's phone and the tip's id."""
    officer, guest = await here.officer("Minh", "telegram-webhook"), await here.resident()
    assert isinstance(officer, TelegramPhone)
    await guest.say("Có người bán hàng cấm sau chợ.")
    await guest.press((await shows(guest, "Gửi")).buttons[0])
    await shows(officer, "Mở tin")
    await officer.press("Mở tin")
    await shows(officer, "Nhận tin")
    async with here.admin.database.reading() as connection:
        [tip_id] = (await connection.execute(select(tips.c.id))).scalars()
    return officer, tip_id


async def notes_of(here: Installation, tip_id: int) -> list[str]:
    async with here.admin.database.reading() as connection:
        return [n.text for n in await Stores(connection, here.admin.keyring).tips.notes(tip_id)]


async def worked_off(here: Installation) -> None:
    async def none_left() -> bool:
        async with here.admin.database.reading() as connection:
            return (await connection.execute(select(handoffs.c.id))).first() is None

    await until(none_left, 120)


async def writes(user: User, label: str, words: list[str]) -> None:
    """Press the button of the opened tip and type, again and again, waiting for nothing."""
    message, button = next(
        (m, b)
        for m in reversed(list(user.chat))
        for row in m.buttons
        for b in row
        if label in b["text"]
    )
    for text in words:
        await user.presses_on(message, button)
        await user.says(text)
        await asyncio.sleep(0.02)


async def dies(machine: Machine, times: int) -> None:
    """Again and again, whatever it is doing."""
    dice = random.Random(machine.roles)
    for _ in range(times):
        await asyncio.sleep(dice.uniform(0.02, 0.3))
        await machine.kill()
        await machine.start()


@pytest.mark.parametrize(
    "victims",
    [lambda here: [here.desk], lambda here: [here.intake], lambda here: [here.intake, here.desk]],
    ids=["desk", "intake", "both"],
)
async def test_a_machine_that_dies_loses_and_doubles_nothing(
    victims: Callable[[Installation], list[Machine]], postgres_url: str, tmp_path: Path
) -> None:
    async with split(postgres_url, tmp_path, telegram="webhook") as here:
        officer, tip_id = await a_tip(here)
        words = [f"Ghi chú số {n}." for n in range(NOTES)]
        async with asyncio.TaskGroup() as group:
            group.create_task(writes(officer.user, "Ghi chú", words))
            for machine in victims(here):
                group.create_task(dies(machine, 3))
        assert here.telegram is not None
        await here.telegram.settled(120)
        await worked_off(here)

        assert await notes_of(here, tip_id) == words


async def test_what_comes_while_the_desk_is_away_waits_for_it_in_order(
    postgres_url: str, tmp_path: Path
) -> None:
    async with split(postgres_url, tmp_path, telegram="webhook") as here:
        officer, tip_id = await a_tip(here)
        await here.desk.kill()
        words = [f"Ghi chú số {n}." for n in range(NOTES)]
        await writes(officer.user, "Ghi chú", words)
        assert here.telegram is not None
        await here.telegram.settled(60)  # all acknowledged, though nobody has the keys
        assert await notes_of(here, tip_id) == []
        await here.desk.start()
        await worked_off(here)

        assert await notes_of(here, tip_id) == words


async def test_an_officer_on_the_web_sees_their_own_words_at_once(
    postgres_url: str, tmp_path: Path
) -> None:
    async with split(postgres_url, tmp_path) as here:
        officer = await here.officer("Lan")
        await here.desk.kill()
        await officer.say("hàng đợi")

        mine = [seen.text for seen in await officer.messages() if seen.mine]
        assert mine[-1] == "hàng đợi"
        await here.desk.start()
        await shows(officer, "Hàng đợi trống")
        assert [seen.text for seen in await officer.messages() if seen.mine] == mine


async def test_residents_do_not_notice_that_the_desk_is_away(
    postgres_url: str, tmp_path: Path
) -> None:
    async with split(postgres_url, tmp_path) as here:
        officer = await here.officer("Lan")
        await here.desk.kill()
        guest = await here.resident()
        await guest.say("Có người bán hàng cấm sau chợ.")
        await guest.press((await shows(guest, "Gửi")).buttons[0])
        await shows(guest, "TK-")
        await here.desk.start()

        await shows(officer, "Mở tin")
        await empty_outbox(here.world)
