"""What a day at the desk looks like that is searched for canaries afterwards, and its words."""

from __future__ import annotations

import re

import pytest

from bot.demo.phone import Phone
from bot.demo.samples import make
from bot.domain.flow import Go, Turn
from tests.end_to_end.waiting import shows
from tests.end_to_end.world import World

FILE_NAME = "canary-ten-tep-9.jpg"
STORY = "canary kể: nhà cuối xóm đêm nào cũng có xe"
QUESTION = "canary hỏi: xe màu gì?"
ANSWER = "canary đáp: xe màu xanh"
NOTE = "canary ghi chú nội bộ"
CRASH = "canary làm hỏng"
MALFORMED = "canary_malformed_update"
PIXELS = "canary-in-the-picture"
WRONG_RECEIPT = "CANA-RY00-1111-2222"
WORDS = {
    FILE_NAME,
    STORY,
    QUESTION,
    ANSWER,
    NOTE,
    CRASH,
    MALFORMED,
    PIXELS,
    WRONG_RECEIPT,
    WRONG_RECEIPT.replace("-", ""),
}
PHOTO = make("anh.jpg") + PIXELS.encode() * 3


async def work(officer: Phone, ask: str = "") -> None:
    """Open the newest tip, take it, write a note and ask."""
    await shows(officer, "Mở tin")
    await officer.press("Mở tin")
    assert STORY in (await shows(officer, "canary kể")).text
    await officer.press("Nhận tin")
    await officer.press("Ghi chú nội bộ")
    await officer.say(NOTE)
    if ask:
        await officer.press("Hỏi lại người báo")
        await officer.say(ask)
        await shows(officer, "Đã gửi")


def receipt_in(words: str) -> str:
    """The receipt that stands in a message."""
    found = re.search(r"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}\b", words)
    assert found, "no receipt"
    return found[0]


def crash_on(here: World, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the turn of exactly these words fail, with them in the exception."""
    route = here.app.router.route

    async def crashing(turn: Turn, stores: object) -> Go:
        if turn.text == words:
            raise RuntimeError(words)
        return await route(turn, stores)  # type: ignore[arg-type]

    monkeypatch.setattr(here.app.router, "route", crashing)
