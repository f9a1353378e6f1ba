from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.zalo_bot.parse import Event, Ignored, InGroup, Unparseable, parse
from bot.domain.message import Address, GroupSaid, Inbound, MediaKind, Refusal, Upload

CHAT = Address("zalo_bot", "6ede")
CODE = "7F3K2X9Q1A2B"
PHOTO = "https://photo.zdn.vn/a.jpg?sig=1"
NO = (Refusal.UNSUPPORTED,)


def event(kind: str, chat_type: str = "PRIVATE", **body: Any) -> dict[str, Any]:
    message = {
        "from": {"id": "6ede", "display_name": "CANARY", "is_bot": False},
        "chat": {"id": "6ede", "chat_type": chat_type},
        "message_id": "2d75",
        "date": 1750316131602,
        **body,
    }
    return {"event_name": f"message.{kind}.received", "message": message}


def read(data: object) -> Any:
    """Both shapes of body must mean the same."""
    flat = parse(json.dumps(data).encode())
    assert parse(json.dumps({"ok": True, "result": data}).encode()) == flat
    return flat


@pytest.mark.parametrize(
    ("data", "text", "uploads", "refused"),
    [
        (event("text", text="Xin cha\u0300o"), "Xin chào", (), ()),
        (event("text", text="MÃ 7F3K2X"), "MÃ 7F3K2X", (), ()),
        (event("text", text="a\x00b\ud800"), "ab?", (), ()),
        (
            event("image", photo=PHOTO, caption="ở đây"),
            "ở đây",
            (Upload(MediaKind.PHOTO, platform_ref=PHOTO, media_type="image/jpeg"),),
            (),
        ),
        (event("image", caption="không có địa chỉ"), "không có địa chỉ", (), NO),
        (event("image", photo="file:///etc/passwd"), "", (), NO),
        (event("image", photo="https://a b"), "", (), NO),
        (event("image", photo=7), "", (), NO),
        (
            event("voice", voice_url="https://v.zdn.vn/a.aac"),
            "",
            (
                Upload(
                    MediaKind.AUDIO, platform_ref="https://v.zdn.vn/a.aac", media_type="audio/aac"
                ),
            ),
            (),
        ),
        (event("voice"), "", (), NO),
        (event("sticker", sticker="1", url="https://s.zdn.vn/1"), "", (), ()),
        (event("unsupported"), "", (), NO),
        (event("link", url="https://a.vn/x"), "https://a.vn/x", (), ()),
        (event("link", text="xem này", url="https://a.vn/x"), "xem này", (), ()),
        (event("link"), "", (), NO),
        (event("hologram"), "", (), NO),
        (event("hologram", text="chữ"), "chữ", (), ()),
        (event("text", text="   "), "", (), NO),
    ],
)
def test_what_somebody_sends(
    data: Any, text: str, uploads: tuple[Upload, ...], refused: tuple[Refusal, ...]
) -> None:
    expected = Inbound(CHAT, "2d75", text=text, uploads=uploads, refused=refused)
    assert read(data) == Event(expected)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"event_name": "message.text.received"},
        {"event_name": "message.text.received", "message": None},
        {"ok": True, "result": {"event_name": "message.text.received"}},
        {"ok": True},
        event("reaction", reaction="❤"),
        {**event("text"), "event_name": "bot.joined"},
        {"message": event("text")["message"]},
        event("sticker", "GROUP", sticker="1"),
        event("unsupported", "GROUP"),
        {**event("text", "GROUP", text="kín"), "event_name": "group.joined"},
    ],
)
def test_what_needs_no_answer_leaves_no_trace(data: Any) -> None:
    assert isinstance(read(data), Ignored)


@pytest.mark.parametrize(
    "raw",
    [
        b"no json",
        b"[]",
        b"7",
        b'"text"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"message": 5}',
        b'{"message": {}}',
        json.dumps(event("text", chat={"chat_type": "PRIVATE"}, text="x")).encode(),
        json.dumps(event("text", chat={"id": True}, text="x")).encode(),
        json.dumps(event("text", chat={"id": ""}, text="x")).encode(),
        json.dumps(event("text", chat={"id": "x" * 300}, text="x")).encode(),
        json.dumps(event("text", message_id=None, text="x")).encode(),
        json.dumps({**event("text", text="x"), "event_name": "tin.moi"}).encode(),
        json.dumps({"message": event("text", text="x")["message"]}).encode(),
    ],
)
def test_what_cannot_be_read_is_told_apart(raw: bytes) -> None:
    assert isinstance(parse(raw), Unparseable)


def test_an_empty_body_is_nothing() -> None:
    assert parse(b" \n") == Ignored("empty")


