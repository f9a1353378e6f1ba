"""Changing how one signs in: whoever is at an open page cannot make it a way in that lasts."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from bot.engine.notices import Notices
from storage.database import SqliteDatabase
from tests.end_to_end.soft_device import SoftDevice
from tests.end_to_end.station import Browser, Station, members, secret_in, station

NEW_TASK, NEW = "/desk/factor/passkey/options", "/desk/factor/passkey"
PROVE_TASK, PROVE_KEY = "/desk/factor/prove/options", "/desk/factor/prove/passkey"
PROVE, TOTP, CONFIRM = "/desk/factor/prove", "/desk/factor/totp", "/desk/factor/confirm"
REMOVE, IN_TASK, IN = "/desk/factor/remove", "/desk/passkey/options", "/desk/passkey"
PERMIT = re.compile(r'name="permit" value="([0-9a-f]+)"')
WAY = re.compile(r'name="way" value="([0-9a-z]+)"')
QR = re.compile(r'src="(/desk/factor/qr\.png[^"]*)"')
TOLD = "Nếu không phải đồng chí làm"


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Station]:
    async with station(database_url, tmp_path) as opened:
        yield opened


async def proved(here: Station, browser: Browser, secret: str) -> str:
    """A permit, for a number that was not used before."""
    here.clock.on(seconds=31)
    status, page = await browser.post(PROVE, number=here.number(secret))
    assert status == 200, page
    return permit_in(page)


def permit_in(page: str) -> str:
    found = PERMIT.search(page)
    assert found
    return found[1]


async def made(here: Station, browser: Browser, device: SoftDevice, permit: str = "") -> int:
    """The status of adding a passkey."""
    status, task = await browser.post(NEW_TASK, permit=permit)
    if status != 200:
        return status
    return (await browser.post(NEW, permit=permit, answer=device.made(task)))[0]


async def enters(here: Station, device: SoftDevice) -> bool:
    browser = await here.browser()
    _, task = await browser.post(IN_TASK)
    await browser.post(IN, answer=device.signed(task))
    return browser.path == "/chat"


async def spread(here: Station) -> None:
    common = (here.app.database, here.app.keyring, here.clock, here.app.bells)
    await Notices(*common, here.app.time_outs).spread_due()


async def test_an_open_page_is_no_way_to_a_key_of_ones_own(here: Station) -> None:
    lan, _, _ = await here.set_up("Lan")
    for_thief, thief = SoftDevice(here.url), lan
    # An answer to a challenge that was asked for before there was any factor.
    hung = await here.joined("Hùng", "lead")
    _, early = await hung.post(NEW_TASK)
    assert await made(here, hung, SoftDevice(here.url)) == 200

    assert await made(here, thief, for_thief) == 403
    assert (await hung.post(NEW, answer=for_thief.made(early)))[0] == 403
    for permit in ("", "00" * 56, "nonsense", "é", "0" * 10_000):
        assert await made(here, thief, for_thief, permit) == 403
        assert (await hung.post(TOTP, permit=permit))[0] == 403
        assert (await hung.post(CONFIRM, permit=permit, number="000000"))[0] == 403
        assert (await thief.post(REMOVE, permit=permit, way="numbers"))[0] == 403
    everybody = await members(here)
    async with here.app.stores() as stores:
        for member in everybody:
            await stores.sessions.end_all(member, here.clock.now())
    assert not await enters(here, for_thief)


async def test_a_proof_is_good_for_one_change_of_that_page_within_minutes(here: Station) -> None:
    lan, code, secret = await here.set_up("Lan")
    here.clock.on(seconds=31)
    other = await here.browser()
    await other.post("/desk/totp", code=code, number=here.number(secret))

    permit = await proved(here, lan, secret)
    assert await made(here, other, SoftDevice(here.url), permit) == 403
    mine = SoftDevice(here.url)
    assert await made(here, lan, mine, permit) == 200
    assert await made(here, lan, SoftDevice(here.url), permit) == 403
    assert await enters(here, mine)

    permit = await proved(here, lan, secret)
    here.clock.on(minutes=5)
    assert await made(here, lan, SoftDevice(here.url), permit) == 403
    _, page = await lan.post(TOTP, permit=permit)
    assert "xác nhận lại" in page
    assert PERMIT.search(page) is None
    assert (await here.audit()).count("factor-added") == 2


async def test_a_number_proves_it_once_and_guessing_is_slowed_down(here: Station) -> None:
    lan, code, secret = await here.set_up("Lan")
    assert (await lan.post(PROVE, number=here.number(secret)))[0] == 403, "used to set up"
    here.clock.on(seconds=31)
    used = here.number(secret)
    await (await here.browser()).post("/desk/totp", code=code, number=used)
    said = [(await lan.post(PROVE, number=used))[0] for _ in range(6)]
    assert said == [403] * 5 + [429]
    here.clock.on(seconds=31)
    assert (await lan.post(PROVE, number=here.number(secret)))[0] == 429
    assert (await here.audit()).count("sign-in-failed") == 6


async def test_a_passkey_proves_it_too_and_only_to_what_was_asked(here: Station) -> None:
    lan, device = await here.joined("Lan"), SoftDevice(here.url)
    assert await made(here, lan, device) == 200
    _, for_signing_in = await lan.post(IN_TASK)
    assert (await lan.post(PROVE_KEY, answer=device.signed(for_signing_in)))[0] == 403
    _, task = await lan.post(PROVE_TASK)
    assert (await lan.post(PROVE_KEY, answer=SoftDevice(here.url).signed(task)))[0] == 403
    hung, his = await here.joined("Hùng", "lead"), SoftDevice(here.url)
    assert await made(here, hung, his) == 200
    assert (await lan.post(PROVE_KEY, answer=his.signed(task)))[0] == 403

    _, task = await lan.post(PROVE_TASK)
    answer = device.signed(task)
    status, page = await lan.post(PROVE_KEY, answer=answer)
    assert status == 200
    assert (await lan.post(PROVE_KEY, answer=answer))[0] == 403
    status, page = await lan.post(TOTP, permit=permit_in(page))
    secret, permit = secret_in(page), permit_in(page)
    picture = QR.search(page)
    assert picture
    async with lan.http.get(here.url + picture[1]) as shown:
        assert shown.status == 200
    async with lan.http.get(here.url + "/desk/factor/qr.png") as copied:
        assert copied.status == 404, "the cookie alone does not show the secret"
    assert (await lan.post(CONFIRM, number=here.number(secret)))[0] == 403
    status, page = await lan.post(CONFIRM, permit=permit, number="000000")
    assert status == 403
    assert secret_in(page) == secret
    status, page = await lan.post(CONFIRM, permit=permit, number=here.number(secret))
    assert status == 200
    assert "Mã số trên điện thoại, cài ngày" in page


async def test_the_member_and_the_leads_hear_of_a_new_way_in(here: Station) -> None:
    hung, _, _ = await here.set_up("Hùng", "lead")
    lan, code, secret = await here.set_up("Lan")
    mai, _, _ = await here.set_up("Mai")
    await spread(here)
    assert TOLD not in await lan.get("/chat"), "the first one is no news"
    here.clock.on(seconds=31)
    other = await here.browser()
    await other.post("/desk/totp", code=code, number=here.number(secret))

    permit = await proved(here, lan, secret)
    assert await made(here, lan, SoftDevice(here.url), permit) == 200
    await spread(here)
    for page in (await lan.get("/chat"), await other.get("/chat")):
        assert "cài thêm một cách đăng nhập: khoá đăng nhập (passkey)" in page
        assert TOLD in page
        assert 'value="safety.sessions:"' in page
    page = await hung.get("/chat")
    assert "Lan vừa cài thêm một cách đăng nhập" in page
    assert "người quản trị máy chủ đặt lại" in page
    assert "cách đăng nhập: " not in await mai.get("/chat")


async def test_a_way_is_removed_after_a_proof_and_never_the_last(here: Station) -> None:
    hung, _, _ = await here.set_up("Hùng", "lead")
    lan, _, secret = await here.set_up("Lan")
    permit = await proved(here, lan, secret)
    status, page = await lan.post(REMOVE, permit=permit, way="numbers")
    assert status == 403
    assert "ít nhất một cách" in page
    device = SoftDevice(here.url)
    assert await made(here, lan, device, permit) == 200
    page = await lan.get("/desk/factor")
    assert "Khoá đăng nhập (passkey), cài ngày" in page
    assert WAY.search(page) is None, "nothing is removed without a proof"

    here.clock.on(seconds=31)
    _, page = await lan.post(PROVE, number=here.number(secret))
    permit, ways = permit_in(page), WAY.findall(page)
    assert len(ways) == 2
    assert (await hung.post(REMOVE, permit=permit, way=ways[0]))[0] == 403
    status, page = await lan.post(REMOVE, permit=permit, way=ways[0])
    assert status == 200
    assert "passkey), cài" not in page
    assert not await enters(here, device)
    assert (await lan.post(REMOVE, permit=permit, way="numbers"))[0] == 403
    await spread(here)
    assert "vừa bỏ một cách đăng nhập" in await lan.get("/chat")
    assert "Lan vừa bỏ một cách" in await hung.get("/chat")
    assert "factor-removed" in await here.audit()


@contextmanager
def statements(here: Station) -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    database: Any = here.app.database
    engine: Engine = (
        database._writer if isinstance(database, SqliteDatabase) else database._engine.sync_engine
    )
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(re.sub(r"\s+", " ", statement))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def test_codes_that_are_nobodys_cost_the_same_work_and_no_row(here: Station) -> None:
    _, code, _ = await here.set_up("Lan")
    browser = await here.browser()
    asked: dict[str, list[str]] = {}
    for tried in (code, "CB-00000"):
        await browser.post("/desk/totp", code=tried, number="000000")
        rows = len(await here.audit())
        with statements(here) as seen:
            assert (await browser.post("/desk/totp", code=tried, number="000000"))[0] == 403
        asked[tried] = [
            one for one in seen if "outbox" not in one and "ATTEMPT" not in one.upper()
        ]
        assert len(await here.audit()) == rows + (tried == code)
    real, unknown = asked.values()
    assert real == unknown
    assert any("INSERT INTO audit " in one for one in unknown)
