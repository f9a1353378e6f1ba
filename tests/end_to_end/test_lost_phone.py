"""`tinbao member reset-factors`: whoever found the phone is out, its owner comes back."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.demo.setup import UNIT
from bot.domain.message import Address, Inbound
from tests.end_to_end.station import Station, members, secret_in, station
from tests.forked import done


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Station]:
    async with station(database_url, tmp_path) as opened:
        yield opened


async def test_whoever_lost_a_phone_is_let_back_in_as_themselves(here: Station) -> None:
    lan, code, secret = await here.set_up("Lan")
    here.clock.on(seconds=31)
    status, said = await tinbao(here, "member", "list", "--unit", UNIT)
    assert status == 0
    assert re.search(r"Lan +officer +1 +0 +yes", said)

    status, said = await tinbao(here, "member", "reset-factors", "lan", "--unit", UNIT)
    assert status == 0
    invitation = said.split()[0]
    assert "Chào mừng" not in await lan.get("/chat")
    assert (await lan.post("/desk/totp", code=code, number=here.number(secret)))[0] == 403

    browser = await here.browser()
    page = await browser.say(invitation)
    assert "Còn một bước nữa" in page
    _, page = await browser.post("/desk/factor/totp")
    again = secret_in(page)
    assert again != secret
    await browser.post("/desk/factor/confirm", number=here.number(again))
    assert "Chào mừng Lan" in await browser.get("/chat")
    assert len(await members(here)) == 1
    assert "factors-reset" in await here.audit()

    status, said = await tinbao(here, "member", "reset-factors", "Nobody", "--unit", UNIT)
    assert status == 2
    assert "known are Lan" in said


async def test_a_lost_phone_is_out_of_its_chat_too_and_its_owner_comes_back(
    here: Station,
) -> None:
    await here.set_up("Lan")
    lan = (await members(here))[0]
    phone, new = Address("telegram", "501"), Address("telegram", "777")
    async with here.app.stores() as stores:
        contact = await stores.contacts.add(phone, "vi", here.clock.now())
        await stores.sessions.begin(lan, contact.id, here.clock.now())
        await stores.pins.set(lan, stores.pins.hashed(lan, "482915"))

    status, said = await tinbao(here, "member", "reset-factors", "Lan", "--unit", UNIT)
    assert status == 0
    codes = re.findall(r"^TB-\S+$", said, re.MULTILINE)
    assert len(codes) == 2, "one for a page, one for the chat account"
    assert "1 web sessions, 1 chat accounts" in said
    assert "PIN is dropped" in said
    assert "another code to the bot" in said
    async with here.app.stores() as stores:
        assert await stores.sessions.of_member(lan) == []
        assert not await stores.pins.exists(lan)
        found = await stores.conversations.find(phone)
        assert found is not None
        assert found.who.member_id is None

    browser = await here.browser()
    assert "Còn một bước nữa" in await browser.say(codes[0])
    await here.app.engine.handle(Inbound(new, "e1", codes[0]))
    await here.app.engine.handle(Inbound(new, "e2", codes[1]))
    async with here.app.stores() as stores:
        back = await stores.sessions.of_member(lan)
    assert sorted(one.channel for one in back) == ["telegram", "web"]
    assert await members(here) == [lan]


async def tinbao(here: Station, *arguments: str) -> tuple[int, str]:
    """A command in a process of its own."""
    return await done(here.config_file.parent, *arguments, "--config", str(here.config_file))