def test_of_the_sender_only_the_chat_is_read() -> None:
    found = read(event("text", text="x", **{"from": {"id": "CANARY-1", "display_name": "CANARY"}}))
    seen = repr(found) + "".join(map(str, (found.inbound.address.id, found.inbound.text)))
    assert "CANARY" not in seen
    assert "6ede" not in repr(found)
    assert found.inbound.message_id == "", "nothing can be deleted, so nothing is remembered"


def test_numbers_are_taken_for_ids() -> None:
    found = read(event("text", chat={"id": 12}, message_id=34, text="x"))
    assert (found.inbound.address.id, found.inbound.event_id) == ("12", "34")


@pytest.mark.parametrize(
    ("text", "said", "code"),
    [
        ("@Tinbao DANGKY 7F3K-2X9Q-1A2B", GroupSaid.JOIN, CODE),
        ("@Tinbao đăng ký 7F3K 2X9Q 1a2b", GroupSaid.JOIN, CODE),
        ("@Tin báo xã Tân Khai Đăng Ký 7F3K2X9Q1A2B", GroupSaid.JOIN, CODE),
        ("dang ky 7F3K2X9Q1A2B", GroupSaid.JOIN, CODE),
        ("@Tinbao da\u0306ng ky\u0301 7F3K2X9Q1A2B", GroupSaid.JOIN, CODE),
        ("@Tinbao dang ky 7F3K2X9Q", GroupSaid.JOIN, ""),
        ("@Tinbao DANGKY", GroupSaid.JOIN, ""),
        ("@Tinbao ROI", GroupSaid.LEAVE, ""),
        ("@Tinbao HUY DANGKY", GroupSaid.LEAVE, ""),
        ("@Tin báo xã Tân Khai huỷ đăng ký!", GroupSaid.LEAVE, ""),
        ("@Tinbao DANGKY tôi thấy họ bán thuốc", GroupSaid.REPORT, ""),
        ("@Tinbao dang ky " + "A" * 60, GroupSaid.REPORT, ""),
        ("@Tinbao dang ky toi thay nha ong Ba ban thuoc", GroupSaid.REPORT, ""),
        ("@Tinbao huỷ đăng ký rồi mà nhà ông Ba vẫn bán", GroupSaid.REPORT, ""),
        ("@Tinbao nhà ông Ba bán thuốc", GroupSaid.REPORT, ""),
        ("nhà ông Ba đăng ký xe 7F3K2X9Q", GroupSaid.REPORT, ""),
    ],
)
def test_in_a_group_only_a_registration_is_heard(text: str, said: GroupSaid, code: str) -> None:
    assert read(event("text", "GROUP", text=text)) == InGroup(CHAT, "2d75", said, code)


@pytest.mark.parametrize("text", ["", "@Tinbao", "@Tinbao cảm ơn nhé"])
def test_a_nod_in_a_group_is_not_answered(text: str) -> None:
    assert isinstance(read(event("text", "GROUP", text=text)), Ignored)


def test_a_picture_in_a_group_is_not_taken() -> None:
    found = read(event("image", "GROUP", photo=PHOTO, caption="@Tinbao nhà ông Ba"))
    assert found == InGroup(CHAT, "2d75", GroupSaid.REPORT, "")
    assert read(event("image", "GROUP", photo=PHOTO)) == found


def test_a_kind_of_chat_that_is_not_known_is_no_private_one() -> None:
    assert isinstance(read(event("text", "COMMUNITY", text="kín")), InGroup)


plain = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text("aế\0\ud800@ ", max_size=9)
)
json_values = plain | st.lists(plain, max_size=2) | st.dictionaries(st.just("id"), plain)
names = st.sampled_from(
    ["text", "photo", "caption", "voice_url", "chat", "message_id", "url", "from", "sticker"]
)


@given(st.binary(max_size=300))
def test_no_bytes_raise(raw: bytes) -> None:
    assert isinstance(parse(raw), Event | InGroup | Ignored | Unparseable)


@given(
    st.sampled_from(["text", "image", "voice", "sticker", "unsupported", "link", "x"]),
    st.sampled_from(["PRIVATE", "GROUP", ""]),
    st.dictionaries(names, json_values, max_size=4),
)
def test_no_content_raises(kind: str, chat_type: str, body: dict[str, Any]) -> None:
    found = parse(json.dumps(event(kind, chat_type, **body)).encode())
    assert isinstance(found, Event | InGroup | Ignored | Unparseable)
    if isinstance(found, Event):
        found.inbound.text.encode()
        found.inbound.address.id.encode()
