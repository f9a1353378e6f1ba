"""How often signs are used: counted by the day, in memory first, and never by whom."""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.domain.errors import StoreUnavailable
from bot.domain.message import Form
from bot.domain.signs import Sign
from bot.engine import tally
from tests.end_to_end.sign_pages import hamlet
from tests.end_to_end.village import OFFICER

DAY, NEXT = "2026-11-23", "2026-11-24"


async def test_scans_and_reports_that_began_are_counted(database_url: str, tmp_path: Path) -> None:
    async with hamlet(tmp_path, database_url) as at:
        for _ in range(3):
            await at.opens()
        await at.opens(f"/q/{at.sticker.short}")
        assert await at.counted() == {DAY: (4, 0)}

        await at.sends("/chat", start=at.sticker.code)
        await at.sends(f"/q/{at.sticker.code}/form", story="Có người lạ", kind="use")
        assert await at.counted() == {DAY: (4, 2)}


async def test_days_end_where_the_unit_is(database_url: str, tmp_path: Path) -> None:
    async with hamlet(tmp_path, database_url) as at:
        at.here.clock.pass_by(hours=9, minutes=30)  # 17:30 in UTC, half past midnight there
        await at.opens()
        assert await at.counted() == {NEXT: (1, 0)}


async def test_a_report_begins_once_on_every_channel(database_url: str, tmp_path: Path) -> None:
    async with hamlet(tmp_path, database_url) as at:
        here, code = at.here, at.sticker.code
        chats = ("telegram/7001", f"web/{'r' * 43}")
        for chat in chats:
            await here.says(chat, start=code)
            await here.says(chat, start=code)
            await here.says(chat, "Nhà cuối xóm có người lạ ra vào ban đêm.")
            await here.says(chat, start=at.sticker.short)
        assert await at.counted() == {DAY: (0, 2)}

        for chat in chats:
            await here.presses(chat, "intake.story:send")
            await here.send()
            assert (await here.receipt(chat))[0]
            await here.says(chat, start=code)
        assert await at.counted() == {DAY: (0, 4)}, "the next report is another one"


async def test_a_code_typed_by_hand_begins_a_report_too(database_url: str, tmp_path: Path) -> None:
    async with hamlet(tmp_path, database_url) as at:
        here, short = at.here, at.sticker.short
        for number, typed in enumerate((f"MÃ {short}", short.lower(), f"/start {short}")):
            chat = f"telegram/70{number}"
            await here.says(chat, typed)
            await here.says(chat, f"MÃ {short}")
            await here.says(chat, "Nhà cuối xóm có người lạ ra vào ban đêm.")
            await here.says(chat, f"MÃ {short}")
        await here.says(f"web/{OFFICER}", f"MÃ {short}")
        await here.says("telegram/704", "MÃ 222222")
        assert await at.counted() == {DAY: (0, 3)}


async def test_what_begins_nothing_is_not_counted(database_url: str, tmp_path: Path) -> None:
    async with hamlet(tmp_path, database_url) as at:
        here = at.here
        await here.says(f"web/{OFFICER}", start=at.sticker.code)
        await here.says("telegram/7001", start="zzzzzzzzzzzz")
        await here.says("telegram/7002", "Nhà cuối xóm có người lạ.")
        await here.says("telegram/7003", form=Form("use", "Có kim tiêm", "", ""))
        assert await at.counted() == {}


async def test_staff_who_open_a_signs_page_are_not_counted(
    database_url: str, tmp_path: Path
) -> None:
    async with hamlet(tmp_path, database_url) as at:
        unit = await at.here.unit()
        async with at.here.app.stores() as stores:
            code = await stores.invites.create(unit.id, "officer", at.here.clock.now())
        secret = "s" * 43
        await at.here.says(f"web/{secret}", f"TB-{code}")
        await at.here.says(f"web/{secret}", "Đồng chí Tư")
        page = await at.opens(Cookie=f"tb={secret}")
        assert "Việc của cán bộ: ghi nhận biển này" in page
        assert f'name="start" value="{at.sticker.code}"' in page
        assert await at.counted() == {}


async def test_what_is_counted_outlives_a_database_that_is_away(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with hamlet(tmp_path, database_url) as at:
        await at.opens()
        assert await at.counted() == {DAY: (1, 0)}

        @asynccontextmanager
        async def away(lock: int | None = None) -> Any:
            raise StoreUnavailable("the database cannot write")
            yield

        with monkeypatch.context() as broken:
            broken.setattr(at.here.app.database, "transaction", away)
            await at.opens()
            with pytest.raises(StoreUnavailable):
                await at.here.app.tally.flush()
            await at.opens()
        assert await at.counted() == {DAY: (3, 0)}


async def test_what_is_counted_is_written_down_when_the_service_ends(
    database_url: str, tmp_path: Path
) -> None:
    async with hamlet(tmp_path, database_url) as at:
        async with at.here.app.working():
            await at.opens()
        async with at.here.app.stores() as stores:
            assert await stores.point_counts.last_scans(at.sticker.unit_id) == {at.sticker.id: DAY}


async def test_signs_that_went_meanwhile_stop_nothing_and_memory_is_bounded(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with hamlet(tmp_path, database_url) as at:
        monkeypatch.setattr(tally, "MOST", 700)
        await at.opens()
        for number in range(1, 2000):
            at.here.app.tally.scanned(Sign(number, "Asia/Ho_Chi_Minh"))
        await at.opens()
        assert await at.counted() == {DAY: (2, 0)}
        at.here.app.tally.scanned(Sign(at.sticker.id, "Asia/Ho_Chi_Minh"))
        assert await at.counted() == {DAY: (3, 0)}
