"""The phone of transcripts where nothing can be pressed: it must do what people would do."""

from __future__ import annotations

import pytest

from bot.channels.zalo_bot.adapter import ZaloBotChannel
from bot.demo.phone import PhoneError
from bot.demo.samples import make
from bot.domain.message import Address, Button, Media, MediaKind, Reply, verbatim
from tests.fakes import zalo_phone
from tests.fakes.zalo_bot_server import FakeZaloBot
from tests.fakes.zalo_phone import ZaloBotPhone, read

LAN = Address("zalo_bot", "6ede01")


@pytest.fixture
def phone(zalo: FakeZaloBot, monkeypatch: pytest.MonkeyPatch) -> ZaloBotPhone:
    monkeypatch.setattr(zalo_phone, "PATIENCE", 0.0)
    return ZaloBotPhone(zalo.user(LAN.id), short)


async def short(code: str) -> str:
    return {"thon-3-code": "7F3K2X"}[code]


def asks(text: str, *choices: tuple[int, str], media: tuple[Media, ...] = ()) -> Reply:
    buttons = tuple(Button(verbatim(label), "a.b:c", number=n) for n, label in choices)
    return Reply(verbatim(text), buttons, media)


async def test_a_message_is_read_as_it_was_meant(
    channel: ZaloBotChannel, phone: ZaloBotPhone
) -> None:
    link = Button(verbatim("Trang xem lại tin"), url="https://tinbao.vn/r")
    reply = asks("Có hai việc:\n1. một\n2. hai", (1, "Gửi luôn"), (2, "Thôi"))
    await channel.send(LAN, Reply(reply.text, (*reply.buttons, link)), "vi")
    await channel.send(LAN, asks("Chỉ là\n1. danh sách"), "vi")
    first, second = await phone.messages()
    assert first.text == "Có hai việc:\n1. một\n2. hai"
    assert first.buttons == ("Gửi luôn", "Thôi", "Trang xem lại tin")
    assert (second.text, second.buttons) == ("Chỉ là\n1. danh sách", ())


async def test_what_is_typed_for_a_choice(
    zalo: FakeZaloBot, channel: ZaloBotChannel, phone: ZaloBotPhone
) -> None:
    await channel.send(LAN, asks("Tin mới", (50, "Mở tin")), "vi")
    await channel.send(LAN, asks("Loại nào?", (1, "Mua bán"), (2, "Khác")), "vi")
    await channel.send(LAN, asks("Ghi lại rồi.", (1, "Xong")), "vi")
    await channel.send(LAN, asks("Không hỏi gì."), "vi")
    for label in ("Xong", "Khác", "Mở tin"):
        await phone.press(label)
    with pytest.raises(PhoneError, match="Gửi luôn"):
        await phone.press("Gửi luôn")
    typed = [message.text for message in phone.user.chat if message.mine]
    assert typed == ["1", "Khác", "50"]


async def test_a_sign_is_scanned_and_files_are_sent(
    zalo: FakeZaloBot, phone: ZaloBotPhone
) -> None:
    await phone.scan("thon-3-code")
    await phone.send_file("xe.jpg", make("xe.jpg"), "xe lạ")
    await phone.send_file("ke.ogg", b"OggS", "nghe giúp")
    await phone.send_file("don.pdf", make("don.pdf"))
    sent = [(message.kind, message.text) for message in phone.user.chat]
    assert sent == [
        ("text", "MÃ 7F3K2X"),
        ("photo", "xe lạ"),
        ("voice", ""),
        ("text", "nghe giúp"),
        ("unsupported", ""),
    ]


async def test_files_are_counted(channel: ZaloBotChannel, phone: ZaloBotPhone) -> None:
    drawn = Media(MediaKind.PHOTO, data="iVBORw0KGgo=", public=True)
    await channel.send(LAN, asks("Ảnh", (1, "Xong"), media=(drawn, drawn)), "vi")
    (seen,) = await phone.messages()
    assert (seen.text, seen.files, seen.buttons) == ("Ảnh", ("photo", "photo"), ("Xong",))
    for line in (
        "📎 Có 3 tệp không gửi qua Zalo được. Xem trên trang web: https://a.vn/chat",
        "3 tệp không gửi được qua Zalo, xem ở trang này: https://a.vn/chat",
        "📎 3 files cannot be sent on Zalo. See the web page: https://a.vn/chat",
    ):
        face = read(f"Hồ sơ\n{line}\n\n1. Xong\n(gõ số)")
        assert (face.words, face.away, face.choices) == ("Hồ sơ", 3, ((1, "Xong"),))
