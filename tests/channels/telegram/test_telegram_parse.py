from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.parse import Event, Ignored, Unparseable, conversation, parse
from bot.domain.message import Address, Inbound, Location, MediaKind, Refusal, Upload

PERSON = {
    "id": 77,
    "is_bot": False,
    "first_name": "CANARY-name",
    "username": "canary_user",
    "language_code": "vi",
}
CHAT = {"id": 77, "type": "private", "first_name": "CANARY-name", "username": "canary_user"}
HEAD = {"message_id": 5, "from": PERSON, "chat": CHAT, "date": 1_790_000_000}
FILE = {"file_id": "F1", "file_unique_id": "u", "file_size": 1000}
AT = {"latitude": 21.5, "longitude": 105.25}
MEDIA = {"width": 1, "height": 1, "duration": 1}


def message(**body: Any) -> dict[str, Any]:
    return {"update_id": 9, "message": HEAD | body}


def inbound(**fields: Any) -> Inbound:
    return Inbound(Address("telegram", "77"), "9", **({"message_id": "5"} | fields))


USUAL = {
    MediaKind.PHOTO: "image/jpeg",
    MediaKind.VIDEO: "video/mp4",
    MediaKind.AUDIO: "audio/ogg",
    MediaKind.DOCUMENT: "",
}


def upload(kind: MediaKind, ref: str = "F1", size: int = 1000) -> tuple[Upload, ...]:
    return (Upload(kind, platform_ref=ref, size=size, media_type=USUAL[kind]),)


NFD = "Ba\u0300 con\u0323"
PHOTOS = [
    {**FILE, "file_id": "SMALL", "width": 90, "height": 60},
    {**FILE, "file_id": "LARGE", "file_size": 5000, "width": 1280, "height": 900},
    {**FILE, "file_id": "MIDDLE", "width": 320, "height": 200},
]
TABLE = [
    (message(text=NFD), inbound(text="Bà coṇ")),
    (message(text="/start thon-3_A"), inbound(start="thon-3_A")),
    (message(text="/start"), inbound(text="/start")),
    (message(text="/start@tinbao_bot abc"), inbound(start="abc")),
    (message(text="/start một mã sai"), inbound(text="/start một mã sai")),
    (message(text="/xoa@tinbao_bot"), inbound(text="/xoa")),
    (message(text="gặp a@b.vn /xoa@b"), inbound(text="gặp a@b.vn /xoa@b")),
    (message(text="a\x00b\ud800c"), inbound(text="ab?c")),
    (message(photo=PHOTOS), inbound(uploads=upload(MediaKind.PHOTO, "LARGE", 5000))),
    (
        message(photo=PHOTOS, caption="ở đây", media_group_id="g"),
        inbound(text="ở đây", uploads=upload(MediaKind.PHOTO, "LARGE", 5000)),
    ),
    (message(video={**FILE, **MEDIA}), inbound(uploads=upload(MediaKind.VIDEO))),
    (
        message(video_note={**FILE, "length": 1, "duration": 1}),
        inbound(uploads=upload(MediaKind.VIDEO)),
    ),
    (message(voice={**FILE, "duration": 1}), inbound(uploads=upload(MediaKind.AUDIO))),
    (message(audio={**FILE, "duration": 1}), inbound(uploads=upload(MediaKind.AUDIO))),
    (message(document={**FILE, "file_name": "x"}), inbound(uploads=upload(MediaKind.DOCUMENT))),
    (
        message(animation={**FILE, **MEDIA}, document=FILE),
        inbound(uploads=upload(MediaKind.VIDEO)),
    ),
    (
        message(document={**FILE, "file_size": 20 * 1024 * 1024 + 1}, caption="lớn"),
        inbound(text="lớn", refused=(Refusal.TOO_LARGE,)),
    ),
    (message(location=AT), inbound(location=Location(21.5, 105.25))),
    (
        message(location=AT, venue={"location": AT, "title": "Quán A", "address": "Thôn 3"}),
        inbound(text="Quán A, Thôn 3", location=Location(21.5, 105.25)),
    ),
    (
        message(contact={"phone_number": "1", "first_name": "x"}),
        inbound(refused=(Refusal.UNSUPPORTED,)),
    ),
    (message(dice={"emoji": "🎲", "value": 3}), inbound(refused=(Refusal.UNSUPPORTED,))),
    (message(something_new={"a": 1}), inbound(refused=(Refusal.UNSUPPORTED,))),
    (
        message(
            text="x",
            forward_origin={"type": "hidden_user", "sender_user_name": "y", "date": 1},
            entities=[{"type": "bold", "offset": 0, "length": 1}],
        ),
        inbound(text="x"),
    ),
    (
        {"update_id": 9, "edited_message": HEAD | {"text": "sửa", "edit_date": 1_790_000_001}},
        inbound(text="sửa"),
    ),
    (
        {
            "update_id": 9,
            "callback_query": {
                "id": "q",
                "from": PERSON,
                "chat_instance": "1",
                "data": "intake.kind:use",
                "message": {"chat": CHAT, "message_id": 44, "date": 0},
            },
        },
        inbound(choice="intake.kind:use", message_id="44"),
    ),
]


