"""From a sign to a conversation; the one-page form; the receipt."""

from __future__ import annotations

import aiohttp
import pytest

from bot.channels.web.settings import WebSettings
from bot.domain.message import Refusal
from tests.channels.web.conftest import World


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


@pytest.mark.parametrize(("code", "start"), [("cu", "cu"), ("zzzz", ""), ("a" * 33, "")])
async def test_an_old_sign_still_leads_on(world: World, code: str, start: str) -> None:
    html = await world.page(f"/q/{code}")
    assert "không còn dùng" in html
    assert "Bà con đang ở" not in html
    assert f'name="start" value="{start}"' in html
    assert 'href="tel:113"' in html


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
