"""Every command of every role in the web chat: none is silent, the help names exactly those the
role may type, and whoever types one in vain is shown how.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.domain.access import Role
from bot.domain.message import Reply, Text
from handlers.commands import AFTER_SLASH, SPOKEN, Command, parse
from tests.end_to_end.desk_hands import Chat, file, member
from tests.end_to_end.village import Village, configured, village
from tests.fresh import sqlite

LANGUAGES = ("vi", "en")
EXAMPLE = re.compile(r"[Vv]í dụ|[Ee]xample")
REFUSED = {"triage-not-allowed", "auditing-not-allowed", "safety-not-allowed"}
NONSENSE = "xyz"
NO_WORDS = "???"
"""For a search: any word is one that could be looked for."""


def slash(command: Command) -> str:
    """A way to type it."""
    return "/" + (*SPOKEN.get(command, ()), *AFTER_SLASH.get(command, ()))[0].replace(" ", "-")


@dataclass
class Desk:
    """A member's page."""

    chat: Chat
    read: int = 0

    async def says(self, text: str) -> list[Reply]:
        """What comes back at once, and nothing older."""
        here = self.chat.here
        await here.says(self.chat.name, text)
        await here.app.engine.afterwards.drawings.idle()
        new = await here.app.mailbox.read(here.address(self.chat.name).id, self.read)
        self.read = max((letter.revision for letter in new), default=self.read)
        return [letter.reply for letter in new if not letter.mine]


async def desk(here: Village, name: str, role: Role = Role.OFFICER) -> Desk:
    """A new member's, as it is once they have read that they are in."""
    found = Desk(await member(here, name, role))
    await found.says("/batdau")
    return found


def said(here: Village, replies: list[Reply], language: str) -> str:
    return "\n".join(here.app.texts.render(reply.text, language) for reply in replies)


def refused(replies: list[Reply]) -> bool:
    return any(isinstance(r.text, Text) and r.text.key in REFUSED for r in replies)


def listed(help_text: str) -> list[Command]:
    """The commands of the help, each from a line of its own."""
    words = [line.split()[0] for line in help_text.splitlines() if line.startswith("/")]
    found = [parse(word) for word in words]
    return [one.command for one in found if one]


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Village]:
    async with village(configured(tmp_path, sqlite(tmp_path / "tinbao.db"))) as there:
        yield there


async def test_every_command_of_every_role_is_answered_listed_and_explained(
    here: Village,
) -> None:
    wrong: list[str] = []
    await file(here)
    for role in Role:
        page = await desk(here, f"Đồng chí {role}", role)
        shown = await page.says("/trogiup")
        lists = [listed(said(here, shown, language)) for language in LANGUAGES]
        assert lists[0] == lists[1]
        assert len(lists[0]) == len(set(lists[0]))
        assert {Command.START, Command.SESSIONS, Command.HELP} <= set(lists[0])
        for command in Command:
            amiss = await amiss_with(here, page, command, mine=command in lists[0])
            wrong += [f"{role}: {what}" for what in amiss]
    assert not wrong, "\n".join(wrong)
    assert here.app.engine.failed == 0


async def amiss_with(here: Village, page: Desk, command: Command, *, mine: bool) -> list[str]:
    """What of a command is not as it should be for who may type it, or may not."""
    word, found = slash(command), []
    nonsense = f"{word} {NO_WORDS if command is Command.FIND else NONSENSE}"
    alone, vain = await page.says(word), await page.says(nonsense)
    for typed, replies in ((word, alone), (nonsense, vain)):
        if not said(here, replies, "vi").strip():
            found.append(f"{typed}: silent")
        if refused(replies) is mine:
            found.append(f"{typed}: listed: {mine}, but: {said(here, replies, 'vi')}")
    if not mine:
        return found
    use = await page.says(f"/trogiup {word}")
    for language in LANGUAGES:
        if not EXAMPLE.search(said(here, vain, language)):
            found.append(f"{nonsense} ({language}): {said(here, vain, language)}")
        how = said(here, use[:1], language)
        example = re.search(r"(?:Ví dụ|Example): (/.+)", how)
        meant = parse(example[1]) if example else None
        if example is None or meant is None or meant.command is not command:
            found.append(f"/trogiup {word} ({language}): {how}")
        elif meant.rest and refused(await page.says(example[1])):
            found.append(f"the example of {word} ({language}) is refused")
    return found


async def test_what_an_officer_types_is_never_passed_over(here: Village) -> None:
    page = await desk(here, "Đồng chí Sáu")
    for typed, begins in {
        "/hang-doi khẩn": "Phần gõ sau lệnh Tinbao chưa hiểu nên bỏ qua.",
        "/ban-giao 9": "Phần gõ sau lệnh Tinbao chưa hiểu nên bỏ qua.",
        "/truc mai": "Phần gõ sau lệnh Tinbao chưa hiểu nên bỏ qua.",
        "/ghichu nhà này quen": "🔒 Ghi chú cho tin nào?",
        "/trogiup nhãn": "Đồng chí không có lệnh nào tên như vậy.",
        "/trogiup tìm": "Đồng chí gõ lệnh rồi gõ từ cần tìm",
        "/ban-giao 8": "📒 Bàn giao ca 8 giờ",
        "/truc 31/12 18:00 - 06:00 Lan": "Vai trò của đồng chí không làm được việc này.",
        "/hangdoii": "Tinbao không có lệnh này.",
        "/phien": "Đồng chí đang làm việc từ 1 nơi:\n\n1. Trang web, từ hôm nay, vừa dùng",
    }.items():
        assert said(here, await page.says(typed), "vi").startswith(begins)
