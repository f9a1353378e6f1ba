"""The moment a draft becomes a tip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.codes import grouped, random_code
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Media, MediaKind, Text
from bot.domain.tip import Filed, Urgency
from bot.domain.unit_settings import ONE_WAY
from handlers.arrival import arrived
from handlers.draft import Draft
from handlers.intake.pacing import must_wait
from handlers.intake.place import settle
from handlers.offices import reader, reader_text
from handlers.own_name import leave_button, masked_text
from handlers.windows import for_days

if TYPE_CHECKING:
    from storage.filing import Filing
    from storage.unit_settings import UnitSettings
    from storage.units import Unit

RECEIPT_PAGE = "/r#"
"""Path of the page where a receipt is used; channels put the public URL before it.

Browsers keep what follows `#` to themselves, so no server log sees a receipt."""


ONCE = "once:"
"""Begins the card of a one-way tip's receipt: a random word follows, no reference."""
TOKEN_LENGTH = 8


async def send(turn: Turn, draft: Draft, filing: Filing) -> Next:
    """File the draft, or find out first which unit it is for, or wait a while.

    A one-way tip and its chat part here: the chat is forgotten once the receipt has arrived.
    """
    units, tips = filing.units, filing.tips
    if not await settle(turn, draft, units, tips):
        draft.sending = True
        draft.keep(turn)
        return "unit"
    unit = await reader(draft, units)
    assert unit is not None  # noqa: S101 - settled above
    if await must_wait(turn, draft, unit, filing.limits):
        return "held"
    # Staff who report or key in a call would be named by their contact: such a tip is one-way.
    one_way = turn.who.named or (await reply_choice(draft, unit, filing.unit_settings) == ONE_WAY)
    filed = await tips.file(
        unit_id=unit.id,
        point_id=draft.point_id,
        kind=draft.filed_kind,
        urgency=draft.urgency.value,
        body=draft.body(),
        contact_id=None if one_way else turn.who.contact_id,
        now=turn.now,
        identity=None if turn.who.named else draft.left,
    )
    both = await _begun_elsewhere(turn, filed, filing, one_way=one_way)
    await arrived(
        turn,
        filing,
        unit,
        filed,
        kind=draft.filed_kind,
        urgency=draft.urgency.value,
        point=draft.point,
    )
    may_leave = (
        not one_way  # no row of this chat may name the tip; the receipt offers it
        and draft.left is None
        and bool(await filing.custodians.keepers(unit.id))
    )
    if draft.left and not filed.identity_kept:
        turn.say("identity-not-staff" if turn.who.named else "identity-nobody")
    reach = "one-way" if one_way else "both" if both else "ask-back" + for_days(turn)
    _receipt(turn, draft, unit, filed, may_leave=may_leave, reach=reach)
    turn.forget = one_way
    return END


async def _begun_elsewhere(turn: Turn, filed: Filed, filing: Filing, *, one_way: bool) -> bool:
    """The chat in which it was begun can be asked too, or is forgotten too; whether it can."""
    if not turn.state.via:
        return False
    if one_way:
        await filing.doors.part(turn.state.via, turn.now)
        return False
    return await filing.doors.join(filed.id, turn.state.via)


async def reply_choice(draft: Draft, unit: Unit, unit_settings: UnitSettings) -> str:
    """Whether the reporter may be asked back: as chosen, or as the unit has it."""
    return draft.reply or await unit_settings.get(unit.id, "reply-default")


def _receipt(
    turn: Turn, draft: Draft, unit: Unit, filed: Filed, *, may_leave: bool, reach: str
) -> None:
    receipt = grouped(filed.receipt)
    one_way = reach == "one-way"
    if one_way:
        # No row of this chat may name the tip: cards are in clear, and so is a member's name.
        name = random_code(TOKEN_LENGTH)
        change = Button(Text("nav-allow"), f"follow_up.allow:{filed.receipt}")
    else:
        name = filed.reference
        change = Button(Text("nav-withdraw"), f"follow_up.withdraw:{filed.reference}")
    if draft.urgency is Urgency.URGENT:
        turn.say("intake-urgent")
    if draft.left and filed.identity_kept:
        who = masked_text(draft.left)
        turn.say("identity-sealed", reference=filed.reference, who=who)
    turn.say(
        "intake-filed",
        reference=filed.reference,
        receipt=receipt,
        reader=reader_text(unit),
        reach=Text(f"intake-filed-{reach}"),
        media=[Media(MediaKind.QR, data=f"{RECEIPT_PAGE}{receipt}", caption=Text("intake-qr"))],
        buttons=[
            Button(Text("intake-kept"), f"follow_up.kept:{name}"),
            Button(Text("intake-link"), url=f"{RECEIPT_PAGE}{receipt}"),
            *([leave_button(filed.reference)] if may_leave else []),
            *([] if turn.who.named else [change]),
            another(draft),
            Button(Text("nav-wipe"), "follow_up.wipe:"),
        ],
        card=f"{ONCE}{name}" if one_way else f"receipt:{name}",
    )


def another(draft: Draft) -> Button:
    """Begin a tip in the same place."""
    return Button(Text("nav-report"), f"intake.welcome:{draft.code}")