@pytest.mark.parametrize(("update", "wanted"), TABLE)
def test_updates_become_inbounds(update: dict[str, Any], wanted: Inbound) -> None:
    parsed = parse(json.dumps(update).encode())
    assert isinstance(parsed, Event)
    assert parsed.inbound == wanted
    assert parsed.callback_id == ("q" if wanted.choice else "")
    assert "CANARY" not in str([getattr(wanted, name) for name in Inbound.__slots__])


@pytest.mark.parametrize(
    "update",
    [
        message(chat={"id": -5, "type": "group", "title": "t"}, text="x"),
        message(pinned_message=HEAD | {"text": "x"}),
        message(message_auto_delete_timer_changed={"message_auto_delete_time": 60}),
        {"update_id": 9, "edited_message": HEAD | {"location": AT, "edit_date": 1}},
        {"update_id": 9, "poll_answer": {"nonsense": True}},
        {"update_id": 9, "callback_query": {"id": "q", "from": PERSON, "chat_instance": "1"}},
        {
            "update_id": 9,
            "my_chat_member": {
                "chat": CHAT,
                "from": PERSON,
                "date": 1,
                "old_chat_member": {"user": PERSON, "status": "member"},
                "new_chat_member": {"user": PERSON, "status": "kicked", "until_date": 0},
            },
        },
    ],
)
def test_updates_that_need_nothing(update: dict[str, Any]) -> None:
    assert isinstance(parse(json.dumps(update)), Ignored)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"{}",
        b'{"update_id": "9"}',
        b'{"update_id": true}',
        b'{"update_id": 9, "message": {"text": "CANARY"}}',
        b'{"update_id": 9, "message": "CANARY"}',
        json.dumps(
            {"update_id": 9, "callback_query": {"id": "q", "from": PERSON, "data": "x"}}
        ).encode(),
        b'{"update_id": 9, "message": ' + b"[" * 100_000,
    ],
)
def test_what_cannot_be_read_says_only_its_type(raw: bytes) -> None:
    parsed = parse(raw)
    assert isinstance(parsed, Unparseable)
    assert "CANARY" not in repr(parsed)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda s: (
        st.lists(s)
        | st.dictionaries(
            st.sampled_from(["message", "chat", "id", "type", "text", "date", "photo", "file_id"]),
            s,
        )
    ),
)


@given(JSON)
def test_parsing_and_keying_never_raise(body: Any) -> None:
    parse(json.dumps({"update_id": 9, "message": body}))
    hash(conversation({"update_id": 9, "message": body}))
    hash(conversation(body))


@given(st.text())
def test_any_text_can_be_stored(text: str) -> None:
    parsed = parse(json.dumps(message(text=text + "x")))
    assert isinstance(parsed, Event)
    assert "\x00" not in parsed.inbound.text.encode().decode()


@pytest.mark.parametrize(
    ("declared", "passed_on"),
    [
        ("application/pdf", "application/pdf"),
        ("audio/mpeg", "audio/mpeg"),
        ("text/html", ""),
        ("image/svg+xml", ""),
        ("image/png\n", ""),
    ],
)
def test_a_declared_type_is_passed_on_only_when_no_browser_runs_it(
    declared: str, passed_on: str
) -> None:
    update = message(document={**FILE, "mime_type": declared})
    parsed = parse(json.dumps(update).encode())

    assert isinstance(parsed, Event)
    assert parsed.inbound.uploads[0].media_type == passed_on
