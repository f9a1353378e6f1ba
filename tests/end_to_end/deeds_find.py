"""How a member asks for what `handlers.find` does: see `test_permissions`."""

from __future__ import annotations

from bot.domain.access import Action
from tests.end_to_end.permission_case import Case, Deed, Hand, refused
from tests.end_to_end.waiting import until

DONE = "tin, thấy"


async def find_tips(hand: Hand, case: Case) -> None:
    """The search goes on beside the chat: until it is done, or was refused."""
    await hand.say("/tim vườn điều")

    async def over() -> bool:
        return await refused(hand) or DONE in await hand.screen()

    await until(over)


DEEDS: dict[Action, Deed] = {Action.FIND_TIPS: Deed(find_tips, DONE)}
