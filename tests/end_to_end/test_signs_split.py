"""Signs on two machines: the one that serves their pages has no key of the desk."""

from __future__ import annotations

import signal
from pathlib import Path

import aiohttp
import pytest

from bot.demo.setup import point_code
from bot.domain.points import TOLD
from storage.schema import point_counts
from tests.end_to_end.split import split
from tests.end_to_end.waiting import shows

pytestmark = pytest.mark.postgres
OURS = {"Sec-Fetch-Site": "same-origin"}


async def test_scans_and_bad_signs_need_none_of_the_desks_keys(
    postgres_url: str, tmp_path: Path
) -> None:
    async with split(postgres_url, tmp_path) as here:
        officer = await here.officer("Lan")
        code = await point_code(here.admin, "Thôn 3")
        async with aiohttp.ClientSession(here.intake.url, headers=OURS) as phone:
            for what in ("covered", "damaged", "covered"):
                async with phone.post(f"/q/{code}/sign", data={"what": what}) as page:
                    assert page.status == 200
                    assert "Cảm ơn bà con" in await page.text()
        assert "Thôn 3" in (await shows(officer, "bị dán đè mã khác")).text
        await shows(officer, "rách, mờ hoặc khó quét")

        resident = await here.resident()
        await resident.scan(code)
        await here.intake.kill(signal.SIGTERM)  # it writes down what it has counted
        async with here.admin.stores() as stores:
            point = await stores.points.by_code(code)
            assert point is not None
            told = [row.what for row in await stores.stickers.history(point.id)]
        async with here.admin.database.reading() as connection:
            (row,) = await connection.execute(point_counts.select())
        assert sorted(told) == sorted([TOLD[1], TOLD[0], TOLD[1]])
        assert (row.sticker_id, row.scans, row.started) == (point.sticker_id, 1, 1)
