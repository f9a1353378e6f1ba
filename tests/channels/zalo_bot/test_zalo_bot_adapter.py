from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from bot.channels.zalo_bot import adapter
from bot.channels.zalo_bot.adapter import ZaloBotChannel
from bot.channels.zalo_bot.settings import ZaloBotSettings
from bot.domain.errors import FileRefused, Gone, Permanent, RetryAfter, SendError, Transient
from bot.domain.message import Address, Button, Media, MediaKind, Reply, Text, verbatim
from bot.texts import Texts
from qr.codes import qr_png
from tests.channels.zalo_bot.conftest import SECRET, Here, MemoryFiles
from tests.fakes.zalo_bot_chat import Message
from tests.fakes.zalo_bot_server import FakeZaloBot, Fault

LAN = Address("zalo_bot", "6ede01")


def public(*args: Any, **more: Any) -> Media:
    """A picture that anybody may see."""
    return Media(*args, **more, public=True)


def choices(*labels: str) -> tuple[Button, ...]:
    return tuple(Button(verbatim(b), f"a.b:{i}", number=i) for i, b in enumerate(labels, 1))


def jpeg(side: int = 16) -> bytes:
    out = BytesIO()
    Image.effect_noise((side, side), 90).save(out, "JPEG", quality=95)
    return out.getvalue()


@pytest.fixture(autouse=True)
def _somebody(zalo: FakeZaloBot) -> None:
    zalo.user(LAN.id)


def shown(zalo: FakeZaloBot) -> list[Message]:
    return zalo.chats[LAN.id].messages


async def test_words_choices_and_links(zalo: FakeZaloBot, channel: ZaloBotChannel) -> None:
    reply = Reply(
        Text("intake-kind"),
        (
            Button(verbatim("Đang nguy hiểm"), "a.b:1", number=1),
            Button(verbatim("Gọi 113"), url="tel:113"),
            Button(verbatim("Trực ban"), url="tel:0271"),
            Button(verbatim("Trang xem lại tin"), url="https://tinbao.vn/r#CODE"),
            Button(verbatim("Bán ma tuý"), "a.b:2", number=2),
            Button(verbatim("Sau số 49"), "a.b:3"),
            Button(verbatim("Mở"), url="chat:open_TK-1"),
        ),
    )
    sent = await channel.send(LAN, reply, "vi")
    assert [m.text for m in shown(zalo)] == [
        "intake-kind\nGọi 113\nTrực ban: 0271\nTrang xem lại tin: https://tinbao.vn/r#CODE\n"
        "Mở: https://zalo.me/4402171003\n– Sau số 49\n\n"
        "1. Đang nguy hiểm\n2. Bán ma tuý\nchoices-hint"
    ]
    assert sent.message_ids == (shown(zalo)[0].id,)
    assert set(zalo.called("sendMessage")[0].fields) == {"chat_id", "text"}, "no markup"


async def test_the_words_are_in_the_readers_language(
    zalo: FakeZaloBot, files: MemoryFiles, here: Here
) -> None:
    settings = ZaloBotSettings(
        zalo.token, mode="polling", api_base=zalo.url, public_url="https://tinbao.vn"
    )
    made = ZaloBotChannel(settings, Texts.load(strict=True), files, here.pictures)
    await made.open()
    media = (Media(MediaKind.DOCUMENT, data="x"), Media(MediaKind.DOCUMENT, data="y"))
    reply = Reply(verbatim("…"), (Button(Text("intake-send"), "a.b:c", number=1),), media)
    for locale in ("vi", "en", "xx"):
        await made.send(LAN, reply, locale)
    vi, en, other = (m.text for m in shown(zalo))
    assert "📎 Có 2 tệp không gửi qua Zalo được. Xem trên trang web: https://tinbao.vn/chat" in vi
    assert "📎 2 files cannot be sent on Zalo. See the web page: https://tinbao.vn/chat" in en
    assert vi.endswith("\n1. Gửi luôn\nTrả lời bằng số hoặc bằng chữ.")
    assert en.endswith("\nAnswer with the number or the words.")
    assert other == vi
    await made.close()


