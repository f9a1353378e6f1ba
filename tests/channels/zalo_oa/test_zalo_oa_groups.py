"""What is heard in a group, and what is dropped there and then."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.zalo_oa.parse import Event, Ignored, parse
from bot.domain.message import Address, GroupSaid, Inbound
from tests.channels.zalo_oa.test_zalo_oa_parse import OA, event


def in_group(text: str, where: dict[str, Any] | None = None, **message: Any) -> bytes:
    return event(
        "user_send_group_text",
        {"text": text, "msg_id": "m1"} | message,
        **(where or {"recipient": {"id": "G7"}}),
    )


GROUP = Address("zalo_oa", "g:G7")


@pytest.mark.parametrize(
    "text",
    [
        "DANGKY 7F3K-2Q9X-1A2B",
        "dangky 7f3k 2q9x 1a2b",
        "Đăng ký 7F3K-2Q9X-1A2B ",
        "ĐĂNG KÝ 7F3K2Q9X1A2B",
        "@Công an xã Tân Khai DANGKY 7F3K-2Q9X-1A2B",
        "@Tinbao đăng ký 7F3K-2Q9X-1A2B",
    ],
)
def test_a_group_registers_with_a_code(text: str) -> None:
    wanted = Event(Inbound(GROUP, "m1", text="7F3K2Q9X1A2B", group=GroupSaid.JOIN))
    assert parse(in_group(text), OA) == wanted


@pytest.mark.parametrize(
    "text",
    [
        *("HUY DANGKY", "Hủy đăng ký", "@Tinbao huỷ đăng ký", "ngừng nhận tin"),
        "@Công an xã Tân Khai ROI",
    ],
)
def test_a_group_wants_no_more(text: str) -> None:
    assert parse(in_group(text), OA) == Event(Inbound(GROUP, "m1", group=GroupSaid.LEAVE))


@pytest.mark.parametrize(
    "text",
    [
        "báo tin: nhà cuối xóm bán ma tuý CANARY",
        "Bao tin nha CANARY co nguoi hut chich",
        "/baotin CANARY",
        "TỐ GIÁC CANARY",
        "to cao\nCANARY",
        "@Công an xã Tân Khai báo tin CANARY bán thuốc lắc",
    ],
)
def test_who_begins_to_report_is_noticed_and_the_words_are_dropped(text: str) -> None:
    parsed = parse(in_group(text), OA)
    assert parsed == Event(Inbound(GROUP, "m1", group=GroupSaid.REPORT))
    assert "CANARY" not in repr(parsed)


def test_who_calls_the_oa_is_noticed() -> None:
    photo = in_group("", mentions=[{"id": OA}])
    assert parse(photo, OA) == Event(Inbound(GROUP, "m1", group=GroupSaid.REPORT))
    called = in_group("@Công an xã ơi CANARY", mentions=[{"id": OA}])
    assert parse(called, OA) == Event(Inbound(GROUP, "m1", group=GroupSaid.REPORT))
    news = in_group("@Công an xã Tân Khai báo tin vui CANARY", mentions=[{"id": OA}])
    assert parse(news, OA) == Event(Inbound(GROUP, "m1", group=GroupSaid.REPORT))
    other = in_group("@Chị Lan ơi CANARY", mentions=[{"id": "1"}, "x"])
    assert parse(other, OA) == Ignored("said in a group")


@pytest.mark.parametrize(
    "text",
    [
        "hôm qua ai báo tin mất trâu?",
        "Báo tin vui: chị Ba sinh rồi",
        "@Chị Lan báo tin vui CANARY",
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
        in_group("tố giác CANARY", {"recipient": {"id": OA}}),
        in_group("tố giác CANARY", {"recipient": None}),
    ],
)
def test_what_is_odd_in_a_group_is_not_even_parked(raw: bytes) -> None:
    assert isinstance(parse(raw, OA), Ignored)
