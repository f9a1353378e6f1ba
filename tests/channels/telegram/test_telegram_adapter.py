from __future__ import annotations

import pytest

from bot.channels.telegram.adapter import TelegramChannel
from bot.channels.telegram.settings import TelegramSettings
from bot.domain.errors import (
    ConfigError,
    FileRefused,
    Gone,
    OperatorError,
    Permanent,
    RetryAfter,
    SendError,
    Transient,
)
from bot.domain.message import Address, Button, Media, MediaKind, Reply, verbatim
from bot.domain.ports import Channel
from tests.channels.telegram.conftest import SECRET, MemoryFiles, PlainTexts, until
from tests.fakes.telegram_server import FakeTelegram, Fault

LAN = Address("telegram", "1001")
HELLO = Reply(verbatim("Xin chào"), (Button(verbatim("Gửi"), "a.b:c"),))
JPEG = b"\xff\xd8" + b"x" * 300_000


async def test_words_buttons_and_protection_arrive(
    telegram: FakeTelegram, channel: TelegramChannel
) -> None:
    lan = telegram.user(1001)
    sent = await channel.send(LAN, HELLO, "vi")
    await channel.send(LAN, Reply(verbatim("mật"), protect=True), "vi")
    first, second = lan.chat
    assert (first.text, first.labels, first.protected) == ("Xin chào", ["Gửi"], False)
    assert sent.message_ids == (str(first.id),)
    assert second.protected
    fields = telegram.called("sendMessage")[0].fields
    assert "parse_mode" not in fields
    assert '"is_disabled": true' in fields["link_preview_options"]


