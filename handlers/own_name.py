"""What a reporter sees of the name they may leave: at the end of a tip, and with the receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.flow import Turn
from bot.domain.identity import Identity, masked
from bot.domain.message import Button, Text
from handlers.words import day_text

if TYPE_CHECKING:
    from storage.custodians import Custodians
    from storage.disclosures import Disclosure, Disclosures
    from storage.identities import Identities

DRAFT: Final = "draft"
"""Stands for the tip that is being written, where a reference would stand."""


def masked_text(identity: Identity) -> Text:
    """`N… V… A…, 09•••••78`: enough to recognise one's own."""
    name, phone = masked(identity)
    if name and phone:
        return Text("common-masked", {"name": name, "phone": phone})
    return Text("common-masked-one", {"what": name or phone})


def leave_button(of: str, *, left: bool = False) -> Button:
    """Leave a name at tip `of` (a reference, or `DRAFT`), or another one."""
    return Button(Text("identity-replace" if left else "identity-leave"), f"identity.leave:{of}")


def withdraw_button(of: str) -> Button:
    """Take back what was left."""
    return Button(Text("identity-withdraw"), f"identity.withdraw:{of}")


async def say_left(
    turn: Turn,
    tip: tuple[int, int, str],
    identities: Identities,
    custodians: Custodians,
    disclosures: Disclosures,
) -> None:
    """With the receipt presented: whether a name was left at `tip` (id, unit, reference), what
    became of it, and what can still be changed. Says nothing where there is nothing to say.
    """
    tip_id, unit_id, reference = tip
    for done in await disclosures.to_show(tip_id, turn.now):
        turn.say(decided_text(done))
        await disclosures.told(done.id, turn.now)
    if turn.who.member_id is not None:
        return
    kept = await identities.of(tip_id)
    if kept is None:
        if await custodians.keepers(unit_id):
            turn.say("identity-none-left", buttons=[leave_button(reference)])
    elif kept.disclosed_at is None:
        buttons = [leave_button(reference, left=True), withdraw_button(reference)]
        turn.say("identity-is-left", at=day_text(kept.created_at), buttons=buttons)


def decided_text(done: Disclosure) -> Text:
    """What the reporter is told of a decided request; never who asked, nor why."""
    return Text(f"common-identity-{done.status}", {"reference": done.reference})
