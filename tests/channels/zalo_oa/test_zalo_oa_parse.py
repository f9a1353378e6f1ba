"""Zalo's events as what the engine takes, one by one; nothing of a person but their id."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.zalo_oa.parse import (
    ELSEWHERE,
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


def nobody(more: dict[str, Any] | None = None, **fields: Any) -> bytes:
    """From somebody who is not signed in, without an id of their own."""
    message = {"text": "x", "msg_id": "m1"} | (more or {})
    return event("anonymous_send_text", message, **({"sender": None} | fields))


SELF = Ignored("said by the OA itself")
CONVERSED = Event(Inbound(Address("zalo_oa", "C-1"), "m1", text="x"))
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
            "create_group",
            "user_join_group",
        )
    ),
    *(
        (event(name, {"text": "CANARY", "msg_id": "m1"}), Ignored("said by the OA itself"))
        for name in ("oa_send_text", "oa_send_group_text", "oa_send_anonymous_text")
    ),
    (event("oa_send_text", {"text": "x"}, recipient={"id": "2468"}), SELF),
    (event("user_send_text", {"text": "CANARY"}, sender={"id": OA}), SELF),
    *(
        (event(name, {"text": "Nhà số 5", "msg_id": "m1"}), said(text="Nhà số 5"))
        for name in (
            "anonymous_send_text",
            "user_send_business_card",
            "user_send_voice",
            "user_reply_text",
            "something new",
        )
    ),
    (
        attached("image", {"url": URL}, name="anonymous_send_image"),
        said(uploads=upload(MediaKind.PHOTO, "image/jpeg")),
    ),
    (
        attached("file", FILE, name="anonymous_send_file"),
        said(uploads=upload(MediaKind.DOCUMENT, "application/pdf", 1024)),
    ),
    (attached("sticker", {"id": "1"}, name="anonymous_send_sticker"), said()),
    (attached("contact", {"x": "1"}, name="something new"), said(refused=(Refusal.UNSUPPORTED,))),
    (event("user_send_voice", {"msg_id": "m1"}), said(refused=(Refusal.UNSUPPORTED,))),
    (nobody(conversation_id="C-1"), CONVERSED),
    (nobody({"conversation_id": "C-1"}), CONVERSED),
    (nobody(sender={"id": ""}, conversation_id="C-1"), CONVERSED),
    (nobody(), Unparseable("LookupError")),
    (event("something new", {"text": "x"}, sender=None), Unparseable("LookupError")),
    (event("something new", {"text": 5}), Unparseable("AttributeError")),
    (event("something new"), Ignored("of no use here")),
    (event("something new", {"react_icon": "CANARY"}), Ignored("of no use here")),
    *(
        (event(name, {"text": "CANARY", "msg_id": "m1"}, **other), ELSEWHERE)
        for name in ("user_send_text", "anonymous_send_text", "something new", "user_withdraw")
        for other in ({"recipient": {"id": "another"}}, {"oa_id": "another"})
    ),
    (
        event("user_send_group_text", {"text": "CANARY"}, oa_id="another"),
        Ignored("of another account"),
    ),
    (event("user_send_text", {"text": 5}, recipient={"id": "another"}), ELSEWHERE),
    (event("user_send_text", {"text": "x", "msg_id": "m1"}, recipient=None), said(text="x")),
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
        where[key] = copy.deepcopy(data.draw(ODD))
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
