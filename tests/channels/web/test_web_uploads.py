"""Files: streamed in, refused kindly, given back to nobody else."""

from __future__ import annotations

import asyncio
import io

import aiohttp
import pytest

from bot.channels.web.received import MAX_FILE
from bot.domain.message import Media, MediaKind, Refusal, Reply, StoredFile, Text, verbatim
from tests.channels.web.conftest import World

JPEG = b"\xff\xd8\xff\xe0" + bytes(5000)


def form(*files: tuple[str, bytes], **fields: str) -> aiohttp.FormData:
    """A multipart form, files first."""
    data = aiohttp.FormData()
    for name, content in files:
        data.add_field("files", io.BytesIO(content), filename=name, content_type="image/jpeg")
    for key, value in fields.items():
        data.add_field(key, value)
    return data


async def send(world: World, data: aiohttp.FormData, path: str = "/chat") -> int:
    async with world.client.post(path, data=data, allow_redirects=False) as response:
        await response.read()
        return response.status


async def test_files_stream_into_the_store_and_words_may_follow(world: World) -> None:
    content = b"\xff\xd8" + bytes(3_000_000)
    assert await send(world, form(("a.jpg", content), text="đây")) == 303
    came = world.engine.came[0]
    assert came.text == "đây"
    assert [(u.kind, u.media_type, u.size) for u in came.uploads] == [
        (MediaKind.PHOTO, "image/jpeg", len(content))
    ]
    assert list(world.files.content.values()) == [content]
    assert world.files.largest_chunk <= 256 * 1024


async def test_what_cannot_be_taken_is_told_and_the_rest_kept(world: World) -> None:
    large = b"\xff\xd8" + bytes(MAX_FILE)
    files = (("a.exe", b"MZ..."), ("b.jpg", large), ("c.jpg", JPEG), ("d.jpg", b""), ("", b""))
    assert await send(world, form(*files, text="vẫn còn")) == 303
    came = world.engine.came[0]
    assert came.text == "vẫn còn"
    assert len(came.uploads) == 1
    assert came.refused == (Refusal.WRONG_TYPE, Refusal.TOO_LARGE, Refusal.EMPTY)


async def test_a_file_of_exactly_the_limit_is_taken(world: World) -> None:
    await send(world, form(("a.jpg", b"\xff\xd8" + bytes(MAX_FILE - 2))))
    assert world.engine.came[0].uploads[0].size == MAX_FILE


async def test_ten_files_a_message(world: World) -> None:
    await send(world, form(*(("a.jpg", JPEG) for _ in range(12))))
    came = world.engine.came[0]
    assert (len(came.uploads), len(came.refused)) == (10, 2)


async def test_a_repeat_leaves_no_file_but_a_failure_does(world: World) -> None:
    world.session()
    for _ in range(2):
        await send(world, form(("a.jpg", JPEG), text="x", nonce="1"))
    assert len(world.engine.came) == 1
    assert len(world.files.content) == 1
    world.engine.down = True
    # It may have been stored before its answer was lost: the sweep takes what no tip has.
    assert await send(world, form(("a.jpg", JPEG), text="y")) == 503
    assert len(world.files.content) == 2


async def test_a_body_that_breaks_off_leaves_no_file(world: World) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n' + JPEG
    server = world.client.server
    reader, writer = await asyncio.open_connection(server.host, server.port)
    writer.write(
        b"POST /chat HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=x\r\n"
        b"Content-Length: 99999\r\n\r\n" + head
    )
    await writer.drain()
    await asyncio.sleep(0.1)
    writer.close()
    await asyncio.sleep(0.1)
    assert world.files.content == {}
    assert world.engine.came == []
    del reader


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data; boundary=x", b"garbage"),
        ("multipart/form-data", b"--x"),
        (
            "multipart/form-data; boundary=x",
            b"--x\r\nContent-Disposition: nonsense\r\n\r\na\r\n--x--",
        ),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\n"),
        ("application/x-www-form-urlencoded", b"a=%ff%fe&" * 100),
        ("application/json", b"{}"),
    ],
)
async def test_a_garbled_body_is_answered_kindly(
    world: World, content_type: str, body: bytes
) -> None:
    headers = {"Content-Type": content_type}
    async with world.client.post(
        "/chat", data=body, headers=headers, allow_redirects=False
    ) as response:
        assert response.status in (303, 400, 413)
        assert "Traceback" not in await response.text()
    assert world.engine.came == []