async def test_an_edit_happens_in_place(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    lan = telegram.user(1001)
    (message_id,) = (await channel.send(LAN, HELLO, "vi")).message_ids
    changed = Reply(verbatim("Đã nhận"))
    assert (await channel.send(LAN, changed, "vi", message_id)).message_ids == (message_id,)
    assert [(m.text, m.labels) for m in lan.chat] == [("Đã nhận", [])]
    again = await channel.send(LAN, changed, "vi", message_id)
    assert again.message_ids == (message_id,), "nothing to change counts as done"
    pressed = Reply(verbatim("Thay"), replaces=message_id)
    assert (await channel.send(LAN, pressed, "vi")).message_ids == (message_id,)
    assert [m.text for m in lan.chat] == ["Thay"]


async def test_what_cannot_be_edited_is_sent_anew(
    telegram: FakeTelegram, channel: TelegramChannel
) -> None:
    lan = telegram.user(1001)
    own = await lan.says("của tôi")
    for message_id in ("99999", str(own), "not-a-number"):
        (new,) = (await channel.send(LAN, HELLO, "vi", message_id)).message_ids
        assert new != message_id
    picture = Media(MediaKind.QR, data="x")
    (photo,) = (await channel.send(LAN, Reply(verbatim(" "), media=(picture,)), "vi")).message_ids
    await channel.send(LAN, HELLO, "vi", photo)
    assert [m.text for m in lan.chat].count("Xin chào") == 4


async def test_files_are_streamed_before_the_words(
    telegram: FakeTelegram, channel: TelegramChannel, files: MemoryFiles
) -> None:
    lan = telegram.user(1001)
    photo = Media(MediaKind.PHOTO, files.keep(JPEG, "image/jpeg"), caption=verbatim("Ảnh"))
    voice = Media(MediaKind.AUDIO, files.keep(b"Ogg" * 1000, "audio/ogg"))
    reply = Reply(verbatim("Xem"), HELLO.buttons, (photo, voice), protect=True)
    sent = await channel.send(LAN, reply, "vi")
    assert [(m.kind, m.text, m.labels) for m in lan.chat] == [
        ("photo", "Ảnh", []),
        ("voice", "", []),
        ("text", "Xem", ["Gửi"]),
    ]
    assert lan.chat[0].content == JPEG
    assert lan.chat[0].filename == "tep.jpg"
    assert files.reads > 4
    assert all(m.protected for m in lan.chat)
    assert len(sent.message_ids) == 3


async def test_a_small_text_arrives_as_a_file(
    telegram: FakeTelegram, channel: TelegramChannel
) -> None:
    lan = telegram.user(1001)
    text = Media(MediaKind.DOCUMENT, data="Phong bì\n", name="phong-bi-TK-7F3K2.txt")
    await channel.send(LAN, Reply(verbatim("Xem"), media=(text,), protect=True), "vi")
    (document, _) = lan.chat
    assert (document.kind, document.content) == ("document", "Phong bì\n".encode())
    assert (document.filename, document.protected) == ("phong-bi-TK-7F3K2.txt", True)


async def test_a_picture_that_is_refused_goes_as_a_document(
    telegram: FakeTelegram, channel: TelegramChannel, files: MemoryFiles
) -> None:
    lan = telegram.user(1001)
    odd = Media(MediaKind.PHOTO, files.keep(b"not a picture", "image/jpeg"))
    await channel.send(LAN, Reply(verbatim("Xem"), media=(odd,)), "vi")
    assert (lan.chat[0].kind, lan.chat[0].content) == ("document", b"not a picture")


async def test_a_broken_file_does_not_keep_the_words_back(
    telegram: FakeTelegram,
    channel: TelegramChannel,
    files: MemoryFiles,
    caplog: pytest.LogCaptureFixture,
) -> None:
    lan = telegram.user(1001)
    files.breaks = True
    media = (Media(MediaKind.PHOTO, files.keep(JPEG, "image/jpeg")),)
    await channel.send(LAN, Reply(verbatim("Xem"), media=media), "vi")
    assert [m.text for m in lan.chat] == ["Xem"]
    with pytest.raises(Permanent, match="stored file"):
        await channel.send(LAN, Reply(verbatim(""), media=media), "vi")
    assert "CANARY" not in caplog.text


@pytest.mark.parametrize(
    ("fault", "wanted"),
    [
        (Fault(429, "Too Many Requests: retry after 7", retry_after=7), RetryAfter),
        (Fault(429, "Too Many Requests"), RetryAfter),
        (Fault(500, "Internal Server Error"), Transient),
        (Fault(502, garbage=True), Transient),
        (Fault(drop=True), Transient),
        (Fault(403, "Forbidden: bot was blocked by the user"), Gone),
        (Fault(403, "Forbidden: user is deactivated"), Gone),
        (Fault(400, "Bad Request: chat not found"), Gone),
        (Fault(400, "Bad Request: PEER_ID_INVALID"), Gone),
        (Fault(400, "Bad Request: CANARY text is odd"), Permanent),
        (Fault(413, "Request Entity Too Large"), Permanent),
        (Fault(401, "Unauthorized"), Transient),
        (Fault(404, "Not Found"), Transient),
        (Fault(409, "Conflict: CANARY"), Transient),
    ],
)
async def test_errors_say_what_to_do_and_nothing_else(
    telegram: FakeTelegram, channel: TelegramChannel, fault: Fault, wanted: type[SendError]
) -> None:
    telegram.user(1001)
    telegram.fault("sendMessage", fault)
    with pytest.raises(SendError) as raised:
        await channel.send(LAN, Reply(verbatim("CANARY-text")), "vi")
    error = raised.value
    assert isinstance(error, wanted)
    assert error.__cause__ is None
    assert error.__context__ is None
    for secret in ("CANARY", telegram.token, "127.0.0.1", "1001"):
        assert secret not in repr(error)
    if fault.retry_after:
        assert isinstance(error, RetryAfter)
        assert error.seconds == 7


async def test_an_unreadable_answer_is_not_tried_again(
    telegram: FakeTelegram, channel: TelegramChannel, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.user(1001)
    telegram.fault("sendMessage", Fault(200, garbage=True))
    with pytest.raises(SendError):
        await channel.send(LAN, HELLO, "vi")
    assert "html" not in caplog.text


async def test_the_rest_of_a_reply_waits_for_a_short_flood_control(
    telegram: FakeTelegram, channel: TelegramChannel
) -> None:
    lan = telegram.user(1001)
    telegram.fault("sendMessage", Fault(slow=0.01), Fault(429, retry_after=1))
    sent = await channel.send(LAN, Reply(verbatim("Một câu. " * 800)), "vi")
    assert len(lan.chat) == len(sent.message_ids) == 2


async def test_wiping_takes_both_sides_and_passes_over_what_is_too_old(
    telegram: FakeTelegram, channel: TelegramChannel
) -> None:
    lan = telegram.user(1001)
    ids = [str(await lan.says(f"tin {i}")) for i in range(150)]
    ids += (await channel.send(LAN, HELLO, "vi")).message_ids
    telegram.chat(1001).deletable_from = int(ids[120])
    await channel.delete(LAN, [*ids, "99999", "odd"])
    assert [m.id for m in lan.chat] == [int(i) for i in ids[:120]]


async def test_a_file_is_streamed_up_to_its_limit(
    telegram: FakeTelegram, channel: TelegramChannel
) -> None:
    ref = telegram.keep_file(JPEG)
    assert b"".join([chunk async for chunk in channel.fetch(ref, len(JPEG))]) == JPEG
    with pytest.raises(FileRefused, match="too-large"):
        [chunk async for chunk in channel.fetch(ref, len(JPEG) - 1)]


@pytest.mark.parametrize(
    ("method", "fault", "wanted"),
    [
        ("getFile", Fault(400, "Bad Request: file is too big"), FileRefused),
        ("getFile", Fault(400, "Bad Request: wrong file_id specified"), Permanent),
        ("getFile", Fault(400, "Bad Request: file is temporarily unavailable"), Transient),
        ("getFile", Fault(502, garbage=True), Transient),
        ("file", Fault(404), Permanent),
        ("file", Fault(500), Transient),
        ("file", Fault(drop=True), Transient),
    ],
)
async def test_fetching_can_fail(
    telegram: FakeTelegram,
    channel: TelegramChannel,
    method: str,
    fault: Fault,
    wanted: type[Exception],
) -> None:
    ref = telegram.keep_file(JPEG)
    telegram.fault(method, fault)
    with pytest.raises(wanted) as raised:
        [chunk async for chunk in channel.fetch(ref, 10**9)]
    assert telegram.token not in repr(raised.value)


async def test_the_operator_learns_what_is_wrong(
    telegram: FakeTelegram, channel: TelegramChannel
) -> None:
    await until(lambda: channel.username)
    assert await channel.me() == channel.username == "tinbao_test_bot"
    telegram.fault("getMe", Fault(401, "Unauthorized"))
    with pytest.raises(OperatorError, match="BotFather"):
        await channel.me()
    with pytest.raises(OperatorError, match="https"):
        await channel.set_webhook("http://tinbao.example")
    await channel.set_webhook("https://tinbao.example/")
    assert telegram.webhook == "https://tinbao.example/webhook/telegram"
    assert telegram.secret == SECRET


def test_settings_refuse_what_cannot_work_and_hide_secrets() -> None:
    token = "123:CANARY"
    shown = repr(TelegramSettings(token, proxy="http://u:CANARY@h", webhook_secret="CANARY"))
    assert "CANARY" not in shown
    for wrong in (
        {"token": "CANARY"},
        {"mode": "webhook"},
        {"mode": "webhook", "webhook_secret": "a b"},
        {"mode": "carrier-pigeon"},
        {"api_base": "ftp://x"},
    ):
        with pytest.raises(ConfigError) as raised:
            TelegramSettings(**({"token": token} | wrong))  # type: ignore[arg-type]
        assert "CANARY" not in str(raised.value)


async def test_calls_go_through_the_proxy_and_only_through_ours(
    telegram: FakeTelegram, files: MemoryFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    for proxy, base in (("", telegram.url), (telegram.url, "http://api.telegram.invalid")):
        settings = TelegramSettings(telegram.token, api_base=base, proxy=proxy)
        channel = TelegramChannel(settings, PlainTexts(), files, str.encode)
        await channel.open()
        assert await channel.me() == "tinbao_test_bot"
        await channel.close()
    channel = TelegramChannel(
        TelegramSettings(telegram.token, proxy="odd://CANARY"), PlainTexts(), files, str.encode
    )
    with pytest.raises(ConfigError, match="proxy") as raised:
        await channel.open()
    assert "CANARY" not in str(raised.value)


async def test_it_is_a_channel(channel: TelegramChannel) -> None:
    port: Channel = channel
    assert (port.name, port.limits.burst) == ("telegram", 3)


async def test_the_name_is_learnt_once_telegram_answers(
    telegram: FakeTelegram, files: MemoryFiles
) -> None:
    telegram.fault("getMe", Fault(502, garbage=True))
    channel = TelegramChannel(
        TelegramSettings(telegram.token, api_base=telegram.url), PlainTexts(), files, str.encode
    )
    await channel.open()
    assert channel.username == ""
    await until(lambda: channel.username)
    await channel.close()
