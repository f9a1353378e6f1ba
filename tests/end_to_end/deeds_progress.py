"""How a member asks for what `handlers.progress` does: see `test_permissions`."""

from __future__ import annotations

from bot.domain.access import Action
from tests.end_to_end.permission_case import Case, Deed, Hand, refused


async def move_tip(hand: Hand, case: Case) -> None:
    await hand.forge(f"progress.verify:{case.reference}")


async def hand_over(hand: Hand, case: Case) -> None:
    await hand.forge(f"progress.hand:{case.reference}")
    if not await refused(hand):
        await hand.forge(f"progress.hand_to:{case.colleague}")


async def assign_tip(hand: Hand, case: Case) -> None:
    await hand.forge(f"progress.assign:{case.reference}")
    if not await refused(hand):
        await hand.forge(f"progress.assign_to:{case.colleague}")


async def extend_clock(hand: Hand, case: Case) -> None:
    await hand.forge(f"progress.extend:{case.reference}")
    if not await refused(hand):
        await hand.say("phải chờ kết quả giám định")


DEEDS: dict[Action, Deed] = {
    Action.MOVE_TIP: Deed(move_tip, "Đồng chí bắt đầu xác minh"),
    Action.HAND_OVER: Deed(hand_over, "Đã bàn giao tin"),
    Action.ASSIGN_TIP: Deed(assign_tip, "Đã giao tin"),
    Action.EXTEND_CLOCK: Deed(extend_clock, "gia hạn"),
}
