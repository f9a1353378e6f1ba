"""Answers of passkeys that are not right: none of them signs anybody in."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from tests.end_to_end.soft_device import PRESENT, SoftDevice
from tests.end_to_end.station import Browser, Station, station

TASK, ANSWER = "/desk/passkey/options", "/desk/passkey"
NEW_TASK, NEW = "/desk/factor/passkey/options", "/desk/factor/passkey"


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Station]:
    async with station(database_url, tmp_path) as opened:
        yield opened


async def task(browser: Browser, path: str = TASK) -> str:
    status, said = await browser.post(path)
    assert status == 200
    return said


async def known(here: Station, name: str = "Lan") -> tuple[Browser, SoftDevice]:
    """A member whose device is known."""
    browser, device = await here.joined(name), SoftDevice(here.url)
    answer = device.made(await task(browser, NEW_TASK))
    assert (await browser.post(NEW, answer=answer))[0] == 200
    assert browser.path == "/desk/factor"
    return browser, device


async def enters(here: Station, answer: str) -> bool:
    browser = await here.browser()
    status, page = await browser.post(ANSWER, answer=answer)
    assert status == (200 if browser.path == "/chat" else 403)
    return browser.path == "/chat" and "đồng chí đã đăng nhập" in page


async def test_an_answer_is_taken_once(here: Station) -> None:
    _, device = await known(here)
    answer = device.signed(await task(await here.browser()))
    assert await enters(here, answer)
    assert not await enters(here, answer)
    assert (await here.audit()).count("sign-in-failed") == 1


async def test_what_another_site_asked_for_is_refused(here: Station) -> None:
    _, device = await known(here)
    asked = await task(await here.browser())
    assert not await enters(here, device.signed(asked, origin="https://localhost.example"))
    assert not await enters(here, device.signed(asked, type="webauthn.create"))
    strange = replace(device, host="localhost.example", count=10)
    assert not await enters(here, strange.signed(asked))
    device.count = 20
    assert await enters(here, device.signed(asked))


async def test_a_challenge_that_is_not_ours_is_refused(here: Station) -> None:
    browser, device = await known(here)
    asked = json.loads(await task(browser))
    raw = bytearray(base64url_to_bytes(asked["challenge"]))
    for place in (0, 20, len(raw) - 1):
        changed = bytearray(raw)
        changed[place] ^= 1
        lie = bytes_to_base64url(bytes(changed))
        assert not await enters(here, device.signed(json.dumps(asked), challenge=lie))
    for_adding = await task(await here.joined("Hùng", "lead"), NEW_TASK)
    assert not await enters(here, device.signed(for_adding))
    assert not await enters(here, device.signed(json.dumps(asked), challenge=""))


async def test_a_challenge_holds_five_minutes(here: Station) -> None:
    _, device = await known(here)
    asked = await task(await here.browser())
    here.clock.on(seconds=300)
    assert not await enters(here, device.signed(asked))


async def test_a_device_that_did_not_recognise_its_owner_is_refused(here: Station) -> None:
    _, device = await known(here)
    device.flags = PRESENT
    assert not await enters(here, device.signed(await task(await here.browser())))


async def test_a_copy_of_a_key_is_noticed(here: Station) -> None:
    _, device = await known(here)
    copy = replace(device)
    assert await enters(here, device.signed(await task(await here.browser())))
    assert not await enters(here, copy.signed(await task(await here.browser())))


async def test_a_strange_key_and_a_forged_signature_are_refused(here: Station) -> None:
    _, device = await known(here)
    asked = await task(await here.browser())
    assert not await enters(here, SoftDevice(here.url).signed(asked))
    assert not await enters(here, SoftDevice(here.url, id=device.id, count=5).signed(asked))
    for nonsense in ("", "{}", "[]", "null", '{"id": 1}', "x" * 30_000):
        assert not await enters(here, nonsense)


async def test_nobody_adds_a_passkey_to_another(here: Station) -> None:
    lan, hung = await here.joined("Lan"), await here.joined("Hùng", "lead")
    for_lan = await task(lan, NEW_TASK)
    assert (await hung.post(NEW, answer=SoftDevice(here.url).made(for_lan)))[0] == 403
    stranger = await here.browser()
    assert (await stranger.post(NEW_TASK))[0] == 403
    await stranger.post(NEW, answer=SoftDevice(here.url).made(for_lan))
    assert stranger.path == "/desk"
    elsewhere = SoftDevice("https://elsewhere.example")
    assert (await lan.post(NEW, answer=elsewhere.made(for_lan)))[0] == 403
    unseen = SoftDevice(here.url, flags=PRESENT)
    assert (await lan.post(NEW, answer=unseen.made(for_lan)))[0] == 403
    assert (await lan.post(NEW, answer=SoftDevice(here.url).made(for_lan)))[0] == 200
    assert (await lan.post(NEW, answer=SoftDevice(here.url).made(for_lan)))[0] == 403
