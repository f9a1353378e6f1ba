"""Talking: what is sent, what comes back, twice, at once, and not at all."""

from __future__ import annotations

import asyncio
import logging
import unicodedata

import pytest

from bot.domain.errors import StoreUnavailable
from bot.domain.message import Button, Reply, Text, verbatim
from tests.channels.web.conftest import World

SCRIPT = {"X-Page": "1"}


async def test_words_reach_the_engine_as_they_were_typed(world: World) -> None:
    typed = "Nhà\u0000 bà Năm\r\nđầu ngõ\u0007\t🏠 \u202eabc"
    await world.post(text=unicodedata.normalize("NFD", typed), nonce="n1")
    came = world.engine.came[0]
    assert came.text == "Nhà bà Năm\nđầu ngõ\t🏠 \u202eabc"
    assert came.address.channel == "web"
    assert came.locale == "vi"
    assert "bà Năm" in await world.page("/chat")


async def test_the_same_form_twice_is_one_event(world: World) -> None:
    world.session()
    await asyncio.gather(*(world.post(text="một", nonce="n1") for _ in range(3)))
    await world.post(text="hai", nonce="n1")
    assert sorted(came.text for came in world.engine.came) == ["hai", "một"]


async def test_a_button_a_scan_a_place_and_a_receipt(world: World) -> None:
    await world.post(choice="intake.kind:use", nonce="1")
    await world.post(start="thon3", nonce="2")
    await world.post(lat="11.5449", lon="106.6297", nonce="3")
    await world.post(lat="nan", lon="1", nonce="4")
    await world.post(receipt=" 7f3k-2qxm-a9te-wb4d ", nonce="5")
    choice, start, spot, nowhere, receipt = world.engine.came
    assert choice.choice == "intake.kind:use"
    assert start.start == "thon3"
    assert spot.location is not None
    assert (spot.location.latitude, spot.location.longitude) == (11.5449, 106.6297)
    assert nowhere.location is None
    assert receipt.text == "/tra 7f3k-2qxm-a9te-wb4d"
    page = await world.page("/chat")
    assert "7f3k-2qxm" not in page.lower()
    assert "Xem tin bằng biên nhận" in page


async def test_an_empty_message_bothers_nobody(world: World) -> None:
    response = await world.post(text="  ", nonce="1")
    assert response.status == 303
    assert world.engine.came == []
    assert "Set-Cookie" not in response.headers
    await world.post(start="", nonce="1")
    assert len(world.engine.came) == 1


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "{{ 7*7 }}{% raw %}",
        "</textarea></template><svg/onload=alert(1)>",
        "javascript:alert(1)//7F3K-2QXM-A9TE-WB4D",
    ],
)
async def test_what_somebody_wrote_is_shown_not_run(world: World, attack: str) -> None:
    secret = world.session()
    nasty = Button(verbatim(attack), attack[:60])
    link = Button(verbatim(attack), url="javascript:alert(1)")
    world.mailbox.post(secret, Reply(verbatim(attack), (nasty, link), card=attack))
    await world.post(text=attack)
    script = await world.client.post("/chat", data={"text": attack, "n": "2"}, headers=SCRIPT)
    for html in (await world.page("/chat"), await script.text()):
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "<svg/onload" not in html
        assert 'href="javascript:' not in html
        assert "{{ 7*7 }}" in html or "7*7" not in attack


async def test_the_script_gets_only_what_is_new(world: World) -> None:
    world.engine.answer = lambda came: [Reply(verbatim(f"vâng, {came.text}"))]
    await world.client.post("/chat", data={"text": "một", "nonce": "1"}, headers=SCRIPT)
    last = max(x.revision for x in next(iter(world.mailbox.letters.values())))
    response = await world.client.post(
        "/chat", data={"text": "hai", "nonce": "2", "after": str(last)}, headers=SCRIPT
    )
    html = await response.text()
    assert response.status == 200
    assert "vâng, hai" in html
    assert "vâng, một" not in html
    assert 'data-first="1001"' in html


