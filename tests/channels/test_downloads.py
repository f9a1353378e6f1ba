"""Files from addresses that come from outside: what is fetched, and where nobody is sent."""

from __future__ import annotations

import gzip
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from aiohttp import web
from aiohttp.resolver import ThreadedResolver

from bot.channels import downloads
from bot.channels.downloads import Downloads, is_public
from bot.domain.errors import FileRefused, SendError, Transient

CONTENT = bytes(range(256)) * 1000


@dataclass
class Server:
    """Serves `CONTENT` in several ways, and says how often it was asked."""

    url: str = ""
    asked: int = 0

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked += 1
        way, _, rest = request.match_info["way"].partition("/")
        match way:
            case "to":
                return web.Response(status=302, headers={"Location": rest})
            case "hops":
                left = int(rest)
                to = f"/hops/{left - 1}" if left else "/file"
                return web.Response(status=307, headers={"Location": to})
            case "status":
                return web.Response(status=int(rest))
            case "nowhere":
                return web.Response(status=301)
            case "gzip":
                packed = gzip.compress(b"0" * 10_000_000)
                return web.Response(body=packed, headers={"Content-Encoding": "gzip"})
            case "cookie":
                given = request.headers.get("Cookie", "none")
                answer = web.Response(text=f"{given} {request.headers.get('Authorization')}")
                answer.set_cookie("who", "CANARY")
                return answer
        response = web.StreamResponse()
        if way == "cut":
            response.content_length = len(CONTENT)
        elif way == "length":
            response.content_length = int(rest)
        else:
            response.enable_chunked_encoding()
        await response.prepare(request)
        await response.write(CONTENT[:1000] if way in ("cut", "torn", "length") else CONTENT)
        if way in ("cut", "torn") and request.transport:
            request.transport.close()
        return response


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    made = Server()
    app = web.Application()
    app.router.add_get("/{way:.+}", made.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield made
    await runner.cleanup()


@pytest.fixture
async def near() -> AsyncIterator[Downloads]:
    """As beside a test server."""
    made = Downloads(allow_private=True)
    await made.open()
    yield made
    await made.close()


@pytest.fixture
async def far() -> AsyncIterator[Downloads]:
    """As in use."""
    made = Downloads()
    await made.open()
    yield made
    await made.close()


async def got(downloads: Downloads, url: str, limit: int = 10_000_000) -> bytes:
    return b"".join([piece async for piece in downloads.fetch(url, limit)])


async def refused(downloads: Downloads, url: str, limit: int = 10_000_000) -> Exception:
    """The error, after making sure that no address travels along."""
    with pytest.raises((FileRefused, SendError)) as raised:
        await got(downloads, url, limit)
    error = raised.value
    assert error.__cause__ is None
    assert error.__context__ is None
    assert "127.0.0.1" not in repr(error)
    return error


async def test_a_file_comes_whole(server: Server, near: Downloads) -> None:
    assert await got(near, f"{server.url}/file", len(CONTENT)) == CONTENT
    assert await got(near, f"{server.url}/hops/2") == CONTENT


@pytest.mark.parametrize(
    ("way", "reason"),
    [
        ("status/401", "expired"),
        ("status/403", "expired"),
        ("status/404", "expired"),
        ("status/410", "expired"),
        ("length/99999999", "too-large"),
        ("to/file:///etc/passwd", "expired"),
        ("to/ftp://127.0.0.1/x", "expired"),
        ("to/http://[", "expired"),
    ],
)
async def test_what_will_never_come_is_refused(
    server: Server, near: Downloads, way: str, reason: str
) -> None:
    error = await refused(near, f"{server.url}/{way}")
    assert isinstance(error, FileRefused)
    assert error.reason == reason


@pytest.mark.parametrize(
    "way",
    ["status/500", "status/429", "status/204", "status/304", "cut", "torn", "hops/3", "nowhere"],
)
async def test_what_may_come_later_is_tried_again(
    server: Server, near: Downloads, way: str
) -> None:
    assert isinstance(await refused(near, f"{server.url}/{way}"), Transient)


async def test_a_file_is_cut_off_at_the_limit(server: Server, near: Downloads) -> None:
    taken: list[bytes] = []

    async def take() -> None:
        async for piece in near.fetch(f"{server.url}/file", len(CONTENT) - 1):
            taken.append(piece)

    with pytest.raises(FileRefused, match="too-large"):
        await take()
    assert 0 < len(b"".join(taken)) < len(CONTENT)


async def test_a_small_answer_does_not_become_a_large_one(server: Server, near: Downloads) -> None:
    packed = await got(near, f"{server.url}/gzip", 100_000)
    assert len(gzip.decompress(packed)) == 10_000_000


async def test_nothing_is_remembered_or_told(server: Server, near: Downloads) -> None:
    url = server.url.replace("//", "//CANARY:CANARY@")
    assert await got(near, f"{url}/cookie") == b"none None"
    assert await got(near, f"{url}/cookie") == b"none None"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:10.0.0.1]",
        "[fe80::1]",
        "[fd00::1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[::127.0.0.1]",
        "[64:ff9b:1::7f00:1]",
        "[64:ff9b:1:5:6:7:0808:0808]",
        "[fec0::1]",
        "[feff::1]",
        "localhost",
        "LOCALHOST.",
        "printer",
        "metadata.google.internal",
        "db.local",
        "1.0.0.127.in-addr.arpa",
        "",
    ],
)
async def test_nobody_is_sent_into_our_own_network(
    server: Server, far: Downloads, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = server.url.rpartition(":")[2]
    monkeypatch.setattr(downloads, "_PORTS", (int(port),))
    for scheme in ("http", "https"):
        error = await refused(far, f"{scheme}://{host}:{port}/file")
        assert isinstance(error, FileRefused), host
        assert error.reason == "expired"
    assert server.asked == 0


@pytest.mark.parametrize(
    "address", ["", "x", "//127.0.0.1/x", "file:///etc/passwd", "gopher://a.vn", "http://", "\x00"]
)
async def test_what_is_no_address_is_refused(far: Downloads, address: str) -> None:
    assert isinstance(await refused(far, address), FileRefused)


async def test_a_name_is_judged_by_what_it_resolves_to(
    server: Server, far: Downloads, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(server.url.rpartition(":")[2])
    monkeypatch.setattr(downloads, "_PORTS", (port,))
    told = ["127.0.0.1"]

    async def resolve(
        self: ThreadedResolver, host: str, port: int = 0, family: int = 0
    ) -> list[dict[str, object]]:
        assert host == "media.example.vn"
        return [
            {
                "hostname": host,
                "host": each,
                "port": port,
                "family": socket.AF_INET,
                "proto": 0,
                "flags": socket.AI_NUMERICHOST,
            }
            for each in told
        ]

    monkeypatch.setattr(ThreadedResolver, "resolve", resolve)
    error = await refused(far, f"http://media.example.vn:{port}/file")
    assert isinstance(error, FileRefused)
    told[:] = ["93.184.216.34", "127.0.0.1"]
    error = await refused(far, f"http://media.example.vn:{port}/file?2")
    assert isinstance(error, FileRefused), "one address among several is enough"
    assert server.asked == 0
    monkeypatch.setattr(downloads, "is_public", lambda address: True)
    told[:] = ["127.0.0.1"]
    assert await got(far, f"http://media.example.vn:{port}/file") == CONTENT
    error = await refused(far, f"http://media.example.vn:{port}/to/http://localhost:{port}/file")
    assert isinstance(error, FileRefused), "each hop is looked at anew"


async def test_a_name_that_nobody_knows_may_be_known_later(
    far: Downloads, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def resolve(self: ThreadedResolver, *_: object, **__: object) -> list[object]:
        raise OSError("CANARY")

    monkeypatch.setattr(ThreadedResolver, "resolve", resolve)
    assert isinstance(await refused(far, "http://media.example.vn/x"), Transient)


async def test_only_named_hosts() -> None:
    named = Downloads(allow_private=True, hosts=("zdn.vn",))
    await named.open()
    for host in ("127.0.0.1", "evilzdn.vn", "zdn.vn.evil.example"):
        assert isinstance(await refused(named, f"http://{host}:9/x"), FileRefused)
    await named.close()


async def test_before_it_is_open() -> None:
    assert isinstance(await refused(Downloads(), "https://a.vn/x"), Transient)


def test_what_is_public() -> None:
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1:248:1893:25c8:1946")
    assert is_public("::ffff:93.184.216.34")
    assert is_public("64:ff9b::5db8:d822")
    assert not is_public("no address")
    assert not is_public("::127.0.0.1")
    assert not is_public("64:ff9b:1::7f00:1")
    assert not is_public("fec0::1")