async def own_file(world: World, media_type: str, content: bytes) -> str:
    secret = world.session()
    file = StoredFile("a" * 32, bytes(32), media_type, len(content))
    world.files.content[file.id] = content
    reply = Reply(verbatim("đây"), media=(Media(MediaKind.PHOTO, file),))
    return f"/chat/file/{world.mailbox.post(secret, reply).id}/0"


async def test_an_attachment_is_opened_for_its_owner_alone(world: World) -> None:
    path = await own_file(world, "image/jpeg", JPEG)
    async with world.client.get(path) as response:
        assert await response.read() == JPEG
        assert response.headers["Content-Disposition"] == "inline"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response.headers["Content-Security-Policy"]
        assert response.headers["Cache-Control"] == "no-store"
    world.session()
    assert (await world.client.get(path)).status == 404
    world.client.session.cookie_jar.clear()
    assert (await world.client.get(path)).status == 404


@pytest.mark.parametrize("media_type", ["application/pdf", "image/heic", "text/html"])
async def test_what_browsers_should_not_open_is_saved(world: World, media_type: str) -> None:
    path = await own_file(world, media_type, b"%PDF-1.7")
    async with world.client.get(path) as response:
        assert response.headers["Content-Disposition"].startswith("attachment")


async def test_a_player_gets_the_part_it_asks_for(world: World) -> None:
    content = bytes(range(256)) * 20
    path = await own_file(world, "video/mp4", content)
    for asked, status, expected in (
        ("bytes=0-1", 206, content[:2]),
        ("bytes=1500-2600", 206, content[1500:2601]),
        ("bytes=5000-", 206, content[5000:]),
        ("bytes=99999-", 200, content),
        ("bytes=9-3", 200, content),
        ("nonsense", 200, content),
    ):
        async with world.client.get(path, headers={"Range": asked}) as response:
            assert response.status == status
            assert await response.read() == expected


async def test_a_file_that_is_not_there_yet(world: World) -> None:
    path = await own_file(world, "image/jpeg", JPEG)
    world.files.content.clear()
    async with world.client.get(path) as response:
        assert response.status == 404
        assert "Tệp đang được tải về" in await response.text()
    assert (await world.client.get(path.replace("/0", "/7"))).status == 404


async def test_a_small_text_is_offered_by_its_name_and_saved(world: World) -> None:
    secret = world.session()
    text = Media(MediaKind.DOCUMENT, data="</script>Phong bì", name="phong-bi-TK-7F3K2.txt")
    letter = world.mailbox.post(secret, Reply(verbatim("đây"), media=(text,)))
    async with world.client.get("/chat") as page:
        assert "phong-bi-TK-7F3K2.txt" in await page.text()
    async with world.client.get(f"/chat/file/{letter.id}/0") as response:
        assert await response.text() == "</script>Phong bì"
        assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert response.headers["Content-Disposition"] == (
            'attachment; filename="phong-bi-TK-7F3K2.txt"'
        )
        assert "sandbox" in response.headers["Content-Security-Policy"]
    world.session()
    assert (await world.client.get(f"/chat/file/{letter.id}/0")).status == 404


async def test_a_qr_code_is_drawn_with_the_public_address(world: World) -> None:
    secret = world.session()
    qr = Media(MediaKind.QR, data="/r#7F3K-2QXM-A9TE-WB4D", caption=Text("intake-qr"))
    letter = world.mailbox.post(secret, Reply(verbatim("biên nhận"), media=(qr,)))
    async with world.client.get(f"/chat/file/{letter.id}/0") as response:
        assert response.content_type == "image/png"
    assert world.drawn == ["https://tin.example.vn/r#7F3K-2QXM-A9TE-WB4D"]


async def test_a_header_that_is_out_of_order_is_quoted_nowhere(
    world: World, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    name = "canary-ten-tep.jpg"
    part = f'--edge\r\nContent-Disposition: form-data; {name}; name="story"\r\n\r\nxin chào\r\n'
    async with world.client.post(
        "/form",
        data=f"{part}--edge--\r\n".encode(),
        headers={"Content-Type": "multipart/form-data; boundary=edge"},
        allow_redirects=False,
    ) as response:
        assert response.status < 500
    assert name not in caplog.text
    assert name not in "".join(capfd.readouterr())
