"""How a member asks for what `handlers.doors` does: see `test_permissions`."""

from __future__ import annotations

from bot.domain.access import Action
from tests.end_to_end.permission_case import Case, Deed, Hand


async def key_in_tip(hand: Hand, case: Case) -> None:
    await hand.say("/nhap")


DEEDS: dict[Action, Deed] = {Action.KEY_IN_TIP: Deed(key_in_tip, "nhập tin nhận qua đâu")}
