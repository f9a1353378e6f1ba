"""What asking and deciding share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.access import Action, may
from bot.domain.flow import Turn
from bot.domain.identity import REASON_LENGTHS

if TYPE_CHECKING:
    from storage.custodians import Custodians
    from storage.identities import Kept
    from storage.members import Member, Members


def allowed(turn: Turn, action: Action) -> bool:
    """Whether this turn's person may do `action`; says so when not. Others learn nothing."""
    if turn.who.member_id is None or turn.who.unit_id is None:
        turn.refused.append(action.value)
        turn.say("identity-nothing")
        return False
    if not may(turn.who.role, action):
        turn.refused.append(action.value)
        turn.say("identity-not-allowed")
        return False
    return True


def number_of(typed: str) -> int:
    """A row's id out of a button's value; 0, which is nobody's, for anything else."""
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 20 else 0
    return number if number < 2**63 else 0


async def custodian_members(
    kept: Kept, custodians: Custodians, members: Members
) -> tuple[list[Member], list[str]]:
    """The members who decide about an identity, and the names of keepers who cannot be asked."""
    present: dict[int, Member] = {}
    missing: list[str] = []
    for keeper in kept.keepers:
        custodian = await custodians.get(keeper.custodian_id)
        member = (
            await members.get(custodian.member_id) if custodian and custodian.member_id else None
        )
        if member and may(member.role, Action.DECIDE_IDENTITY):
            present[member.id] = member
        else:
            missing.append(keeper.name)
    return list(present.values()), missing


def reason_of(turn: Turn) -> str:
    """The typed reason; empty, after saying why, when it cannot be taken."""
    least, most = REASON_LENGTHS
    stop = [turn.option("stop", "identity-cancel")]
    if turn.inbound.uploads or turn.inbound.refused or turn.inbound.location:
        turn.say("identity-reason-words", buttons=stop, protect=True)
        return ""
    if turn.text and not least <= len(turn.text) <= most:
        turn.say("identity-reason-length", least=least, most=most, buttons=stop, protect=True)
        return ""
    turn.hushed = bool(turn.text)
    return turn.text
