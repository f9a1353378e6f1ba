"""A tip goes to a body that is not in the service: it stays here, as transferred, until closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.access import Action, roles_that
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Reply, Text
from bot.domain.tip import Tip, TipKind, TipStatus
from handlers.at_desk import open_button, queue_button
from handlers.reasons import reason_of
from handlers.telling import tell_status
from handlers.transfer.base import TRANSFER, reference_of, stopped
from handlers.transfer.choosing import movable

if TYPE_CHECKING:
    from storage.filing import Passing
    from storage.merging import Merging
    from storage.prepared import Prepared
    from storage.tips import Tips
    from storage.transfers import Transfers

NAME_LENGTHS: Final = (3, 120)
"""Characters of a body's name."""


@TRANSFER.step("away", leads_to=["away_name"], entry=True)
async def away(turn: Turn, tips: Tips, transfers: Transfers, merging: Merging) -> Next:
    """The owner hands a tip to a body outside. The value is its reference."""
    tip = await movable(turn, tips, transfers, turn.value, outside=True)
    if tip is None:
        return END
    turn.draft.clear()
    every = (tip, *await merging.parts(tip.id))
    # Bodies outside are over nobody here.
    exposed = any(each.kind == TipKind.OFFICIAL for each in every)
    turn.draft.update(reference=tip.reference, exposed=exposed)
    return "away_name"


@TRANSFER.asks("away_name")
async def ask_away_name(turn: Turn) -> None:
    """To whom?"""
    turn.say(
        "transfer-away-name",
        reference=reference_of(turn),
        buttons=[turn.option("stop", "triage-stop")],
        protect=True,
    )


@TRANSFER.step("away_name", leads_to=["away_why"])
async def away_name(turn: Turn) -> Next:
    """The body's name, which the register keeps and the reporter is told."""
    if turn.value == "stop":
        return stopped(turn)
    if turn.inbound.uploads or turn.inbound.refused or turn.inbound.location:
        turn.say("triage-words-only", protect=True)
        return "away_name"
    name = " ".join(turn.text.split())
    least, most = NAME_LENGTHS
    if name and not least <= len(name) <= most:
        turn.say("transfer-name-length", least=least, most=most, protect=True)
    if not least <= len(name) <= most:
        return "away_name"
    turn.draft["name"] = name
    return "away_why"


@TRANSFER.asks("away_why")
async def ask_away_why(turn: Turn) -> None:
    """Why it goes there."""
    turn.say(
        "transfer-why",
        reference=reference_of(turn),
        office=str(turn.draft.get("name", "")),
        buttons=[turn.option("stop", "triage-stop")],
        protect=True,
    )


@TRANSFER.step("away_why", leads_to=["away_confirm"])
async def away_why(turn: Turn) -> Next:
    """The reason, which the audit keeps sealed."""
    if turn.value == "stop":
        return stopped(turn)
    reason = reason_of(turn)
    if not reason:
        return "away_why"
    turn.draft["why"] = reason
    return "away_confirm"


@TRANSFER.asks("away_confirm")
async def ask_away_confirm(turn: Turn) -> None:
    """The service sends nothing there: that is for people to do."""
    if turn.draft.get("exposed"):
        office = str(turn.draft.get("name", ""))
        turn.say("transfer-confirm-official", office=office, protect=True)
    turn.say(
        "transfer-away-confirm",
        reference=reference_of(turn),
        office=str(turn.draft.get("name", "")),
        buttons=[turn.option("yes", "transfer-yes"), turn.option("stop", "triage-stop")],
        protect=True,
    )


@TRANSFER.step("away_confirm")
async def away_confirm(turn: Turn, passing: Passing, prepared: Prepared) -> Next:
    """Do it. Who may is looked at again: a membership may have ended since the question."""
    if turn.value == "stop":
        return stopped(turn)
    if turn.value != "yes":
        return "away_confirm"
    tip = await movable(turn, passing.tips, passing.transfers, reference_of(turn), outside=True)
    if tip is None or turn.who.member_id is None:
        return END
    if not await passing.statuses.sent_away(tip.id, turn.who.member_id, turn.now):
        turn.say("transfer-not-done", reference=tip.reference, protect=True)
        return END
    name = str(turn.draft.get("name", ""))
    for each in (tip, *await passing.merging.parts(tip.id)):
        await _write_down(turn, passing, each, name)
        await tell_status(turn, each, TipStatus.TRANSFERRED, passing.tips, prepared)
        await _tell_reporter(turn, passing, each, name)
    _tell_desk(turn, tip, name)
    return END


async def _write_down(turn: Turn, passing: Passing, tip: Tip, name: str) -> None:
    """In the register and in the audit: a line of its own also for what was merged into it."""
    turn.touched.add(tip.id)
    member_id = turn.who.member_id or 0
    await passing.registers.write(tip.id, tip.unit_id, name, member_id, turn.now)
    await passing.audit.record(
        "tip-sent-away",
        now=turn.now,
        unit_id=tip.unit_id,
        member_id=member_id,
        subject=tip.reference,
        why=str(turn.draft.get("why", "")),
    )


async def _tell_reporter(turn: Turn, passing: Passing, tip: Tip, name: str) -> None:
    told = Text("transfer-told-away", {"reference": tip.reference, "office": name})
    for contact_id in await passing.tips.contacts_of(tip.id):
        turn.tell(contact_id, Reply(told, protect=True))


def _tell_desk(turn: Turn, tip: Tip, name: str) -> None:
    turn.say(
        "transfer-away-done",
        reference=tip.reference,
        office=name,
        buttons=[open_button(tip), queue_button()],
        protect=True,
    )
    sent = Text(
        "transfer-sent", {"reference": tip.reference, "office": name, "name": turn.who.name}
    )
    notice = Reply(sent, buttons=(open_button(tip),), card=f"tip:{tip.reference}")
    turn.notify(tip.unit_id, notice, roles_that(Action.OPEN_TIP), but_me=True)
