"""How a member asks for what `handlers.queue` does: see `test_permissions`."""

from __future__ import annotations

from bot.domain.access import Action
from tests.end_to_end.permission_case import Case, Deed, Hand, refused


async def label_tip(hand: Hand, case: Case) -> None:
    await hand.forge(f"queue.labels:{case.reference}")


async def edit_words(hand: Hand, case: Case) -> None:
    await hand.forge("queue.word_new:")
    if not await refused(hand):
        await hand.say(f"nhãn {case.reference}")


async def bulk_change(hand: Hand, case: Case) -> None:
    await hand.forge("queue.bulk:m0")
    if not await refused(hand):
        await hand.press("Giao cho")
        await hand.press(await name_of(case, case.colleague))
        await hand.press("Đồng ý, làm")


async def join_group(hand: Hand, case: Case) -> None:
    await hand.say("/nhom")


async def name_of(case: Case, member_id: int) -> str:
    async with case.here.app.stores() as stores:
        member = await stores.members.get(member_id)
    assert member is not None
    return member.name


DEEDS: dict[Action, Deed] = {
    Action.LABEL_TIP: Deed(label_tip, "chưa có nhãn"),
    Action.EDIT_WORDS: Deed(edit_words, "Nhãn của đơn vị:"),
    Action.BULK_CHANGE: Deed(bulk_change, "Đã làm 1 tin."),
    Action.JOIN_GROUP: Deed(join_group, "/nhom "),
}
