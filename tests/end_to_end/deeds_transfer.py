"""How a member asks for what `handlers.transfer` does: see `test_permissions`."""

from __future__ import annotations

from bot.domain.access import Action
from tests.end_to_end.permission_case import Case, Deed, Hand, refused


async def transfer_tip(hand: Hand, case: Case) -> None:
    await hand.forge(f"transfer.to:{case.reference}")
    if not await refused(hand):
        await hand.say("dong nai")
        await hand.say("chuyện ở địa bàn khác")
        await hand.press("Không ghi chú")
        await hand.press("Đồng ý chuyển")


DEEDS: dict[Action, Deed] = {Action.TRANSFER_TIP: Deed(transfer_tip, "Đã chuyển tin")}
