"""How a member asks for what `handlers.duty` does: see `test_permissions`."""

from __future__ import annotations

from bot.domain.access import Action
from tests.end_to_end.permission_case import Case, Deed, Hand, refused


async def read_duty_book(hand: Hand, case: Case) -> None:
    await hand.say("/bangiao")


async def set_rota(hand: Hand, case: Case) -> None:
    await hand.forge("duty.rota_add:")
    if not await refused(hand):
        await hand.say("31/12 18:00 - 06:00")
        await hand.forge(f"duty.rota_who:{case.colleague}")


DEEDS: dict[Action, Deed] = {
    Action.READ_DUTY_BOOK: Deed(read_duty_book, "Bàn giao ca 12 giờ"),
    Action.SET_ROTA: Deed(set_rota, "Đã ghi ca trực của Chị Ba"),
}
