"""Deadlines of an installation: what holds in units that have set none of their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from bot.demo.setup import UNIT
from bot.domain.message import Form
from bot.sections import Deadlines
from storage.schema import clocks
from tests.end_to_end.village import Village, configured, village

FIRST, SECOND = "telegram/1001", "telegram/1002"


async def due(here: Village, resident: str) -> timedelta:
    """How long the transfer of the tip that comes in now may take."""
    await here.says(resident, form=Form("use", "nhà cuối xóm", reply="ask-back"), start=UNIT)
    async with here.app.stores() as stores:
        of_transfers = select(clocks).where(clocks.c.kind == "transfer").order_by(clocks.c.id)
        newest = (await stores.connection.execute(of_transfers)).all()[-1]
    return newest.due_at - newest.began_at


async def test_a_units_own_goes_before_the_installations_and_that_before_ours(
    database_url: str, tmp_path: Path
) -> None:
    config = configured(tmp_path, database_url)
    async with village(config) as here:
        assert await due(here, FIRST) == timedelta(hours=24)
    remote = replace(config, deadlines=Deadlines.of({"transfer_hours": 48}))
    async with village(remote) as here:
        assert await due(here, SECOND) == timedelta(hours=48)
        unit = await here.unit()
        async with here.app.stores() as stores:
            await stores.unit_settings.set(unit.id, "transfer-hours", "12")
        assert await due(here, SECOND) == timedelta(hours=12)
        async with here.app.stores() as stores:
            await stores.unit_settings.set(unit.id, "transfer-hours", "")
        assert await due(here, SECOND) == timedelta(hours=48)