async def test_news_come_as_events(world: World) -> None:
    secret = world.session()
    first = world.mailbox.post(secret, Reply(verbatim("cũ")))
    async with world.client.get("/chat/events", params={"after": str(first.revision)}) as line:
        assert line.content_type == "text/event-stream"
        await line.content.readuntil(b"\n\n")
        beat = await line.content.readuntil(b"\n\n")
        assert beat == b":\n\n"
        letter = world.mailbox.post(secret, Reply(verbatim("Câu hỏi\ncủa công an")))
        event = (await asyncio.wait_for(line.content.readuntil(b"\n\n"), 5)).decode()
        while event == ":\n\n":
            event = (await asyncio.wait_for(line.content.readuntil(b"\n\n"), 5)).decode()
    assert f"id: {letter.revision}\n" in event
    assert "data: của công an" in event
    assert "cũ" not in event
    assert all(row.startswith(("data: ", "id: ")) for row in event.strip().split("\n"))


async def test_a_line_taken_up_again_misses_nothing(world: World) -> None:
    secret = world.session()
    first = world.mailbox.post(secret, Reply(verbatim("thấy rồi")))
    world.mailbox.post(secret, Reply(verbatim("lúc mất mạng")))
    headers = {"Last-Event-ID": str(first.revision)}
    async with world.client.get("/chat/events?after=0", headers=headers) as line:
        await line.content.readuntil(b"\n\n")
        event = (await line.content.readuntil(b"\n\n")).decode()
    assert "lúc mất mạng" in event
    assert "thấy rồi" not in event


async def test_a_line_tells_of_what_was_wiped(world: World) -> None:
    secret = world.session()
    last = world.mailbox.post(secret, Reply(verbatim("chỉ cán bộ được xem")))
    async with world.client.get(f"/chat/events?after={last.revision}") as line:
        await line.content.readuntil(b"\n\n")
        await world.mailbox.wipe(secret)
        event = (await asyncio.wait_for(line.content.readuntil(b"\n\n"), 5)).decode()
        while event == ":\n\n":
            event = (await asyncio.wait_for(line.content.readuntil(b"\n\n"), 5)).decode()
    assert 'data-first=""' in event
    assert "<li" not in event


async def test_another_language_loads_the_page_again(world: World) -> None:
    response = await world.client.post(
        "/chat", data={"text": "/english", "nonce": "1"}, headers=SCRIPT
    )
    assert response.status == 205
    assert "en" in {cookie.value for cookie in response.cookies.values()}


async def test_leaving_wipes_at_once(world: World) -> None:
    await world.post(text="bí mật")
    secret = world.cookies()["tb"]
    response = await world.post("/chat/leave")
    assert response.status == 303
    assert response.headers["Location"] == "/thong-tin"
    assert response.headers["Clear-Site-Data"] == '"cookies", "storage", "cache"'
    assert world.mailbox.wiped == [secret]
    assert "tb" not in world.cookies()
    assert "bí mật" not in await world.page("/chat")
    neutral = await world.page("/thong-tin")
    assert "Tin báo" not in neutral
    assert "<script" not in neutral


