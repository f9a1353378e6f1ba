"""Broken requests at the real service: each is answered, none breaks a page or reaches the log.

Bodies and headers are well-formed ones that were cut, doubled, shuffled and sprinkled with noise.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
import os
import random
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from webauthn.helpers import bytes_to_base64url
from yarl import URL

from bot.demo.setup import point_code
from tests.end_to_end.soft_device import SoftDevice
from tests.end_to_end.station import Station, station
from tests.end_to_end.world import World, world

ROUNDS = 400 * int(os.environ.get("TINBAO_FUZZ", "1"))
SECRET = "the_secret_of_the_tests"
NOISE = [b"\x00", b"\xff\xfe", b"\r\n", b"--", b"%00", b"\xf0\x9f\x98\x80", b"{" * 40, b";" * 9]
LINE = "\r\n"
AT_ONCE = 16
PATIENCE = 1.0
"""Seconds: a request that was cut short waits for its end for ever."""


@pytest.mark.slow
async def test_no_broken_request_breaks_anything(
    database_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    dice = random.Random(20261123)
    async with world(database_url, tmp_path, "telegram-webhook") as here:
        code = await point_code(here.app, "Thôn 3")
        await survives(here, mutations(dice, requests(dice, code)), caplog)


@pytest.mark.slow
async def test_no_broken_request_breaks_the_desk_where_staff_sign_in(
    database_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    dice = random.Random(20261124)
    async with station(database_url, tmp_path) as here:
        member = (await here.joined("Lan")).http.cookie_jar.filter_cookies(URL(here.url))
        cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in member.items())
        assert await answer(here, get("/desk/factor", f"Cookie: {cookie}")) == b"200"
        await survives(here, mutations(dice, at_the_desk(here, cookie)), caplog)


async def survives(
    here: World | Station, all_of_them: Iterator[bytes], caplog: pytest.LogCaptureFixture
) -> None:
    """Every request is answered or hung up on, none with an error of ours."""
    bad: list[tuple[bytes, bytes]] = []
    seen: set[bytes] = set()
    with caplog.at_level(logging.DEBUG):
        for some in batched(all_of_them):
            statuses = await asyncio.gather(*(answer(here, raw) for raw in some))
            bad += [(s, r) for s, r in zip(statuses, some, strict=True) if s[:1] == b"5"]
            seen.update(statuses)
    assert bad == []
    assert len(seen - {b""}) >= 5, "the requests should have got far enough to be refused"
    assert here.app.engine.failed == 0
    assert await answer(here, get("/healthz")) == b"200"
    said = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert [line for line in said if "failed with" in line] == []
    assert not any("canary" in line for line in said)


def requests(dice: random.Random, code: str) -> list[bytes]:
    return [
        post("/webhook/telegram", json.dumps(update(dice)).encode(), "application/json"),
        form(f"/q/{code}/form", {"kind": "use", "story": "canary kể", "nonce": "n" * 30}),
        form(f"/q/{code}/sign", {"what": "covered"}),
        get(f"/q/{code}/sign/damaged", "Accept-Language: en;q=0.5,vi;q=canary"),
        form("/chat", {"text": "canary kể", "nonce": "m" * 30, "after": "5"}),
        form("/chat", {"choice": "intake.kind:use", "lat": "11.5", "lon": "106.6"}),
        form("/chat", {"receipt": "7F3K-2Q9X-1A2B-3C4D"}),
        form("/chat/keep", {"keep": "1"}),
        multipart(f"/q/{code}/form"),
        multipart("/chat"),
        get(f"/q/{code}"),
        get("/chat", "Cookie: tinbao=" + "a" * 43),
        get("/chat/file/12345/0", "Range: bytes=0-99"),
        get("/q/" + "x" * 32),
        get("/r"),
        get("/metrics"),
    ]


def at_the_desk(here: Station, cookie: str) -> list[bytes]:
    """Every address below /desk, as a stranger and as a member, with answers of devices, answers
    that are none, and JSON as deep as fits.
    """
    device = SoftDevice(here.url)
    task = json.dumps({"challenge": bytes_to_base64url(bytes(48))})
    right = device.signed(task), device.made(task)
    deep = [f"{piece * 3000}" for piece in ('{"a":', "[")]
    inner = [json.dumps({**json.loads(each), "response": [[[]]]}) for each in right]
    answers = [*right, *deep, *inner, "null", "7"]
    fields = {"code": "CB-7F3K2", "number": "123456", "permit": "p" * 40, "way": "x" * 20}
    proof, factor = "/desk/factor/prove", "/desk/factor"
    taking = ("/desk/passkey", f"{proof}/passkey", f"{factor}/passkey")
    others = (
        *("/desk/totp", "/desk/passkey/options", proof, f"{proof}/options"),
        *(f"{factor}/passkey/options", f"{factor}/totp", f"{factor}/confirm"),
        f"{factor}/remove",
    )
    seeds = []
    for sent in ("", f"Cookie: {cookie}"):
        for each in answers:
            said = {"answer": quote(each), **fields}
            seeds += [form(path, said, sent) for path in taking]
        seeds += [form(path, fields, sent) for path in others]
        seeds += [multipart(path, sent) for path in taking]
        pages = ("/desk", factor, f"{factor}/qr?sight=x", "/desk/queue")
        seeds += [get(path, sent) for path in pages]
    return seeds


def mutations(dice: random.Random, seeds: list[bytes]) -> Iterator[bytes]:
    yield from seeds
    for _ in range(ROUNDS):
        yield mutated(dice, dice.choice(seeds))


def batched(all_of_them: Iterator[bytes]) -> Iterator[list[bytes]]:
    while some := list(itertools.islice(all_of_them, AT_ONCE)):
        yield some


def update(dice: random.Random) -> dict[str, object]:
    chat = {"id": dice.randrange(10**9), "type": "private"}
    return {
        "update_id": dice.randrange(10**9),
        "message": {"message_id": 1, "date": 1, "chat": chat, "text": "canary chào"},
    }


def get(path: str, *headers: str) -> bytes:
    sent = (header for header in headers if header)
    lines = (f"GET {path} HTTP/1.1", "Host: localhost", "Connection: close", *sent, "", "")
    return LINE.join(lines).encode()


def post(path: str, body: bytes, kind: str, header: str = "") -> bytes:
    lines = (
        f"POST {path} HTTP/1.1",
        "Host: localhost",
        "Connection: close",
        f"Content-Type: {kind}",
        f"Content-Length: {len(body)}",
        f"X-Telegram-Bot-Api-Secret-Token: {SECRET}",
        header or "X-None: 1",
        "Sec-Fetch-Site: same-origin",
        "",
        "",
    )
    return LINE.join(lines).encode() + body


def form(path: str, fields: dict[str, str], header: str = "") -> bytes:
    body = "&".join(f"{name}={value}" for name, value in fields.items()).encode()
    return post(path, body, "application/x-www-form-urlencoded", header)


def multipart(path: str, header: str = "") -> bytes:
    body = LINE.join(
        (
            "--edge",
            'Content-Disposition: form-data; name="story"',
            "",
            "canary kể",
            "--edge",
            'Content-Disposition: form-data; name="files"; filename="a.jpg"',
            "Content-Type: image/jpeg",
            "",
            "\x7f" * 50,
            "--edge--",
            "",
        )
    ).encode()
    return post(path, body, "multipart/form-data; boundary=edge", header)


def mutated(dice: random.Random, raw: bytes) -> bytes:
    raw = bytes(raw)
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(raw) + 1)
        match dice.randrange(5):
            case 0:
                raw = raw[:at] + dice.choice(NOISE) + raw[at:]
            case 1:
                raw = raw[:at] + raw[min(at + dice.randint(1, 40), len(raw)) :]
            case 2:
                raw = raw[:at] + dice.randbytes(dice.randint(1, 30)) + raw[at:]
            case 3:
                raw = raw[:at] + raw[max(at - 60, 0) :]
            case _:
                raw = raw.replace(dice.choice(("edge", "text", "0", "=")).encode(), b"A" * 9, 1)
        if not raw:
            return b"\r\n"
    return raw


async def answer(here: World | Station, raw: bytes) -> bytes:
    """The status; empty when the service hung up or waits for more, as it may."""
    host, port = here.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        writer.write(raw)
        line = await asyncio.wait_for(reader.readline(), PATIENCE)
    except (ConnectionError, TimeoutError):
        return b""
    finally:
        writer.close()
    parts = line.split(b" ")
    return parts[1] if len(parts) > 1 else b""
