"""Groups on Telegram: one command is heard, being put out is noticed, links lead into private."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.telegram.adapter import TelegramChannel
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.parse import Event, Ignored, Left, parse
from bot.domain.message import Address, Button, GroupSaid, Inbound, Reply, Text
from bot.domain.ports import Handled

GROUP = {"id": -1005, "type": "supergroup", "title": "CANARY-title"}
BOT = "tinbao_bot"
PERSON = {"id": 77, "is_bot": False, "first_name": "CANARY-name"}


def said(text: str, **chat: Any) -> dict[str, Any]:
    head = {"message_id": 5, "from": PERSON, "date": 1_790_000_000}
    return {"update_id": 9, "message": {**head, "chat": GROUP | chat, "text": text}}


def answering(username: str, text: str, **more: Any) -> dict[str, Any]:
    """Somebody answers a message of a bot."""
    update = said(text) if text else said("x")
    bot = {"id": 1, "is_bot": True, "first_name": "Tinbao", "username": username}
    before = {"message_id": 4, "from": bot, "date": 1_790_000_000, "chat": GROUP}
    if not text:
        del update["message"]["text"]
    update["message"] |= {"reply_to_message": before} | more
    return update


PHOTO = [{"file_id": "F", "file_unique_id": "F", "width": 9, "height": 9}]


def membership(status: str, **chat: Any) -> dict[str, Any]:
    bot = {"id": 1, "is_bot": True, "first_name": "Tinbao"}
    new: dict[str, Any] = {"user": bot, "status": status}
    if status == "kicked":
        new["until_date"] = 0
    change = {"chat": GROUP | chat, "from": PERSON, "date": 1, "new_chat_member": new}
    change["old_chat_member"] = {"user": bot, "status": "member"}
    return {"update_id": 9, "my_chat_member": change}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("/nhom 7F3K-2Q9X-1A2B", "7F3K-2Q9X-1A2B"),
        ("/nhom@tinbao_bot 7F3K 2Q9X 1A2B", "7F3K 2Q9X 1A2B"),
        ("/nhom", ""),
    ],
)
def test_the_code_of_a_board_is_heard_in_a_group(text: str, code: str) -> None:
    parsed = parse(said(text))
    address = Address("telegram", "-1005")
    assert parsed == Event(Inbound(address, "9", text=code, group=GroupSaid.BOARD))


@pytest.mark.parametrize(
    "update",
    [
        *(said(text) for text in ("nhà cuối xóm", "/start", "/hang-doi", "/nhomx", "a /nhom b")),
        said("/nhom 7F3K-2Q9X-1A2B", type="channel"),
        said("/dangky 7F3K-2Q9X-1A2B", type="channel"),
        said("/roi@another_bot"),
        said("@another_bot nhà cuối xóm"),
        said("@tinbao_bots nhà cuối xóm"),
        said("@tinbao_bot cảm ơn"),
        said("roi"),
        answering("another_bot", "nhà cuối xóm"),
        answering(BOT, "cảm ơn nhé"),
        said("Báo tin vui: chị Ba sinh rồi"),
        said("/nhom " + "x" * 41),
        membership("member"),
        membership("member", type="group"),
    ],
)
def test_nothing_else_that_is_said_in_a_group_is(update: dict[str, Any]) -> None:
    assert isinstance(parse(update, BOT), Ignored)


@pytest.mark.parametrize(
    ("update", "code", "heard"),
    [
        (said("/dangky 7f3k 2q9x 1a2b"), "7F3K2Q9X1A2B", GroupSaid.JOIN),
        (said("/dangky@tinbao_bot 7F3K-2Q9X-1A2B"), "7F3K2Q9X1A2B", GroupSaid.JOIN),
        (said("@tinbao_bot đăng ký 7F3K-2Q9X-1A2B"), "7F3K2Q9X1A2B", GroupSaid.JOIN),
        (said("/dangky"), "", GroupSaid.JOIN),
        (said("/roi"), "", GroupSaid.LEAVE),
        (said("/roi@Tinbao_Bot"), "", GroupSaid.LEAVE),
        (said("/baotin nhà cuối xóm"), "", GroupSaid.REPORT),
        (said("Báo tin: nhà cuối xóm bán ma tuý"), "", GroupSaid.REPORT),
        (said("@tinbao_bot nhà cuối xóm"), "", GroupSaid.REPORT),
        (said("nhà cuối xóm @Tinbao_bot"), "", GroupSaid.REPORT),
        (answering(BOT, "nhà cuối xóm"), "", GroupSaid.REPORT),
        (answering(BOT, "", photo=PHOTO), "", GroupSaid.REPORT),
        (answering(BOT, "", photo=PHOTO, caption="nhà cuối xóm"), "", GroupSaid.REPORT),
    ],
)
def test_what_is_meant_for_the_bot_is_heard_without_its_words(
    update: dict[str, Any], code: str, heard: GroupSaid
) -> None:
    address = Address("telegram", "-1005")
    assert parse(update, BOT) == Event(Inbound(address, "9", text=code, group=heard))


@pytest.mark.parametrize("update", [said("@tinbao_bot nhà cuối xóm"), answering(BOT, "đêm qua")])
def test_until_the_bot_knows_its_name_it_hears_commands_only(update: dict[str, Any]) -> None:
    assert isinstance(parse(update), Ignored)
    assert isinstance(parse(said("/roi")), Event)


class Account:
    username = BOT

    def answer_press(self, callback_id: str) -> None:
        raise AssertionError("nobody pressed anything")


class Engine:
    def __init__(self) -> None:
        self.left: list[Address] = []

    async def handle(self, inbound: Inbound) -> Handled:
        raise AssertionError("nobody said anything")

    async def withdraw(self, address: Address, event_id: str = "") -> None:
        assert event_id
        self.left.append(address)

    async def park(self, channel: str, raw: bytes) -> None:
        raise AssertionError("it could be read")


@pytest.mark.parametrize("status", ["kicked", "left"])
async def test_being_put_out_of_a_group_reaches_the_engine(status: str) -> None:
    update = membership(status)
    assert parse(update) == Left(Address("telegram", "-1005"), "9")
    engine = Engine()
    assert await Intake(Account(), engine).take(update)
    assert engine.left == [Address("telegram", "-1005")]


def test_a_card_leads_into_the_private_chat_once_the_bot_knows_its_name() -> None:
    channel = TelegramChannel.__new__(TelegramChannel)
    buttons = (Button(Text("a"), url="chat:open_TK-7F3K2"), Button(Text("b"), "x.y:"))
    channel.username = ""
    assert channel._linked(Reply(Text("t"), buttons)).buttons == buttons[1:]
    channel.username = "tinbao_bot"
    links = [b.url for b in channel._linked(Reply(Text("t"), buttons)).buttons]
    assert links == ["https://t.me/tinbao_bot?start=open_TK-7F3K2", ""]
    [way] = channel._linked(Reply(Text("t"), (Button(Text("a"), url="chat:"),))).buttons
    assert way.url == "https://t.me/tinbao_bot"
