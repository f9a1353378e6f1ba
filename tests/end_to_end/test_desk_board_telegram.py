"""The board in a group chat of (our) Telegram: joined, drawn, edited in place, else silent."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

from tests.end_to_end.waiting import shows, until
from tests.end_to_end.world import world
from tests.fakes.telegram_server import FakeTelegram
from tests.fresh import with_tables

GROUP = -1005


async def in_group(telegram: FakeTelegram, text: str) -> None:
    sender = {"id": 77, "is_bot": False, "first_name": "Tư"}
    chat = {"id": GROUP, "type": "supergroup", "title": "Đội"}
    message: dict[str, Any] = {"message_id": 900 + len(text), "date": 1_790_000_000}
    await telegram.deliver({"message": message | {"from": sender, "chat": chat, "text": text}})


async def test_a_group_becomes_a_board(tmp_path: Path) -> None:
    database = with_tables(tmp_path / "tinbao.db")
    async with world(database, tmp_path, "telegram-polling") as here:
        telegram, cast = here.telegram, here.cast("telegram-polling")
        assert telegram is not None
        group = telegram.chat(GROUP)
        lead, resident = await cast.member("lead", "Anh Tư"), await cast.resident()

        def shown() -> list[str]:
            return [message.text for message in group.messages.values()]

        async def reads(words: str) -> None:
            async def there() -> bool:
                return any(words in text for text in shown())

            await until(there)

        await in_group(telegram, "có ai ở đây không")
        await lead.say("/nhom")
        code = re.search(r"/nhom (\S+)", (await shows(lead, "Nhóm đang nối")).text)
        assert code
        await in_group(telegram, f"/nhom@tinbao_test_bot {code[1]}")
        await reads("bảng tin của")
        assert len(shown()) == 1, "nobody else is answered"

        await resident.scan(await cast.code("Thôn 3"))
        await shows(resident, "Thôn 3")
        await resident.say("Nhà cuối xóm có người lạ ra vào ban đêm.")
        await shows(resident, "ghi lại")
        await resident.press("Gửi luôn")
        await reads("chưa ai nhận")
        card = next(m for m in group.messages.values() if "chưa ai nhận" in m.text)
        [[link]] = card.buttons
        assert link["url"].startswith("https://t.me/")
        assert "?start=open_TK-" in link["url"]
        await shows(lead, "Tin mới")
        await lead.press("Mở tin")
        await shows(lead, "Nhà cuối xóm")
        await lead.press("Nhận tin")
        await reads("Anh Tư")
        assert "Anh Tư" in group.messages[card.id].text, "in place"
        await asyncio.sleep(0.2)
        assert len(shown()) == 2
        assert "cuối xóm" not in "".join(shown())
