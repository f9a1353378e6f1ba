"""Pictures, documents and what Zalo does not carry, in both directions."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from bot.channels.zalo_oa.adapter import ZaloOaChannel
from bot.domain.errors import FileRefused
from bot.domain.message import (
    SPOT,
    Media,
    MediaKind,
    Reply,
    StoredFile,
    Text,
    verbatim,
)
from tests.channels.zalo_oa.conftest import Bench, MemoryFiles
from tests.channels.zalo_oa.test_zalo_oa_adapter import (
    GROUP,
    HELLO,
    LAN,
    PAGE,
    opened,
    picture,
    seen,
)
from tests.fakes.zalo_oa_server import FakeZaloOa, Fault


async def test_pictures_and_documents_go_before_the_words(
    zalo: FakeZaloOa, channel: ZaloOaChannel, files: MemoryFiles
) -> None:
    await opened(zalo)
    small = picture(30, 30)
    media = (
        Media(MediaKind.PHOTO, files.keep(small, "image/png"), caption=verbatim("Ảnh 1")),
        Media(MediaKind.DOCUMENT, files.keep(b"%PDF-1.7", "application/pdf")),
    )
    sent = await channel.send(LAN, Reply(verbatim("Xem"), media=media), "vi")
    assert seen(zalo) == [("photo", ""), ("document", ""), ("text", "Ảnh 1\nXem")]
    photo, document, _ = zalo.chats["2468"].messages
    assert photo.content == small
    assert (document.content, document.filename) == (b"%PDF-1.7", "tep.pdf")
    assert len(sent.message_ids) == 3


@pytest.mark.parametrize(("kind", "of"), [("PNG", "image/png"), ("WEBP", "image/webp")])
async def test_a_picture_that_is_too_large_is_made_smaller(
    zalo: FakeZaloOa, channel: ZaloOaChannel, files: MemoryFiles, kind: str, of: str
) -> None:
    await opened(zalo)
    large = picture(2400, 1200, kind) if kind == "PNG" else picture(60, 30, kind)
    assert kind != "PNG" or len(large) > 1_000_000
    media = (Media(MediaKind.PHOTO, files.keep(large, of)),)
    await channel.send(LAN, Reply(verbatim("Xem"), media=media), "vi")
    content = zalo.chats["2468"].messages[0].content
    assert len(content) <= 1_000_000
    shown = Image.open(BytesIO(content))
    assert (shown.format, shown.width) == ("JPEG", shown.height * 2)


async def test_what_zalo_does_not_carry_is_counted(
    zalo: FakeZaloOa, channel: ZaloOaChannel, files: MemoryFiles
) -> None:
    await opened(zalo)
    media = (
        Media(MediaKind.VIDEO, files.keep(b"film", "video/mp4"), caption=verbatim("Phim")),
        Media(MediaKind.AUDIO, files.keep(b"voice", "audio/ogg")),
        Media(MediaKind.PHOTO, StoredFile("big", b"k", "image/jpeg", 30 * 2**20)),
        Media(MediaKind.DOCUMENT, StoredFile("pdf", b"k", "application/pdf", 6 * 10**6)),
        Media(MediaKind.DOCUMENT, files.keep(b"x", "application/zip")),
        Media(MediaKind.DOCUMENT, data="Phong bì", name="phong-bi.txt"),
        Media(MediaKind.PHOTO, files.keep(b"not a picture", "image/jpeg")),
        Media(MediaKind.QR, data="https://tinbao.example/r#7F3K"),
        Media(MediaKind.QR, data="/r#7F3K"),
    )
    await channel.send(LAN, Reply(verbatim("Xem"), HELLO.buttons, media), "vi")
    [(_, text)] = seen(zalo)
    assert text.splitlines()[:4] == [
        "Phim",
        "Xem",
        "zalo-oa-link link=https://tinbao.example/r#7F3K",
        f"zalo-oa-elsewhere count=7 link={PAGE}",
    ]


async def test_a_broken_file_does_not_keep_the_words_back(
    zalo: FakeZaloOa, channel: ZaloOaChannel, files: MemoryFiles, caplog: pytest.LogCaptureFixture
) -> None:
    await opened(zalo)
    files.breaks = True
    media = (Media(MediaKind.PHOTO, files.keep(picture(20, 20), "image/png")),)
    await channel.send(LAN, Reply(verbatim("Xem"), media=media), "vi")
    assert seen(zalo) == [("text", f"Xem\nzalo-oa-elsewhere count=1 link={PAGE}")]
    assert "CANARY" not in caplog.text


async def test_a_file_is_uploaded_once_for_many(
    zalo: FakeZaloOa, channel: ZaloOaChannel, files: MemoryFiles
) -> None:
    await opened(zalo)
    media = (Media(MediaKind.PHOTO, files.keep(picture(20, 20), "image/png")),)
    for address in (LAN, GROUP, LAN):
        await channel.send(address, Reply(verbatim("Xem"), media=media), "vi")
    assert len(zalo.called("image")) == 1
    zalo.api.uploads.clear()
    await channel.send(LAN, Reply(verbatim("Xem"), media=media), "vi")
    assert seen(zalo)[-1][0] == "text"
    await channel.send(LAN, Reply(verbatim("Xem"), media=media), "vi")
    assert seen(zalo)[-2][0] == "photo", "what Zalo keeps no longer is brought anew"


async def test_a_place_that_is_said_is_drawn(zalo: FakeZaloOa, bench: Bench) -> None:
    await opened(zalo)
    asked: list[str] = []
    drawing = picture(40, 40)

    def draw(spot: str) -> bytes | None:
        asked.append(spot)
        return drawing if spot.startswith("21") else None

    channel = await bench.channel(draw)
    there = Text(SPOT, {"spot": "21.5, 105.25"})
    other = Text(SPOT, {"spot": "0, 0"})
    text = Text("triage-lines", {"first": Text("x", {"y": there}), "rest": other, "again": there})
    await channel.send(LAN, Reply(text), "vi")
    assert asked == ["21.5, 105.25", "0, 0"]
    assert [kind for kind, _ in seen(zalo)] == ["photo", "text"]
    assert zalo.chats["2468"].messages[0].content == drawing


async def test_the_code_of_a_sign_is_shown_and_that_of_a_receipt_is_not(
    zalo: FakeZaloOa, bench: Bench
) -> None:
    await opened(zalo)
    drawing = picture(40, 40)
    channel = await bench.channel(draw_code=lambda _: drawing)
    for link, hangs in (
        ("https://tinbao.example/q/7F3K", True),
        ("https://tinbao.example/r#7F3K", False),
    ):
        code = Media(MediaKind.QR, data=link, caption=verbatim("Mã"), public=hangs)
        await channel.send(LAN, Reply(verbatim("Xem"), media=(code,)), "vi")
    assert seen(zalo) == [
        ("photo", ""),
        ("text", "Mã\nXem\nzalo-oa-link link=https://tinbao.example/q/7F3K"),
        ("text", "Xem\nzalo-oa-link link=https://tinbao.example/r#7F3K"),
    ]


async def test_files_are_fetched_at_once_or_never(
    zalo: FakeZaloOa, channel: ZaloOaChannel
) -> None:
    url = zalo.keep_media(b"x" * 100_000)
    assert b"".join([c async for c in channel.fetch(url, 200_000)]) == b"x" * 100_000
    with pytest.raises(FileRefused, match="too-large"):
        [c async for c in channel.fetch(url, 99_999)]
    for status in (401, 403, 404, 410):
        zalo.fault("media", Fault(status=status))
        with pytest.raises(FileRefused, match="expired"):
            [c async for c in channel.fetch(url, 200_000)]
    zalo.expire_media()
    with pytest.raises(FileRefused, match="expired"):
        [c async for c in channel.fetch(url, 200_000)]