async def test_long_words_are_cut_between_sentences(
    zalo: FakeZaloBot, channel: ZaloBotChannel
) -> None:
    sentences = [f"Câu thứ {i} kể về chiếc xe lạ đỗ sau đình." for i in range(120)]
    emoji = "🙂" * 1500
    buttons = choices("Gửi luôn")
    await channel.send(LAN, Reply(verbatim(" ".join([*sentences, emoji])), buttons), "vi")
    texts = [m.text for m in shown(zalo)]
    assert len(texts) > 3
    assert all(len(text.encode("utf-16-le")) // 2 <= 2000 for text in texts)
    assert texts[0].endswith("đình.")
    assert texts[-1].endswith("1. Gửi luôn\nchoices-hint")
    whole = "".join(texts).replace("1. Gửi luôn\nchoices-hint", "")
    assert "".join(whole.split()) == "".join("".join([*sentences, emoji]).split())


async def test_no_choice_is_cut_from_its_number(
    zalo: FakeZaloBot, channel: ZaloBotChannel
) -> None:
    labels = [f"Một câu trả lời dài, số {i}. Có dấu chấm." for i in range(1, 90)]
    buttons = choices(*labels)
    await channel.send(LAN, Reply(verbatim("Chọn. " * 300), buttons), "vi")
    lines = "\n".join(m.text for m in shown(zalo)).split("\n")
    for i, label in enumerate(labels, 1):
        assert f"{i}. {label}" in lines
    assert max(len(m.text) for m in shown(zalo)) <= 2000


async def test_nothing_is_edited_or_deleted(zalo: FakeZaloBot, channel: ZaloBotChannel) -> None:
    first = await channel.send(LAN, Reply(verbatim("một")), "vi")
    again = await channel.send(LAN, Reply(verbatim("hai")), "vi", edit=first.message_ids[0])
    await channel.delete(LAN, [*first.message_ids, *again.message_ids, "x"])
    assert [m.text for m in shown(zalo)] == ["một", "hai"]
    assert {call.method for call in zalo.calls} == {"getMe", "sendMessage"}


async def test_a_public_picture_is_fetched_by_zalo(
    zalo: FakeZaloBot, channel: ZaloBotChannel, files: MemoryFiles
) -> None:
    picture = jpeg()
    media = (
        public(MediaKind.PHOTO, files.keep(picture, "image/jpeg"), caption=verbatim("Kìa")),
        public(MediaKind.PHOTO, data="iVBORw0KGgo="),
    )
    sent = await channel.send(LAN, Reply(verbatim("xem"), media=media), "vi")
    photo, drawn, words = shown(zalo)
    assert (photo.kind, photo.content, photo.text) == ("photo", picture, "Kìa")
    assert (drawn.kind, drawn.content) == ("photo", b"\x89PNG\r\n\x1a\n")
    assert words.text == "xem"
    assert len(sent.message_ids) == 3


async def test_evidence_is_never_made_public(
    zalo: FakeZaloBot, channel: ZaloBotChannel, files: MemoryFiles, here: Here
) -> None:
    photo = files.keep(jpeg(), "image/jpeg")
    media = (
        Media(MediaKind.PHOTO, photo, caption=verbatim("CANARY")),
        Media(MediaKind.VIDEO, photo),
        Media(MediaKind.PHOTO, data="iVBORw0KGgo="),
        public(MediaKind.DOCUMENT, photo),
    )
    await channel.send(LAN, Reply(verbatim("hồ sơ"), media=media), "vi")
    assert [m.text for m in shown(zalo)] == [f"hồ sơ\nzalo-bot-files count=4 link={here.url}/chat"]
    assert here.shelf.kept == {}
    assert not zalo.called("sendPhoto")


async def test_a_code_to_scan_is_a_link(zalo: FakeZaloBot, channel: ZaloBotChannel) -> None:
    code = Media(MediaKind.QR, data="https://tinbao.vn/q/x", caption=verbatim("Mã của biển mới"))
    again = Media(MediaKind.QR, data="https://tinbao.vn/r#y", caption=verbatim("Quét"))
    button = Button(verbatim("Trang xem lại tin"), url="https://tinbao.vn/r#y")
    await channel.send(LAN, Reply(verbatim("xong"), (button,), (code, again)), "vi")
    assert shown(zalo)[0].text == (
        "xong\nTrang xem lại tin: https://tinbao.vn/r#y\nMã của biển mới\nhttps://tinbao.vn/q/x"
    )


async def test_a_signs_code_is_a_picture_where_it_can_be_drawn(
    zalo: FakeZaloBot, files: MemoryFiles, here: Here
) -> None:
    settings = ZaloBotSettings(zalo.token, mode="polling", api_base=zalo.url)
    made = ZaloBotChannel(settings, Texts.load(), files, here.pictures, qr_png)
    await made.open()
    of_sign = public(MediaKind.QR, data="https://tinbao.vn/q/x", caption=verbatim("Biển mới"))
    receipt = Media(MediaKind.QR, data="https://tinbao.vn/r#y")
    await made.send(LAN, Reply(verbatim("xong"), media=(of_sign, receipt)), "vi")
    photo, words = shown(zalo)
    assert (photo.text, photo.content) == ("Biển mới", qr_png("https://tinbao.vn/q/x"))
    assert words.text == "xong\nhttps://tinbao.vn/r#y"
    await made.close()


@pytest.mark.parametrize("trouble", ["missing", "broken", "no picture", "refused"])
async def test_a_picture_that_cannot_be_sent_is_left_out(
    zalo: FakeZaloBot,
    channel: ZaloBotChannel,
    files: MemoryFiles,
    trouble: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    content = b"CANARY" if trouble == "no picture" else jpeg(200)
    media = public(MediaKind.PHOTO, files.keep(content, "image/jpeg"))
    if trouble == "missing":
        files.kept.clear()
    files.breaks = trouble == "broken"
    faults = 2 if trouble == "refused" else 0
    zalo.fault("sendPhoto", *[Fault(400, description="CANARY")] * faults)
    await channel.send(LAN, Reply(verbatim("xem"), media=(media,)), "vi")
    assert [m.text for m in shown(zalo)] == ["xem"]
    with pytest.raises(Permanent):
        await channel.send(LAN, Reply(verbatim(""), media=(media,)), "vi")
    assert "CANARY" not in caplog.text


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault(429, retry_after=3), RetryAfter),
        (Fault(drop=True), Transient),
        (Fault(403, description="Forbidden: bot was blocked by the user"), Gone),
        (Fault(400), Permanent),
    ],
)
async def test_what_has_not_begun_is_left_to_the_outbox(
    zalo: FakeZaloBot, channel: ZaloBotChannel, fault: Fault, kind: type[SendError]
) -> None:
    zalo.fault("sendMessage", fault)
    with pytest.raises(kind):
        await channel.send(LAN, Reply(verbatim("chào")), "vi")
    assert shown(zalo) == []


