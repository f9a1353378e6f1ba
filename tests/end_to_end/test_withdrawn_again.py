"""A platform brings a withdrawal again when our answer got lost: what was told since stays."""

from __future__ import annotations

from tests.end_to_end.talk_chats import DESK, asked
from tests.end_to_end.test_numbered import STORY, here, shown, types  # noqa: F401
from tests.end_to_end.village import Village

RESIDENT = "zalo_bot/w1"


async def test_a_repeat_leaves_what_is_being_told(here: Village) -> None:  # noqa: F811
    address = here.address(RESIDENT)
    await types(here, RESIDENT, "chào")
    await here.app.engine.withdraw(address, "user_withdraw:1")
    await here.tick(minutes=1)
    await types(here, RESIDENT, STORY)
    await here.app.engine.withdraw(address, "user_withdraw:1")
    assert "TK-" in await types(here, RESIDENT, "gửi luôn")


async def test_a_repeat_leaves_a_new_tip_reachable(here: Village) -> None:  # noqa: F811
    address = here.address(RESIDENT)
    await here.app.engine.withdraw(address, "user_withdraw:1")
    await types(here, RESIDENT, STORY)
    await types(here, RESIDENT, "gửi luôn")
    reference = (await here.receipt(RESIDENT))[1]
    await here.app.engine.withdraw(address, "user_withdraw:1")
    await here.presses(DESK, f"triage.take:{reference}")
    await asked(here, reference, "Xe màu gì ạ?")
    assert any("Xe màu gì" in said for said in await shown(here, RESIDENT))


async def test_a_second_withdrawal_is_obeyed(here: Village) -> None:  # noqa: F811
    address = here.address(RESIDENT)
    await types(here, RESIDENT, STORY)
    await here.app.engine.withdraw(address, "user_withdraw:1")
    await types(here, RESIDENT, STORY)
    await here.app.engine.withdraw(address, "user_withdraw:2")
    assert "TK-" not in await types(here, RESIDENT, "gửi luôn")
