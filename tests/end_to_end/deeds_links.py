"""How a member asks for what `handlers.links` does: see `test_permissions`."""

from __future__ import annotations

from bot.domain.access import Action
from tests.end_to_end.permission_case import Case, Deed, Hand


async def link_tips(hand: Hand, case: Case) -> None:
    await hand.forge(f"links.related:{case.reference}")


DEEDS: dict[Action, Deed] = {Action.LINK_TIPS: Deed(link_tips, "chưa có tin nào liên quan")}