async def test_what_has_begun_is_seen_through(
    zalo: FakeZaloBot, channel: ZaloBotChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def at_once(seconds: float) -> None:
        slept.append(seconds)

    slept: list[float] = []
    monkeypatch.setattr(adapter.asyncio, "sleep", at_once)
    long = " ".join(f"Câu {i}." for i in range(500))
    zalo.fault("sendMessage", Fault(status=200, body=b'{"ok":true}', after=True))
    zalo.fault("sendMessage", Fault(429, retry_after=3), Fault(503, status=503), Fault(drop=True))
    await channel.send(LAN, Reply(verbatim(long)), "vi")
    assert slept == [3, 2, 4]
    texts = [m.text for m in shown(zalo)]
    assert " ".join(texts) == long, "each part once, although the first had no id"


async def test_what_a_blocked_bot_is_told(zalo: FakeZaloBot, channel: ZaloBotChannel) -> None:
    await zalo.user(LAN.id).blocks()
    with pytest.raises(Gone):
        await channel.send(LAN, Reply(verbatim("chào")), "vi")
    with pytest.raises(Gone):
        await channel.send(Address("zalo_bot", "nobody"), Reply(verbatim("chào")), "vi")


async def test_files_are_fetched(zalo: FakeZaloBot, channel: ZaloBotChannel) -> None:
    content = bytes(range(256)) * 2000
    url = zalo.keep_media(content, ".jpg")
    assert b"".join([piece async for piece in channel.fetch(url, len(content))]) == content
    with pytest.raises(FileRefused, match="too-large"):
        async for _ in channel.fetch(url, len(content) - 1):
            pass
    zalo.expire()
    with pytest.raises(FileRefused, match="expired"):
        await anext(channel.fetch(url, 100))


async def test_only_named_hosts_are_asked_for_files(
    zalo: FakeZaloBot, files: MemoryFiles, here: Here
) -> None:
    settings = ZaloBotSettings(
        zalo.token, webhook_secret=SECRET, api_base=zalo.url, media_hosts=("zdn.vn",)
    )
    made = ZaloBotChannel(settings, Texts.load(), files, here.pictures)
    await made.open()
    with pytest.raises(FileRefused, match="expired"):
        await anext(made.fetch(zalo.keep_media(b"x", ".jpg"), 100))
    await made.close()
