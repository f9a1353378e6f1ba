"""Zalo's events as what the engine takes, one by one; nothing of a person but their id."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.zalo_oa.parse import (
    Event,
    Ignored,
    Parsed,
    Unparseable,
    Withdrawn,
    last_try,
    parse,
)
from bot.domain.message import (
    Address,
    GroupSaid,
    Inbound,
    Location,
    MediaKind,
    Refusal,
    Upload,
)

OA = "579745863508352884"
LAN = Address("zalo_oa", "2468")
URL = "https://f21-zcdn.zdn.vn/a/b?c=d"


def event(name: str, message: Any = None, **more: Any) -> bytes:
    body = {
        "app_id": "3608",
        "event_name": name,
        "sender": {"id": "2468"},
        "recipient": {"id": OA},
        "user_id_by_app": "CANARY-5521",
        "timestamp": "154390853474",
    } | more
    if message is not None:
        body["message"] = message
    return json.dumps(body).encode()


def attached(kind: str, payload: Any, text: str | None = None, name: str = "") -> bytes:
    message: dict[str, Any] = {"msg_id": "m1", "attachments": [{"type": kind, "payload": payload}]}
    if text is not None:
        message["text"] = text
    return event(name or f"user_send_{kind}", message)


def said(**fields: Any) -> Event:
    return Event(Inbound(LAN, "m1", **fields))


def upload(kind: MediaKind, media_type: str, size: int = 0) -> tuple[Upload, ...]:
    return (Upload(kind, platform_ref=URL, size=size, media_type=media_type),)


SPOT = {"coordinates": {"latitude": "10.7923119", "longitude": "106.7820651"}}
FILE = {"size": "1024", "name": "CANARY.pdf", "checksum": "d4", "type": "pdf", "url": URL}
TABLE: list[tuple[bytes, Parsed]] = [
    (event("user_send_text", {"text": "nhà a\u0306n", "msg_id": "m1"}), said(text="nhà ăn")),
    (event("user_send_text", {"text": "a\x00\ud800b", "msg_id": "m1"}, x=1), said(text="a?b")),
    (event("user_send_text", {"text": "x", "msg_id": 77}), Event(Inbound(LAN, "77", text="x"))),
    (
        event("user_send_text", {"text": "x"}),
        Event(Inbound(LAN, "user_send_text:154390853474", text="x")),
    ),
    (
        attached("image", {"thumbnail": URL, "url": URL}, "ở đây"),
        said(text="ở đây", uploads=upload(MediaKind.PHOTO, "image/jpeg")),
    ),
    (attached("gif", {"url": URL}), said(uploads=upload(MediaKind.VIDEO, "image/gif"))),
    (attached("audio", {"url": URL}), said(uploads=upload(MediaKind.AUDIO, "audio/aac"))),
    (
        attached("video", {"url": URL, "thumbnail": URL, "description": "CANARY"}),
        said(uploads=upload(MediaKind.VIDEO, "video/mp4")),
    ),
    (
        attached("file", FILE),
        said(uploads=upload(MediaKind.DOCUMENT, "application/pdf", 1024)),
    ),
    (
        attached("file", FILE | {"size": 1024, "type": "exe"}),
        said(uploads=upload(MediaKind.DOCUMENT, "", 1024)),
    ),
    (attached("file", FILE | {"size": str(30 * 2**20)}), said(refused=(Refusal.TOO_LARGE,))),
    (attached("image", {"url": "file:///etc/passwd"}), said(refused=(Refusal.UNSUPPORTED,))),
    (attached("image", {}), said(refused=(Refusal.UNSUPPORTED,))),
    (attached("sticker", {"id": "1", "url": URL}), said()),
    (
        attached("location", SPOT, "…"),
        said(text="…", location=Location(10.7923119, 106.7820651)),
    ),
    (
        attached("location", {"coordinates": {"latitude": "NaN", "longitude": "1"}}),
        said(refused=(Refusal.UNSUPPORTED,)),
    ),
    (
        attached("location", {"coordinates": {"latitude": "91", "longitude": "1"}}, "Chợ"),
        said(text="Chợ"),
    ),
    (
        attached("link", {"thumbnail": "", "description": "Bài báo", "url": URL}),
        said(text=f"Bài báo\n{URL}"),
    ),
    (attached("link", {"description": URL, "url": URL}, URL), said(text=URL)),
    (event("user_send_text", {"msg_id": "m1"}), said(refused=(Refusal.UNSUPPORTED,))),
    (
        event("user_click_chatnow", sender=None, user_id="2468"),
        Event(Inbound(LAN, "user_click_chatnow:154390853474", text="/start")),
    ),
    (event("user_withdraw"), Withdrawn(LAN, "user_withdraw:154390853474")),
    (event("user_withdraw", sender=None), Unparseable("LookupError")),
    *(
        (event(name, {"text": "CANARY", "msg_id": "m1"}), Ignored("of no use here"))
        for name in (
            "follow",
            "unfollow",
            "user_seen_message",
            "user_received_message",
            "user_submit_info",
            "oa_send_text",
            "oa_send_group_text",
            "create_group",
            "user_join_group",
            "user_send_business_card",
            "something new",
        )
    ),
    (event("user_send_text"), Unparseable("message")),
    (event("user_send_text", "text"), Unparseable("message")),
    (event("user_send_text", {"text": "x"}, sender={"id": ""}), Unparseable("LookupError")),
    (event("user_send_text", {"text": "x"}, sender={"id": "a b"}), Unparseable("LookupError")),
    (b"[]", Unparseable("TypeError")),
    (b"{}", Unparseable("KeyError")),
    (b"", Unparseable("JSONDecodeError")),
    (b"\xff", Unparseable("UnicodeDecodeError")),
    (b"[" * 100_000, Unparseable("RecursionError")),
]


@pytest.mark.parametrize(("raw", "wanted"), TABLE)
def test_every_event_is_what_it_is(raw: bytes, wanted: Parsed) -> None:
    assert parse(raw, OA) == wanted


def in_group(text: str, where: dict[str, Any] | None = None, **message: Any) -> bytes:
    return event(
        "user_send_group_text",
        {"text": text, "msg_id": "m1"} | message,
        **(where or {"recipient": {"id": "G7"}}),
    )


GROUP = Address("zalo_oa", "g:G7")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("DANGKY 7F3K-2Q9X", "7F3K-2Q9X"),
        ("dangky 7f3k 2q9x", "7f3k 2q9x"),
        ("Đăng ký 7F3K-2Q9X ", "7F3K-2Q9X"),
        ("ĐĂNG KÝ 7F3K", "7F3K"),
        ("@Công an xã Tân Khai DANGKY 7F3K", "7F3K"),
        ("@Tinbao đăng ký 7F3K", "7F3K"),
    ],
)
def test_a_group_registers_with_a_code(text: str, code: str) -> None:
    wanted = Event(Inbound(GROUP, "m1", text=code, group=GroupSaid.JOIN))
    assert parse(in_group(text), OA) == wanted


@pytest.mark.parametrize(
    "text", ["HUY DANGKY", "Hủy đăng ký", "@Tinbao huỷ đăng ký", "ngừng nhận tin"]
)
def test_a_group_wants_no_more(text: str) -> None:
    assert parse(in_group(text), OA) == Event(Inbound(GROUP, "m1", group=GroupSaid.LEAVE))


@pytest.mark.parametrize(
    "text",
    [
        "báo tin: nhà cuối xóm CANARY",
        "Bao tin nhà cuối xóm CANARY",
        "/baotin CANARY",
        "TỐ GIÁC CANARY",
        "to cao\nCANARY",
        "@Công an xã Tân Khai báo tin CANARY",
    ],
)
def test_who_begins_to_report_is_noticed_and_the_words_are_dropped(text: str) -> None:
    parsed = parse(in_group(text), OA)
    assert parsed == Event(Inbound(GROUP, "m1", group=GroupSaid.REPORT))
    assert "CANARY" not in repr(parsed)


def test_who_calls_the_oa_is_noticed() -> None:
    called = in_group("@Công an xã ơi CANARY", mentions=[{"id": OA}])
    assert parse(called, OA) == Event(Inbound(GROUP, "m1", group=GroupSaid.REPORT))
    other = in_group("@Chị Lan ơi CANARY", mentions=[{"id": "1"}, "x"])
    assert parse(other, OA) == Ignored("said in a group")


@pytest.mark.parametrize(
    "text",
    [
        "hôm qua ai báo tin mất trâu?",
        "báo tình hình",
        "dangky",
        "đăng ký lớp học ở đâu vậy bà con ơi, tôi muốn hỏi một chút nhé",
        "DANGKY " + "x" * 41,
        "",
        "x" * 100_000,
        "@" + "a " * 100_000,
    ],
)
def test_the_rest_of_a_group_is_nobodys_business(text: str) -> None:
    assert parse(in_group(text), OA) == Ignored("said in a group")


@pytest.mark.parametrize(
    "where",
    [
        {"recipient": {"group_id": "G7", "id": OA}},
        {"group_id": "G7", "recipient": {"id": OA}},
        {"recipient": {"id": "G7"}},
    ],
)
def test_a_group_is_found_wherever_its_id_stands(where: dict[str, Any]) -> None:
    parsed = parse(in_group("báo tin", where), OA)
    assert isinstance(parsed, Event)
    assert parsed.inbound.address == GROUP


@pytest.mark.parametrize(
    "raw",
    [
        event("user_send_group_image", {"attachments": [{"type": "image"}], "msg_id": "m1"}),
        event("user_send_group_text", {"text": 5, "msg_id": "CANARY"}),
        event("user_send_group_text"),
        in_group("báo tin CANARY", {"recipient": {"id": OA}}),
        in_group("báo tin CANARY", {"recipient": None}),
    ],
)
def test_what_is_odd_in_a_group_is_not_even_parked(raw: bytes) -> None:
    assert isinstance(parse(raw, OA), Ignored)


def test_nothing_of_a_person_but_the_id_is_read() -> None:
    for raw, _ in TABLE:
        parsed = parse(raw, OA)
        assert "CANARY" not in repr(parsed)
        if isinstance(parsed, Event):
            assert "CANARY" not in json.dumps(_fields(parsed.inbound))


def _fields(inbound: Inbound) -> list[str]:
    return [inbound.text, inbound.address.id, inbound.event_id, *map(str, inbound.uploads)]


def test_the_last_try_is_known_by_its_number() -> None:
    tries = [b'{"num_retry": 5}', b'{"num_retry": "5"}', b'{"num_retry": 4}', b"{}", b"[]", b"x"]
    assert [last_try(raw) for raw in tries] == [True, True, False, False, False, False]


ODD: st.SearchStrategy[Any] = st.sampled_from(
    [
        None,
        True,
        -1,
        10**40,
        1.5,
        "",
        "x",
        "\ud800\x00",
        [],
        [[]],
        [None],
        {},
        {"id": {}},
        {"a": 1},
    ]
) | st.text(max_size=20)


@given(st.binary(max_size=300))
def test_raw_bytes_never_raise(raw: bytes) -> None:
    parse(raw, OA)
    last_try(raw)


@given(st.data())
def test_odd_events_never_raise(data: st.DataObject) -> None:
    raw = data.draw(st.sampled_from([raw for raw, _ in TABLE if raw.startswith(b'{"')]))
    body = json.loads(raw)
    for _ in range(data.draw(st.integers(1, 3))):
        places = list(_places(body))
        where, key = data.draw(st.sampled_from(places))
        where[key] = data.draw(ODD)
    parsed = parse(json.dumps(body).encode(), OA)
    if isinstance(parsed, Event):
        assert parsed.inbound.address.id
        assert parsed.inbound.event_id
        json.dumps([parsed.inbound.text], ensure_ascii=False).encode()


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Where something stands that could be something else."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in pairs:
        yield value, key
        if isinstance(inner, dict | list):
            yield from _places(inner)
