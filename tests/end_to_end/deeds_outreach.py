"""How a member asks for what `handlers.outreach` does: see `test_permissions`."""

from __future__ import annotations

from bot.domain.access import Action
from tests.end_to_end.permission_case import Case, Deed, Hand


async def keep_groups(hand: Hand, case: Case) -> None:
    await hand.forge("outreach.add:")


DEEDS: dict[Action, Deed] = {Action.KEEP_GROUPS: Deed(keep_groups, "Mã cho một nhóm")}
