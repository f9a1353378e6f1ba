"""From a sign to a conversation; the one-page form; the receipt."""

from __future__ import annotations

import re
from typing import Final

import aiohttp
import pytest

from bot.channels.web.settings import WebSettings
from bot.domain.message import Refusal
from tests.channels.web.conftest import World

HEAVIEST: Final = 30 * 1024
"""Bytes of a sign's page with everything it needs, nothing packed."""


async def test_the_landing_page_names_the_place_and_offers_every_way(world: World) -> None:
    html = await world.page("/q/thon3")
    assert "Bà con đang ở: Thôn 3, xã Tân Khai" in html
    assert 'action="/chat"' in html
    assert 'name="start" value="thon3"' in html
    assert 'href="/q/thon3/form"' in html
    assert 'href="https://t.me/tinbao_bot?start=thon3"' in html
    assert 'href="tel:113"' in html
    assert 'href="tel:02713888113"' in html
    assert "không biết anh/chị là ai" in html
    assert 'lang="en">English' in html


async def test_places_are_shown_not_run(world: World) -> None:
    html = await world.page("/q/xss")
    assert "<script>alert" not in html
    assert "<img src=x" not in html


async def test_a_sign_that_has_ended_says_so_and_leads_to_its_unit(world: World) -> None:
    html = await world.page("/q/cu")
    assert "Mã trên tấm biển này không còn dùng" in html
    assert "Biển của xã Tân Khai ở đây đã được thay" in html
    assert "Công an xã Tân Khai đọc tin" in html
    assert "Bà con đang ở" not in html
    assert 'name="start" value="cu"' in html
    assert 'href="/q/cu/form"' in html
    assert 'href="tel:113"' in html


@pytest.mark.parametrize("code", ["zzzz", "a" * 33, "%3Cscript%3E"])
async def test_a_code_nobody_knows_still_leads_on(world: World, code: str) -> None:
    html = await world.page(f"/q/{code}")
    assert "Chúng tôi không nhận ra mã này" in html
    assert "mã thật mở trang tin.example.vn" in html
    assert "Bà con vẫn báo tin ở đây" in html
    assert 'name="start" value=""' in html
    assert 'href="/form"' in html
    assert 'href="tel:113"' in html


@pytest.mark.parametrize("typed", ["7F3K2X", "7F3%20K2X"])
async def test_a_code_typed_by_hand_opens_its_place(world: World, typed: str) -> None:
    html = await world.page(f"/q/{typed}")
    assert "Thôn 3, xã Tân Khai" in html
    # What goes on from here is the sign's own code.
    assert 'name="start" value="thon3"' in html
    assert 'href="/q/thon3/form"' in html


@pytest.mark.parametrize(
    ("asked", "words"),
    [("en-GB,en;q=0.9", "You are at"), ("vi-VN", "Bà con đang ở"), ("lo-LA", "Bà con đang ở")],
)
async def test_it_speaks_the_phones_language(world: World, asked: str, words: str) -> None:
    async with world.client.get("/q/thon3", headers={"Accept-Language": asked}) as response:
        assert words in await response.text()


async def test_what_somebody_chose_beats_what_their_phone_says(world: World) -> None:
    await world.post("/lang", to="vi", back="/q/thon3")
    async with world.client.get("/q/thon3", headers={"Accept-Language": "en"}) as response:
        assert "Bà con đang ở" in await response.text()


class TestWithZalo:
    @pytest.fixture
    def settings(self) -> WebSettings:
        return WebSettings(
            public_url="https://tin.example.vn",
            telegram_username=lambda: "tinbao_bot",
            zalo_page="https://zalo.me/12345",
        )

    async def test_the_ways_come_in_the_units_order(self, world: World) -> None:
        for path, order in {
            "/q/thon3": ["Nhắn qua Zalo", "Nhắn tại đây", "Nhắn qua Telegram"],
            "/q/khac": ["Nhắn qua Telegram", "Nhắn tại đây", "Nhắn qua Zalo"],
        }.items():
            html = await world.page(path)
            assert sorted(order, key=html.index) == order, path
            assert html.index("way first") < html.index(order[0]) < html.index(order[1])

    async def test_zalo_is_told_the_short_code(self, world: World) -> None:
        html = await world.page("/q/thon3")
        assert 'href="https://zalo.me/12345"' in html
        assert "Gửi tin đầu: <strong>MÃ 7F3K2X</strong>" in html
        assert "Nhắn qua Zalo, Telegram: hãng biết tài khoản" in html

    async def test_without_a_place_there_is_nothing_to_send_first(self, world: World) -> None:
        html = await world.page("/")
        assert 'href="https://zalo.me/12345"' in html
        assert "Gửi tin đầu" not in html

    async def test_it_is_light_and_asks_nobody_else(self, world: World) -> None:
        for path in ("/q/thon3", "/q/cu", "/q/zzzz", "/q/thon3/sign/covered"):
            html = await world.page(path)
            used = re.findall(
                r'<(?:link|script|img|source|iframe)[^>]*?(?:href|src)="([^"]*)"', html
            )
            assert used
            assert all(each.startswith("/static/") for each in used), path
            total = len(html.encode())
            for each in used:
                plain = {"Accept-Encoding": "identity"}
                async with world.client.get(each, headers=plain) as response:
                    body = await response.read()
                    assert "Set-Cookie" not in response.headers
                assert b"url(" not in body
                assert b"@import" not in body
                total += len(body)
            print(f"{path}: {total} bytes, nothing packed")
            assert total < HEAVIEST, path


