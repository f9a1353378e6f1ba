"""What a sign's page counts, what residents tell of a sign, and what staff see there."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.web.channel import WebChannel
from bot.channels.web.settings import WebSettings
from bot.domain.points import SignEvent
from bot.domain.ports import Standing
from tests.channels.web.conftest import TEXTS, Client, World
from tests.channels.web.fakes import EchoEngine, MemoryFiles, MemoryMailbox, Signs, place

STAFF = "s" * 43
RESIDENT = "r" * 43
LINK = "Việc của cán bộ: ghi nhận biển này"


@pytest.mark.parametrize(
    ("what", "told"),
    [("damaged", SignEvent.TOLD_DAMAGED), ("covered", SignEvent.TOLD_COVERED)],
)
async def test_two_taps_tell_of_a_bad_sign(world: World, what: str, told: SignEvent) -> None:
    html = await world.page("/q/thon3")
    assert '<form method="post" action="/q/thon3/sign">' in html
    assert f'<button name="what" value="{what}">' in html

    response = await world.post("/q/thon3/sign", what=what)
    assert response.status == 303
    assert "Set-Cookie" not in response.headers
    assert world.signs.news == [(3, told)]
    assert world.engine.came == []

    page = await world.page(response.headers["Location"])
    assert "Cảm ơn bà con" in page
    assert '<p class="host">tin.example.vn</p>' in page
    assert 'href="/q/thon3"' in page
    assert 'href="tel:02713888113"' in page
    assert world.signs.news == [(3, told)], "only looking tells nothing"
    assert world.cookies() == {}


async def test_an_old_sign_can_be_told_of_too(world: World) -> None:
    assert 'action="/q/cu/sign"' in await world.page("/q/cu")
    await world.post("/q/cu/sign", what="covered")
    assert world.signs.news == [(9, SignEvent.TOLD_COVERED)]


async def test_a_code_nobody_knows_is_thanked_for_like_any_other(world: World) -> None:
    response = await world.post("/q/zzzz/sign", what="covered")
    assert response.headers["Location"] == "/q/zzzz/sign/covered"
    assert world.signs.news == []
    assert "tin.example.vn" in await world.page("/q/zzzz/sign/covered")


@pytest.mark.parametrize("what", ["", "told-covered", "revoked", "\x00", "damaged covered"])
async def test_anything_else_is_refused(world: World, what: str) -> None:
    response = await world.post("/q/thon3/sign", what=what)
    assert response.status == 400
    assert world.signs.news == []


async def test_another_site_cannot_tell(world: World) -> None:
    async with world.client.post(
        "/q/thon3/sign", data={"what": "covered"}, headers={"Sec-Fetch-Site": "cross-site"}
    ) as response:
        assert response.status == 403
    assert world.signs.news == []


async def test_nobody_is_thanked_for_what_was_not_stored(world: World) -> None:
    world.signs.down = True
    response = await world.post("/q/thon3/sign", what="covered")
    assert response.status == 503
    assert "Cảm ơn" not in await response.text()


async def test_a_language_can_be_chosen_there(world: World) -> None:
    html = await world.page("/q/thon3/sign/covered")
    assert 'name="back" value="/q/thon3/sign/covered"' in html
    response = await world.post("/lang", to="en", back="/q/thon3/sign/covered")
    assert response.headers["Location"] == "/q/thon3/sign/covered"


@pytest.mark.parametrize("path", ["/q/thon3", "/q/7F3K2X", "/q/thon3?zarsrc=30"])
async def test_a_page_that_is_opened_counts(world: World, path: str) -> None:
    await world.page(path)
    await world.page(path)
    assert world.signs.scans == [3, 3]


async def test_an_old_sign_counts_an_unknown_code_cannot(world: World) -> None:
    for path in ("/q/cu", "/q/zzzz", "/", "/q/thon3/form", "/q/thon3/sign/covered"):
        await world.page(path)
    assert world.signs.scans == [9]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"X-Moz": "prefetch"},
        {"Sec-Fetch-Site": "same-origin"},
    ],
)
async def test_looking_ahead_and_coming_back_count_nothing(
    world: World, headers: dict[str, str]
) -> None:
    async with world.client.get("/q/thon3", headers=headers) as response:
        assert response.status == 200
    assert world.signs.scans == []


async def test_asking_only_for_the_head_counts_nothing(world: World) -> None:
    async with world.client.head("/q/thon3") as response:
        assert response.status == 200
    assert world.signs.scans == []


class Door:
    """Knows one member of staff."""

    standing_of_staff = Standing.IN

    async def standing(self, secret: str) -> Standing:
        return self.standing_of_staff if secret == STAFF else Standing.NOBODY


@pytest.fixture
def signs() -> Signs:
    return Signs()


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
async def client(signs: Signs, door: Door) -> AsyncIterator[Client]:
    """The pages where staff work too."""
    mailbox = MemoryMailbox()
    channel = WebChannel(
        EchoEngine(mailbox),  # type: ignore[arg-type]
        mailbox,
        MemoryFiles(),  # type: ignore[arg-type]
        TEXTS,
        WebSettings(),
        place,
        lambda _: b"",
        door=door,  # type: ignore[arg-type]
        counts=signs,
        sign_news=signs,
    )
    jar = aiohttp.CookieJar(unsafe=True)
    async with TestClient(TestServer(channel.application()), cookie_jar=jar) as made:
        yield made


async def seen(client: Client, path: str, secret: str = "") -> str:
    cookies = {"Cookie": f"tb={secret}"} if secret else {}
    async with client.get(path, headers=cookies) as response:
        return await response.text()


async def test_staff_find_their_work_and_are_not_counted(client: Client, signs: Signs) -> None:
    page = await seen(client, "/q/thon3", STAFF)
    assert LINK in page
    assert 'name="start" value="thon3"' in page
    assert page.index("way first") < page.index(LINK) < page.index("Viết một lần rồi gửi")
    assert "Nhắn tại đây" not in page
    assert signs.scans == []


async def test_a_resident_with_a_conversation_is_counted_and_sees_no_staffs_work(
    client: Client, signs: Signs
) -> None:
    assert LINK not in await seen(client, "/q/thon3", RESIDENT)
    assert LINK not in await seen(client, "/q/thon3")
    assert signs.scans == [3, 3]


@pytest.mark.parametrize("standing", [Standing.OVER, Standing.KNOWN, Standing.NEW])
async def test_staff_who_are_not_in_see_what_everybody_sees(
    client: Client, signs: Signs, door: Door, standing: Standing
) -> None:
    door.standing_of_staff = standing
    page = await seen(client, "/q/thon3", STAFF)
    assert LINK not in page
    assert "Nhắn tại đây" in page
    assert signs.scans == []


async def test_without_a_place_there_is_nothing_to_record(client: Client) -> None:
    assert LINK not in await seen(client, "/", STAFF)
    assert LINK not in await seen(client, "/q/zzzz", STAFF)
