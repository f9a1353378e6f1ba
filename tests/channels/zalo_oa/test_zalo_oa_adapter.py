"""What a reply looks like on a phone with Zalo."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from bot.channels.zalo_oa.adapter import ZaloOaChannel
from bot.domain.errors import OperatorError, Permanent, WindowClosed
from bot.domain.message import (
    Address,
    Button,
    Media,
    MediaKind,
    Reply,
    verbatim,
)
from bot.domain.ports import Channel
from tests.channels.zalo_oa.conftest import Bench, MemoryFiles
from tests.fakes.zalo_oa_server import FakeZaloOa, Fault

LAN = Address("zalo_oa", "2468")
GROUP = Address("zalo_oa", "g:G7")
PAGE = "https://tinbao.example/chat"


def choice(label: str, number: int = 0) -> Button:
    return Button(verbatim(label), f"a.b:{label}"[:64], number=number)


def page(label: str, url: str) -> Button:
    return Button(verbatim(label), url=url)


HELLO = Reply(verbatim("Xin chào"), (choice("Gửi", 1), choice("Thôi", 2)))


def picture(width: int, height: int, kind: str = "PNG") -> bytes:
    written = BytesIO()
    Image.effect_noise((width, height), 80).convert("RGB").save(written, kind)
    return written.getvalue()


async def opened(zalo: FakeZaloOa) -> None:
    """Lan has written, the group is there."""
    zalo.chat("2468").open = True
    zalo.chat("G7", group=True)


def seen(zalo: FakeZaloOa, chat: str = "2468") -> list[tuple[str, str]]:
    return [(message.kind, message.text) for message in zalo.chats[chat].messages]


async def test_choices_have_numbers(zalo: FakeZaloOa, channel: ZaloOaChannel) -> None:
    as_port: Channel = channel
    await opened(zalo)
    reply = Reply(
        verbatim("Xin chào"),
        (
            choice("Gửi", 1),
            choice("Thôi", 2),
            choice("Chữ thôi"),
            page("Mở trang", "https://tinbao.example/q/1"),
            page("Gọi 113", "tel:113"),
            page("Gọi trực ban", "tel:0210123456"),
        ),
    )
    sent = await as_port.send(LAN, reply, "vi", edit="99")
    [(_, text)] = seen(zalo)
    assert text.splitlines() == [
        "Xin chào",
        "Mở trang: https://tinbao.example/q/1",
        "Gọi 113",
        "Gọi trực ban: 0210123456",
        "– Chữ thôi",
        "",
        "1. Gửi",
        "2. Thôi",
        "choices-hint",
    ]
    assert sent.message_ids == (zalo.chats["2468"].messages[0].id,)
    [call] = zalo.called("cs")
    assert call.body["recipient"] == {"user_id": "2468"}
    await channel.delete(LAN, sent.message_ids)
    assert len(seen(zalo)) == 1


async def test_long_text_is_split_and_its_choices_stay_together(
    zalo: FakeZaloOa, channel: ZaloOaChannel
) -> None:
    await opened(zalo)
    await channel.send(LAN, Reply(verbatim("Một câu. " * 500), HELLO.buttons), "vi")
    await channel.send(LAN, Reply(verbatim("😀" * 1500)), "vi")
    texts = [text for _, text in seen(zalo)]
    assert all(len(text.encode("utf-16-le")) <= 4000 for text in texts)
    assert sum(text.count("Một câu.") for text in texts) == 500
    assert "".join(texts).count("😀") == 1500
    last = next(text for text in texts if "choices-hint" in text)
    assert "1. Gửi\n2. Thôi\nchoices-hint" in last
    full = Reply(verbatim("x" * 1990), HELLO.buttons)
    await channel.send(LAN, full, "vi")
    assert seen(zalo)[-1][1] == "1. Gửi\n2. Thôi\nchoices-hint"


async def test_no_label_is_cut_from_its_number(zalo: FakeZaloOa, channel: ZaloOaChannel) -> None:
    await opened(zalo)
    label = "Người báo hỏi xe gì. " + "chữ " * 50
    choices = tuple(choice(f"{label}{n}", n) for n in range(1, 10))
    await channel.send(LAN, Reply(verbatim("Chọn"), choices), "vi")
    texts = [text for _, text in seen(zalo)]
    assert texts[0] == "Chọn"
    assert all(len(text) <= 2000 for text in texts)
    lines = "\n".join(texts[1:]).splitlines()
    assert lines == [*(f"{n}. {label}{n}" for n in range(1, 10)), "choices-hint"]


@pytest.mark.parametrize("buttons", ["text", "list"])
async def test_what_a_tap_would_not_choose_has_a_number(
    zalo: FakeZaloOa, bench: Bench, buttons: str
) -> None:
    """A tap comes back as words: a notice is known by its number alone, twins by neither."""
    await opened(zalo)
    channel = await bench.channel(buttons=buttons)
    notice = (choice("Mở tin", 50), choice("Nhận tin", 51))
    await channel.send(LAN, Reply(verbatim("Tin mới"), notice), "vi")
    twins = (choice("Thôn 1", 1), choice("thon 1", 2), choice("Thôn 2", 3))
    await channel.send(LAN, Reply(verbatim("Ở đâu?"), twins), "vi")
    first, *_, last = zalo.chats["2468"].messages
    assert first.text == "Tin mới\n\n50. Mở tin\n51. Nhận tin\nchoices-hint"
    assert first.buttons == []
    said = "\n".join(message.text for message in zalo.chats["2468"].messages)
    assert "1. Thôn 1\n2. thon 1" in said
    assert [button["title"] for button in last.buttons] == ["Thôn 2"]


@pytest.mark.parametrize("buttons", ["text", "list"])
async def test_native_buttons(zalo: FakeZaloOa, bench: Bench, buttons: str) -> None:
    await opened(zalo)
    channel = await bench.channel(buttons=buttons)
    reply = Reply(
        verbatim("Xin chào"),
        (choice("Gửi", 1), page("Trang", "https://a.vn"), page("Gọi", "tel:113")),
    )
    await channel.send(LAN, reply, "vi")
    message = zalo.chats["2468"].messages[-1]
    assert message.buttons == [
        {"title": "Gửi", "type": "oa.query.show", "payload": "Gửi"},
        {"title": "Trang", "type": "oa.open.url", "payload": {"url": "https://a.vn"}},
        {"title": "Gọi", "type": "oa.open.phone", "payload": {"phone_code": "113"}},
    ]
    texts = [text for _, text in seen(zalo)]
    assert texts == (["Xin chào"] if buttons == "text" else ["Xin chào", "zalo-oa-choose"])


@pytest.mark.parametrize("buttons", ["text", "list"])
async def test_more_than_five_buttons(zalo: FakeZaloOa, bench: Bench, buttons: str) -> None:
    await opened(zalo)
    channel = await bench.channel(buttons=buttons)
    many = (choice("x" * 101, 1), *(choice(f"Mục {i}", i) for i in range(2, 9)))
    await channel.send(LAN, Reply(verbatim("Chọn"), many), "vi")
    messages = zalo.chats["2468"].messages
    assert messages[-1].labels == [f"Mục {i}" for i in range(2, 7)]
    words = messages[0].text
    assert words == f"Chọn\n\n1. {'x' * 101}\n7. Mục 7\n8. Mục 8\nchoices-hint"


@pytest.mark.parametrize("buttons", ["text", "list"])
async def test_a_refused_envelope_is_said_in_numbers(
    zalo: FakeZaloOa, bench: Bench, buttons: str, caplog: pytest.LogCaptureFixture
) -> None:
    await opened(zalo)
    zalo.envelopes = set()
    channel = await bench.channel(buttons=buttons)
    for _ in range(2):
        await channel.send(LAN, HELLO, "vi")
    texts = "\n".join(text for _, text in seen(zalo))
    assert texts.count("Xin chào") == texts.count("1. Gửi\n2. Thôi\nchoices-hint") == 2
    assert caplog.text.count("buttons") == 1
    assert len([call for call in zalo.called("cs") if "attachment" in call.body["message"]]) == 1


async def test_buttons_alone_get_words(zalo: FakeZaloOa, bench: Bench) -> None:
    await opened(zalo)
    channel = await bench.channel(buttons="text")
    await channel.send(LAN, Reply(verbatim(" "), HELLO.buttons), "vi")
    assert [(m.text, m.labels) for m in zalo.chats["2468"].messages] == [
        ("zalo-oa-choose", ["Gửi", "Thôi"])
    ]


async def test_a_group_is_told_and_asked_nothing(zalo: FakeZaloOa, bench: Bench) -> None:
    await opened(zalo)
    channel = await bench.channel(buttons="text")
    reply = Reply(
        verbatim("Tin của xã"),
        (choice("Gửi", 1), page("Nhắn riêng", "chat:x"), page("Trang", "https://a.vn")),
        (Media(MediaKind.PHOTO, bench.files.keep(picture(20, 20), "image/png")),),
    )
    await channel.send(GROUP, reply, "vi")
    assert seen(zalo, "G7") == [
        ("photo", ""),
        ("text", f"Tin của xã\nNhắn riêng: https://zalo.me/{zalo.oa_id}\nTrang: https://a.vn"),
    ]
    assert zalo.called("cs") == []
    assert zalo.called("message")[0].body["recipient"] == {"group_id": "G7"}


async def test_the_rest_of_a_reply_is_tried_again(
    zalo: FakeZaloOa, channel: ZaloOaChannel
) -> None:
    await opened(zalo)
    zalo.fault("cs", Fault(slow=0.01), Fault(status=503), Fault(drop=True))
    await channel.send(LAN, Reply(verbatim("Một câu. " * 400)), "vi")
    assert len(seen(zalo)) == 2


async def test_an_expired_token_in_the_middle_of_a_reply(
    zalo: FakeZaloOa, channel: ZaloOaChannel, files: MemoryFiles
) -> None:
    await opened(zalo)
    media = (Media(MediaKind.PHOTO, files.keep(picture(20, 20), "image/png")),)
    await channel.send(LAN, HELLO, "vi")
    zalo.oauth.expire()
    await channel.send(LAN, Reply(verbatim("Xem"), media=media), "vi")
    assert [kind for kind, _ in seen(zalo)] == ["text", "photo", "text"]
    assert len(zalo.called("access_token")) == 1


async def test_a_closed_window_and_its_opening(zalo: FakeZaloOa, channel: ZaloOaChannel) -> None:
    lan = zalo.user("2468")
    with pytest.raises(WindowClosed):
        await channel.send(LAN, HELLO, "vi")
    await lan.says("chào")
    await channel.send(LAN, HELLO, "vi")
    lan.stays_away()
    with pytest.raises(WindowClosed):
        await channel.send(LAN, HELLO, "vi")


async def test_whose_tokens_they_are(zalo: FakeZaloOa, bench: Bench) -> None:
    assert await (await bench.channel()).me() == zalo.oa_id
    with pytest.raises(OperatorError, match="oa_id"):
        await (await bench.channel(oa_id="1")).me()
    await (await bench.channel()).check()


async def test_nothing_of_a_message_shows_in_its_repr(
    zalo: FakeZaloOa, channel: ZaloOaChannel
) -> None:
    await opened(zalo)
    zalo.fault("cs", Fault(error=-201))
    with pytest.raises(Permanent) as raised:
        await channel.send(LAN, Reply(verbatim("CANARY")), "vi")
    for secret in ("CANARY", "2468", zalo.app_secret, zalo.oa_secret, "ACCESS"):
        assert secret not in repr((raised.value, channel.settings, channel))
