"""The web desk: whoever comes from a new browser proves who they are, and sees nothing before."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pyotp
import pytest

from bot.demo.setup import UNIT
from tests.end_to_end.canaries import hits, in_tables
from tests.end_to_end.station import STORY, Station, members, station

QUEUE = "/hang-doi"


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Station]:
    async with station(database_url, tmp_path) as opened:
        yield opened


async def test_numbers_are_set_up_and_sign_in_from_a_new_browser(here: Station) -> None:
    lan, code, secret = await here.set_up("Lan")
    assert "Còn một bước nữa" not in await lan.get("/chat")
    here.clock.on(seconds=31)

    other = await here.browser()
    assert "Cán bộ đăng nhập" in await other.get("/desk")
    status, page = await other.post("/desk/totp", code=code.lower(), number=here.number(secret))

    assert (status, other.path) == (200, "/chat")
    assert "Chào Lan, đồng chí đã đăng nhập" in page
    assert "Xem hàng đợi" in page
    assert "Hàng đợi" in await other.say(choice="queue.list:")
    assert (await here.audit()).count("session-begun") == 2


async def test_a_session_that_proved_nothing_sees_nothing(here: Station) -> None:
    hung, _, _ = await here.set_up("Hùng", "lead")
    lan = await here.joined("Lan")
    page = await lan.get("/chat")
    assert "Còn một bước nữa" in page
    assert 'href="/desk/factor"' in page

    await here.file()
    found = re.search(r"TK-[0-9A-Z]{5}", await hung.get("/chat"))
    assert found, "whoever has proved who they are is told"
    reference = found[0]

    for page in (
        await lan.get("/chat"),
        await lan.say(QUEUE),
        await lan.say(reference),
        await lan.say(choice=f"triage.open:{reference}"),
        await lan.say("/phien"),
    ):
        assert reference not in page
        assert STORY not in page
        assert "Hùng" not in page
        assert "Còn một bước nữa" in page
    assert STORY in await hung.say(choice=f"triage.open:{reference}")


async def test_whoever_has_a_factor_cannot_get_in_by_setting_up_another(here: Station) -> None:
    lan, _, _ = await here.set_up("Lan")
    member = (await members(here))[0]
    async with here.app.stores() as stores:
        live = await stores.sessions.of_member(member)
        await stores.sessions.begin(member, live[0].contact_id, here.clock.now())

    page = await lan.get("/chat")
    assert "Chào mừng" not in page
    assert "mời đồng chí đăng nhập" in await lan.say(QUEUE)
    assert "Cán bộ đăng nhập" in await lan.get("/desk/factor")
    assert (await lan.post("/desk/factor/totp"))[1].count("secret") == 0
    assert (await lan.post("/desk/factor/passkey/options"))[0] == 403


async def test_a_number_holds_once_and_not_for_long(here: Station) -> None:
    _, code, secret = await here.set_up("Lan")
    first = here.number(secret)
    thief = await here.browser()
    assert (await thief.post("/desk/totp", code=code, number=first))[0] == 403
    here.clock.on(seconds=30)
    assert (await thief.post("/desk/totp", code=code, number=first))[0] == 403

    second = here.number(secret)
    assert (await (await here.browser()).post("/desk/totp", code=code, number=second))[0] == 200
    assert (await thief.post("/desk/totp", code=code, number=second))[0] == 403

    here.clock.on(seconds=30)
    late = here.number(secret)
    here.clock.on(seconds=65)
    assert (await thief.post("/desk/totp", code=code, number=late))[0] == 403
    assert (await here.audit()).count("sign-in-failed") == 4
    assert await thief.say(QUEUE) != ""
    assert "Hàng đợi" not in await thief.get("/chat")


async def test_guessing_is_slowed_down_alike_for_codes_that_are_nobodys(here: Station) -> None:
    _, code, secret = await here.set_up("Lan")
    here.clock.on(seconds=31)
    for tried in (code, "CB-00000"):
        browser = await here.browser()
        said = [(await browser.post("/desk/totp", code=tried, number="000000")) for _ in range(6)]
        assert [status for status, _ in said] == [403] * 5 + [429]
        assert "chưa đúng" in said[0][1]
        assert "chờ 15 phút" in said[5][1]
    browser = await here.browser()
    assert (await browser.post("/desk/totp", code=code, number=here.number(secret)))[0] == 429
    here.clock.on(minutes=15)
    assert (await browser.post("/desk/totp", code=code, number=here.number(secret)))[0] == 200
    assert (await here.audit()).count("sign-in-failed") == 5


async def test_a_session_that_timed_out_reads_nothing_and_signs_in_again(here: Station) -> None:
    lan, code, secret = await here.set_up("Lan")
    here.clock.on(minutes=31)

    page = await lan.get("/chat")
    assert "Lan" not in page
    assert "Phiên làm việc ở đây đã hết" in page
    assert 'href="/desk"' in page
    assert "Phiên làm việc đã hết" in await lan.say(QUEUE)
    assert "Phiên làm việc trước đã hết" in await lan.get("/desk")

    _, page = await lan.post("/desk/totp", code=code, number=here.number(secret))
    assert "Chào Lan" in page
    assert "Hàng đợi" in await lan.say(QUEUE)


async def test_an_ended_session_reads_nothing(here: Station) -> None:
    lan, code, secret = await here.set_up("Lan")
    here.clock.on(seconds=31)
    other = await here.browser()
    await other.post("/desk/totp", code=code, number=here.number(secret))

    assert "Kết thúc mọi phiên khác" in await other.say("/phien")
    await other.say(choice="safety.end_others:")

    page = await lan.get("/chat")
    assert "Chào mừng" not in page
    assert "Phiên làm việc ở đây đã hết" in page
    assert "Hàng đợi" not in await lan.say(QUEUE)
    assert "Hàng đợi" in await other.say(QUEUE)


async def test_leaving_the_page_ends_the_session(here: Station) -> None:
    lan, code, secret = await here.set_up("Lan")
    kept = {cookie.key: cookie.value for cookie in lan.http.cookie_jar}
    here.clock.on(seconds=31)
    await lan.post("/chat/leave", sure="1")

    lan.http.cookie_jar.update_cookies(kept)
    assert "Chào mừng" not in await lan.get("/chat")
    assert "Hàng đợi" not in await lan.say(QUEUE)
    await lan.post("/desk/totp", code=code, number=here.number(secret))
    assert "Hàng đợi" in await lan.say(QUEUE)


async def test_the_secret_of_a_new_session_is_new(here: Station) -> None:
    lan, code, secret = await here.set_up("Lan")
    before = {c.value for c in lan.http.cookie_jar if c.key == "tb"}
    here.clock.on(minutes=31)
    await lan.post("/desk/totp", code=code, number=here.number(secret))
    assert before.isdisjoint({c.value for c in lan.http.cookie_jar if c.key == "tb"})


async def test_a_removed_member_cannot_sign_in(here: Station) -> None:
    _, code, secret = await here.set_up("Lan")
    hung, _, _ = await here.set_up("Hùng", "lead")
    lan = (await members(here))[0]
    here.clock.on(seconds=31)
    await hung.say(choice=f"enrol.remove:{lan}")
    page = await hung.get("/chat")
    payload = re.search(r'value="(enrol\.remove_confirm:yes)"', page)
    assert payload
    await hung.say(choice=payload[1])

    gone = await here.browser()
    assert (await gone.post("/desk/totp", code=code, number=here.number(secret)))[0] == 403
    async with here.app.stores() as stores:
        assert await stores.factors.numbers(lan) is None


async def test_the_secret_is_nowhere_in_clear(here: Station, log_lines: io.StringIO) -> None:
    _, code, secret = await here.set_up("Lan")
    here.clock.on(seconds=31)
    number = here.number(secret)
    await (await here.browser()).post("/desk/totp", code=code, number=number)
    await (await here.browser()).post("/desk/totp", code=code, number=number)

    raw = pyotp.TOTP(secret).byte_secret().hex()
    assert hits(await in_tables(here.app.database), [secret, raw]) == []
    assert hits(await in_tables(here.app.database), [code[3:]]) != [], "the search finds things"
    logging.getLogger("bot").info("this is where it would be")
    logged = log_lines.getvalue().encode()
    assert b"where it would be" in logged
    assert hits([("the log", logged)], [secret, code, number]) == []


async def test_another_site_cannot_sign_anybody_in(here: Station) -> None:
    _, code, secret = await here.set_up("Lan")
    here.clock.on(seconds=31)
    browser = await here.browser()
    fields = {"code": code, "number": here.number(secret)}
    from_elsewhere = {"Sec-Fetch-Site": "cross-site"}
    async with browser.http.post(
        f"{here.url}/desk/totp", data=fields, headers=from_elsewhere
    ) as answer:
        assert answer.status == 403
        assert "Set-Cookie" not in answer.headers


async def test_the_web_role_alone_signs_staff_in_with_the_session_key(
    database_url: str, tmp_path: Path
) -> None:
    async with station(database_url, tmp_path, frozenset({"intake", "web"})) as outer:
        _, code, secret = await outer.set_up("Lan")
        outer.clock.on(seconds=31)
        other = await outer.browser()
        _, page = await other.post("/desk/totp", code=code, number=outer.number(secret))
        assert "Chào Lan, đồng chí đã đăng nhập" in page
        assert not outer.app.keyring.holds("unit", UNIT)
