"""`tinbao member role`: what somebody may do is changed on record, and those it concerns hear."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.demo.setup import UNIT
from bot.engine.notices import Notices
from tests.end_to_end.station import Station, members, station
from tests.end_to_end.test_lost_phone import tinbao


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Station]:
    async with station(database_url, tmp_path) as opened:
        yield opened


async def role(here: Station, name: str, to: str, *more: str) -> tuple[int, str]:
    return await tinbao(here, "member", "role", name, "--role", to, "--unit", UNIT, *more)


async def test_a_role_is_changed_and_said(here: Station) -> None:
    lead, _, _ = await here.set_up("Hùng", "lead")
    lan, _, _ = await here.set_up("Lan")
    await here.joined("Ông Hai", "custodian")
    await lan.get("/chat")

    status, said = await role(here, " lan ", "communicator")
    assert (status, "Lan was officer and is communicator now." in said) == (0, True)
    here.clock.on(minutes=1)  # the command has a clock of its own
    common = (here.app.database, here.app.keyring, here.clock, here.app.bells)
    await Notices(*common, here.app.time_outs).spread_due()

    assert "Vai trò của Lan ở đơn vị từ giờ là" in await lead.get("/chat")
    assert "Từ giờ vai trò của đồng chí ở đơn vị là" in await lan.get("/chat")
    assert "Vai trò của đồng chí không" in await lan.say("/hang-doi")
    async with here.app.stores() as stores:
        unit = await stores.units.by_slug(UNIT)
        assert unit is not None
        (row,) = await stores.audit.of_unit(unit.id, action="role-changed")
    assert row.subject == f"{(await members(here))[1]} communicator"

    status, said = await role(here, "Lan", "officer", "--json")
    assert status == 0
    assert json.loads(said)["tips_back"] == 0
    for name, to, why in (
        ("Lan", "officer", "is officer already"),
        ("Lan", "custodian", "goes with a key"),
        ("Ông Hai", "officer", "goes with a key"),
        ("Nobody", "officer", "known are Hùng, Lan, Ông Hai"),
    ):
        status, said = await role(here, name, to)
        assert (status, why in said) == (2, True), said
