"""What a sign leads to: its place, or on, when it is out of date, unknown or typed by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from storage.schema import tips
from tests.end_to_end.sign_pages import Hamlet, hamlet


async def filed_where(at: Hamlet) -> list[tuple[int, int | None]]:
    """Unit and point of every tip."""
    async with at.here.app.database.reading() as connection:
        rows = await connection.execute(tips.select())
        return [(row.unit_id, row.point_id) for row in rows]


async def ended(at: Hamlet, how: str) -> None:
    async with at.here.app.stores() as stores:
        now = at.here.clock.now()
        if how == "revoked":
            await stores.points.revoke(at.point.id, now)
            return
        (member, *_) = await stores.members.of_unit(at.sticker.unit_id)
        assert await stores.stickers.replace(at.sticker, now, member.id)


@pytest.mark.parametrize("how", ["replaced", "revoked"])
async def test_no_tip_is_turned_away_by_an_old_sign(
    how: str, database_url: str, tmp_path: Path
) -> None:
    async with hamlet(tmp_path, database_url) as at:
        await ended(at, how)
        code = at.sticker.code
        page = await at.opens(f"/q/{code}", status=410)
        assert "Mã trên tấm biển này không còn dùng" in page
        assert "Biển của xã Tân Khai" in page
        assert "Công an xã Tân Khai đọc tin" in page
        assert f'action="/q/{code}/sign"' in page
        assert await at.counted() == {"2026-11-23": (1, 0)}

        answer = await at.sends(f"/q/{code}/form", story="Có kim tiêm sau chợ", kind="use")
        assert answer.status == 303
        assert await filed_where(at) == [(at.sticker.unit_id, None)]


async def test_a_short_code_typed_by_hand_opens_the_place(
    database_url: str, tmp_path: Path
) -> None:
    async with hamlet(tmp_path, database_url) as at:
        short = at.sticker.short.lower()
        for typed in (short, f"{short[:3]}-{short[3:]}", f"{short[:3]}%20{short[3:]}"):
            page = await at.opens(f"/q/{typed}")
            assert "Thôn 3, xã Tân Khai" in page
            assert f'name="start" value="{at.sticker.code}"' in page


async def test_a_unit_says_in_which_order_its_ways_come(database_url: str, tmp_path: Path) -> None:
    async with hamlet(tmp_path, database_url) as at:
        for order in ("web", "telegram,web", "web, zalo"):
            await at.here.set("channels", order)
            assert "Nhắn tại đây" in await at.opens()
        for wrong in ("zalo", "web,web", "web,sms", "Web", ",web"):
            with pytest.raises(ValueError, match="channels takes some of zalo, web, telegram"):
                await at.here.set("channels", wrong)


async def test_a_page_that_a_whole_hamlet_opens_costs_little(
    database_url: str, tmp_path: Path
) -> None:
    """The place, its unit, what that has set; the one-page report asks more."""
    asked: list[str] = []

    def note(*heard: Any) -> None:
        asked.append(heard[2])

    async with hamlet(tmp_path, database_url) as at:
        await at.opens()
        event.listen(Engine, "before_cursor_execute", note)
        try:
            await at.opens()
        finally:
            event.remove(Engine, "before_cursor_execute", note)
    assert 1 <= len([sql for sql in asked if sql.lstrip().startswith("SELECT")]) <= 3, asked
