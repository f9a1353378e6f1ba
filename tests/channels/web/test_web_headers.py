"""What every answer says to the browser, and what no GET does."""

from __future__ import annotations

import pytest

from bot.channels.web.settings import WebSettings
from tests.channels.web.conftest import World

PAGES = [
    ("/", 200),
    ("/q/thon3", 200),
    ("/q/cu", 410),
    ("/q/zzzz", 404),
    ("/q/%3Cscript%3E", 404),
    ("/q/7F3K2X", 200),
    ("/q/thon3/sign/damaged", 200),
    ("/q/zzzz/sign/covered", 200),
    ("/q/thon3/sign/lost", 404),
    ("/q/thon3/sign", 405),
    ("/q/thon3/form", 200),
    ("/form", 200),
    ("/chat", 200),
    ("/r", 200),
    ("/thong-tin", 200),
    ("/favicon.ico", 204),
    ("/chat/events", 204),
    ("/chat/file/1/0", 404),
    ("/static/nothing.css", 404),
    ("/nowhere", 404),
    ("/chat/leave", 405),
]


@pytest.mark.parametrize(("path", "status"), PAGES)
async def test_every_get_is_locked_down_and_sets_no_cookie(
    world: World, path: str, status: int
) -> None:
    async with world.client.get(path, allow_redirects=False) as response:
        assert response.status == status
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["X-Frame-Options"] == "DENY"
        assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "geolocation=(self)" in response.headers["Permissions-Policy"]
        assert "Set-Cookie" not in response.headers
        assert "Server" not in response.headers
        body = await response.text()
    assert "Traceback" not in body
    assert "style=" not in body
    assert "<style" not in body
    assert "https://" not in body.replace("https://t.me/", "")
    assert " on" not in "".join(
        part for part in body.split("<") if "=" in part and "onerror" in part
    )


async def test_static_files_are_kept_and_named_by_their_content(world: World) -> None:
    html = await world.page("/")
    paths = [part.split('"')[0] for part in html.split('="')[1:] if part.startswith("/static/")]
    assert len(paths) == 3
    for path in paths:
        async with world.client.get(path) as response:
            assert response.status == 200
            assert "immutable" in response.headers["Cache-Control"]
            assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_post_without_a_session_makes_one(world: World) -> None:
    response = await world.post(start="thon3")
    assert response.status == 303
    assert response.headers["Location"] == "/chat#last"
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("tb=")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Path=/" in cookie
    assert "Max-Age" not in cookie
    assert "Secure" not in cookie
    again = await world.post(text="xin chào")
    assert "Set-Cookie" not in again.headers
    assert len({came.address.id for came in world.engine.came}) == 1


async def test_a_forged_cookie_is_not_taken_for_a_session(world: World) -> None:
    world.client.session.cookie_jar.update_cookies({"tb": "short"}, world.client.make_url("/"))
    await world.post(text="a")
    assert len(world.engine.came[0].address.id) == 43


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "https://tin.example.vn"}, 303),
        ({"Origin": "null"}, 303),
        ({}, 303),
    ],
)
async def test_forms_of_other_sites_are_refused(
    world: World, headers: dict[str, str], status: int
) -> None:
    response = await world.client.post(
        "/chat", data={"text": "a"}, headers=headers, allow_redirects=False
    )
    assert response.status == status
    assert len(world.engine.came) == (status == 303)
    assert ("Set-Cookie" in response.headers) == (status == 303)


class TestBehindTls:
    @pytest.fixture
    def settings(self) -> WebSettings:
        return WebSettings(secure=True, frame_ancestors="self")

    async def test_cookie_and_headers(self, world: World) -> None:
        response = await world.post(text="a")
        cookie = response.headers["Set-Cookie"]
        assert cookie.startswith("__Host-tb=")
        assert "Secure" in cookie
        assert "max-age" in response.headers["Strict-Transport-Security"]
        assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
        assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


class TestMounted:
    @pytest.fixture
    def prefix(self) -> str:
        return "/dien-thoai-1"

    async def test_everything_stays_below_the_prefix(self, world: World) -> None:
        for path in ("", "/q/thon3", "/q/thon3/form", "/chat", "/r", "/nowhere"):
            html = await world.page("/dien-thoai-1" + (path or "/"))
            for name in ("href", "src", "action", "data-events", "data-away"):
                for part in html.split(f' {name}="')[1:]:
                    if part.startswith("/"):
                        assert part.startswith("/dien-thoai-1/"), part[:60]
        response = await world.post("/dien-thoai-1/chat", text="a")
        assert response.headers["Location"] == "/dien-thoai-1/chat#last"
        cookie = response.headers["Set-Cookie"]
        assert cookie.startswith("tb-dien-thoai-1=")
        assert "Path=/dien-thoai-1;" in cookie

    async def test_leaving_spares_the_neighbours(self, world: World) -> None:
        await world.post("/dien-thoai-1/chat", text="a")
        response = await world.post("/dien-thoai-1/chat/leave")
        assert "cookies" not in response.headers["Clear-Site-Data"]
        assert len(world.mailbox.wiped) == 1
