"""How a member asks for what `handlers.points` does: see `test_permissions`."""

from __future__ import annotations

from bot.demo.setup import UNIT
from bot.domain.access import Action
from tests.end_to_end.permission_case import Case, Deed, Hand, refused


async def mark_sign(hand: Hand, case: Case) -> None:
    await hand.forge(f"points.mark:installed/{await short(case, 'Thôn 3')}/0")
    if not await refused(hand):
        await hand.press("Ghi, không có ảnh")


async def revoke_sign(hand: Hand, case: Case) -> None:
    await hand.forge(f"points.mark:revoked/{await short(case, 'Thôn 4')}/0")
    if not await refused(hand):
        await hand.press("Đồng ý thu hồi")


async def see_coverage(hand: Hand, case: Case) -> None:
    await hand.say("/diem")


async def short(case: Case, place: str) -> str:
    """The short code of the sign at a place."""
    async with case.here.app.stores() as stores:
        unit = await stores.units.by_slug(UNIT)
        assert unit is not None
        point = next(p for p in await stores.points.of_unit(unit.id) if p.name == place)
        (sign,) = await stores.stickers.of_point(point.id)
    return sign.short


DEEDS: dict[Action, Deed] = {
    Action.MARK_SIGN: Deed(mark_sign, "Đã ghi: biển"),
    Action.REVOKE_SIGN: Deed(revoke_sign, "đã thu hồi."),
    Action.SEE_COVERAGE: Deed(see_coverage, "📍 xã Tân Khai: đã gắn"),
}
