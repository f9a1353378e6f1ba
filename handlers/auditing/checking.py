"""Proving it: the chain verified on the spot, and the audit as a file to verify elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from bot.domain.access import Action
from bot.domain.chain import Reminder
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Media, MediaKind
from handlers.auditing.base import AUDITING, allowed
from handlers.words import day_text

if TYPE_CHECKING:
    from bot.domain.chain_verifier import Verdict
    from storage.audit import Audit
    from storage.audit_chains import AuditChains

VERIFIED: Final = 5_000
"""Rows looked at in a turn, an eighth of a second's work: more is for `tinbao audit verify`."""
EXPORTED: Final = 2_000
"""Rows in a file in chat, about 700 KB; earlier ones are for `tinbao audit export`."""


@AUDITING.step("verify", entry=True)
async def verify(turn: Turn, audit: Audit, audit_chains: AuditChains) -> Next:
    """Whether the unit's chain is whole, and the line that proves it later."""
    if not allowed(turn, Action.READ_AUDIT):
        return END
    chain = await audit.chain_of(turn.who.unit_id)
    for verdict in await audit_chains.verify(turn.now, chain, most=VERIFIED):
        _say(turn, verdict)
    return END


@AUDITING.step("export", entry=True)
async def export(turn: Turn, audit: Audit, audit_chains: AuditChains) -> Next:
    """The unit's rows as a file. Reasons stay sealed: the file leaves the desk."""
    if not allowed(turn, Action.EXPORT_AUDIT):
        return END
    chain = await audit.chain_of(turn.who.unit_id)
    await audit.record(
        "audit-exported",
        now=turn.now,
        unit_id=turn.who.unit_id,
        member_id=turn.who.member_id,
        subject=chain,
    )
    lines = await audit_chains.export(turn.now, chain, most=EXPORTED)
    media = Media(MediaKind.DOCUMENT, data="\n".join(lines) + "\n", name=f"nhat-ky-{chain}.jsonl")
    turn.say("auditing-exported", n=len(lines), media=[media])
    return END


def _say(turn: Turn, verdict: Verdict) -> None:
    if verdict.fault is not None:
        turn.say(
            "auditing-broken",
            row=verdict.fault.seq,
            detail=f"{verdict.fault.kind}: {verdict.fault.detail}",
            protect=True,
        )
        return
    point = verdict.signed
    if point is None:
        turn.say("auditing-whole-unsigned", last=verdict.last)
        return
    turn.say(
        "auditing-whole",
        first=verdict.first,
        last=point.seq,
        at=day_text(datetime.fromtimestamp(point.at / 1000, UTC)),
        unsigned=verdict.unsigned,
        line=str(Reminder.of(point.chain, point.seq, point.at, point.hash)),
    )