async def test_leaving_forgets_the_page_here_also_when_it_cannot_be_wiped(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(_: str) -> None:
        raise StoreUnavailable("down")

    await world.post(text="bí mật")
    monkeypatch.setattr(world.mailbox, "wipe", fails)
    response = await world.post("/chat/leave")
    assert response.headers["Location"] == "/thong-tin"
    assert "tb" not in world.cookies()


async def test_a_remembered_device_asks_before_it_wipes(world: World) -> None:
    await world.post(text="a")
    kept = await world.post("/chat/keep", keep="1")
    assert all("Max-Age=7776000" in c for c in kept.headers.getall("Set-Cookie"))
    asked = await world.post("/chat/leave")
    assert asked.status == 200
    assert world.mailbox.wiped == []
    assert "Xoá hết trên máy này" in await asked.text()
    prolonged = await world.post(text="b")
    assert "Max-Age=7776000" in prolonged.headers["Set-Cookie"]
    await world.post("/chat/keep", keep="")
    assert "tb-keep" not in world.cookies()
    await world.post("/chat/leave")
    assert len(world.mailbox.wiped) == 1


async def test_staff_are_asked_before_they_lose_their_access(world: World) -> None:
    secret = world.session()
    world.mailbox.post(secret, Reply(verbatim("Tin mới"), card="tip:TK-7F3K2"))
    page = await world.page("/chat")
    assert "data-kept" in page
    assert "đồng chí nên để máy nhớ" in page
    asked = await world.post("/chat/leave")
    assert asked.status == 200
    assert world.mailbox.wiped == []
    await world.post("/chat/leave", sure="1")
    assert world.mailbox.wiped == [secret]


async def test_what_could_not_be_stored_is_given_back(world: World) -> None:
    world.engine.down = True
    response = await world.post(text="đừng mất\ncâu này", nonce="n7")
    html = await response.text()
    assert response.status == 503
    assert "đừng mất\ncâu này" in html
    assert 'value="n7"' in html
    assert "Set-Cookie" not in response.headers
    script = await world.client.post("/chat", data={"text": "a"}, headers=SCRIPT)
    assert script.status == 503


async def test_a_failure_is_a_page_and_a_line_without_content(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.engine.fails = RuntimeError("canary-bí-mật")
    with caplog.at_level(logging.DEBUG):
        response = await world.post(text="canary-bí-mật")
    assert response.status == 500
    assert "canary" not in await response.text()
    assert "canary" not in caplog.text
    assert "RuntimeError" in caplog.text


async def test_too_much_text_is_refused_kindly(world: World) -> None:
    most = "ơ" * 200_000
    assert (await world.post(text=most)).status == 303
    assert world.engine.came[0].text == most
    response = await world.post(text=most + "ơ")
    assert response.status == 413
    assert "200.000 chữ" in await response.text()
    assert len(world.engine.came) == 1


async def test_the_language_is_remembered_and_nothing_else(world: World) -> None:
    response = await world.post("/lang", to="en", back="/q/thon3")
    assert response.headers["Location"] == "/q/thon3"
    assert list(world.cookies()) == ["tb-lang"]
    assert "You are at" in await world.page("/q/thon3")
    await world.post(text="hello")
    assert world.engine.came[0].locale == "en"
    away = await world.post("/lang", to="xx", back="//evil.example/")
    assert away.headers["Location"] == "/"
    await world.post(text="/tiengviet")
    assert "Bà con đang ở" in await world.page("/q/thon3")


async def test_a_visitor_led_here_by_another_site_is_shown_their_page_again(world: World) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    async with world.client.get("/chat", headers=headers) as response:
        assert response.headers["Refresh"] == "0;url=/chat"
    async with world.client.get("/chat") as response:
        assert "Refresh" not in response.headers


async def test_links_in_letters_lead_to_our_pages_the_phone_or_the_web(world: World) -> None:
    secret = world.session()
    urls = ["/r#7F3K", "tel:113", "https://t.me/x", "//evil.example", "data:text/html,x"]
    buttons = [Button(Text("nav-report"), url=url) for url in urls]
    world.mailbox.post(secret, Reply(verbatim("…"), tuple(buttons)))
    html = await world.page("/chat")
    assert [url for url in urls if f'href="{url}"' in html] == urls[:3]


async def test_a_form_sent_again_because_its_answer_was_lost_is_from_the_same_visitor(
    world: World,
) -> None:
    nonce = "dIjq0Qw3h1Yb5T8sRk2LzA"
    for _ in range(2):
        await world.post("/form", story="một", nonce=nonce)
        world.client.session.cookie_jar.clear()
    await world.post("/form", story="một", nonce=nonce.swapcase())
    first, other = (came.address for came in world.engine.came)
    assert first != other


async def test_an_internal_note_stands_apart_by_what_it_is(world: World) -> None:
    secret = world.session()
    about = {"author": "Lan", "age": "vừa xong", "text": "nhà này quen"}
    pieces = {"first": verbatim("🔒 Ghi chú nội bộ: giả"), "rest": Text("triage-noted", about)}
    world.mailbox.post(secret, Reply(Text("triage-paragraphs", pieces)))
    page = await world.page("/chat")
    assert page.count('class="words note"') == 1
    assert "nhà này quen" in page.partition('class="words note"')[2]
    assert "giả" in page.partition('class="words note"')[0]