class TestWithZaloFilledIn:
    @pytest.fixture
    def settings(self) -> WebSettings:
        return WebSettings(zalo_page="https://zalo.me/12345", zalo_prefill=True)

    async def test_the_link_carries_the_first_words(self, world: World) -> None:
        html = await world.page("/q/thon3")
        assert 'href="https://zalo.me/12345?text=M%C3%83%207F3K2X"' in html
        assert "MÃ 7F3K2X" in html


IN_APPS = {
    "Zalo, Android": (
        "Mozilla/5.0 (Linux; Android 9; SM-J600G; wv) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Version/4.0 Chrome/74.0.3729.157 Mobile Safari/537.36 Zalo android/511 ZaloTheme/light"
    ),
    "Facebook, iPhone": (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 15_8 like Mac OS X) AppleWebKit/605.1.15 "
        "(KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/440.0.0;FBDV/iPhone8,1]"
    ),
}


@pytest.mark.parametrize("agent", IN_APPS.values(), ids=IN_APPS)
async def test_it_opens_within_other_apps(world: World, agent: str) -> None:
    """Some send no Sec-Fetch headers, add a parameter, and come from another site."""
    headers = {"User-Agent": agent, "X-Requested-With": "com.zing.zalo"}
    async with world.client.get("/q/thon3?fbclid=IwAR0", headers=headers) as response:
        assert response.status == 200
        assert "Set-Cookie" not in response.headers
        html = await response.text()
    assert "target=" not in html
    assert world.signs.scans == [3]
    said = {"start": "thon3", "nonce": "n" * 22}
    async with world.client.post(
        "/chat", data=said, headers=headers | {"Origin": "null"}, allow_redirects=False
    ) as response:
        assert response.status == 303
    assert [came.start for came in world.engine.came] == ["thon3"]


class TestWithoutTelegram:
    @pytest.fixture
    def settings(self) -> WebSettings:
        return WebSettings(hotline="0271 3999 113")

    async def test_only_what_is_configured_is_offered(self, world: World) -> None:
        html = await world.page("/")
        assert "t.me" not in html
        assert 'href="tel:02713999113"' in html


async def test_the_whole_report_on_one_page(world: World) -> None:
    html = await world.page("/q/thon3/form")
    assert html.count('type="radio" name="kind"') == 12
    assert html.count('type="radio" name="reply"') == 2
    data = aiohttp.FormData()
    for name, value in {
        "nonce": "1",
        "kind": "use",
        "story": "Thấy kim tiêm",
        "when": "tối qua",
        "where": "sau chợ",
    }.items():
        data.add_field(name, value)
    data.add_field("files", b"\xff\xd8abc", filename="a.jpg")
    data.add_field("files", b"MZ", filename="b.exe")
    async with world.client.post("/q/thon3/form", data=data, allow_redirects=False) as response:
        assert response.status == 303
        assert response.headers["Location"] == "/chat#last"
        assert "tb=" in response.headers["Set-Cookie"]
    came = world.engine.came[0]
    assert came.form is not None
    assert (came.form.kind, came.form.story) == ("use", "Thấy kim tiêm")
    assert (came.form.when, came.form.where) == ("tối qua", "sau chợ")
    assert came.start == "thon3"
    assert came.text == ""
    assert len(came.uploads) == 1
    assert came.refused == (Refusal.WRONG_TYPE,)


async def test_an_urlencoded_form_does_as_well_and_twice_is_once(world: World) -> None:
    world.session()
    for _ in range(2):
        response = await world.post("/form", story="Chỉ vậy thôi", nonce="1")
        assert response.status == 303
    assert len(world.engine.came) == 1
    assert world.engine.came[0].start == ""


async def test_the_form_says_who_reads_of_an_official_before_it_is_sent(world: World) -> None:
    page = await world.page("/q/thon3/form")
    assert "Tin này tới thẳng nơi khác: Công an tỉnh Đồng Nai. Ở đây không ai thấy." in page
    assert "Ở đây không ai thấy" not in await world.page("/form")


async def test_an_empty_form_asks_for_something(world: World) -> None:
    response = await world.post("/q/thon3/form", story="   ", nonce="1")
    assert response.status == 422
    assert "Chưa có gì để gửi" in await response.text()
    assert world.engine.came == []


async def test_a_form_that_could_not_be_stored_is_given_back(world: World) -> None:
    world.engine.down = True
    response = await world.post("/q/thon3/form", story="đừng mất", where="sau chợ", nonce="9")
    html = await response.text()
    assert response.status == 503
    assert "đừng mất" in html
    assert "sau chợ" in html
    assert 'action="/q/thon3/form"' in html


async def test_the_receipt_page_sends_to_the_chat(world: World) -> None:
    html = await world.page("/r")
    assert 'name="receipt"' in html
    assert 'action="/chat"' in html
