"""A tip goes to another unit of the service: a note for the colleagues there, and the deed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.access import Action, roles_that
from bot.domain.errors import KeyNotHere
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Reply, Text
from bot.domain.tip import Tip
from handlers.arrival import wake
from handlers.at_desk import queue_button
from handlers.offices import reader_text
from handlers.transfer.base import TRANSFER, reference_of, stopped
from handlers.transfer.choosing import may_go, movable
from handlers.words import kind_text

if TYPE_CHECKING:
    from storage.filing import Passing
    from storage.units import Unit

LONGEST = 2000
"""Characters of a note."""


@TRANSFER.asks("note")
async def ask_note(turn: Turn) -> None:
    """What may the colleagues there know?"""
    turn.say(
        "transfer-note",
        office=str(turn.draft.get("name", "")),
        buttons=[turn.option("none", "transfer-no-note"), turn.option("stop", "triage-stop")],
        protect=True,
    )


@TRANSFER.step("note", leads_to=["confirm"])
async def note(turn: Turn) -> Next:
    """An internal note that travels with the tip, or none."""
    if turn.value == "stop":
        return stopped(turn)
    if turn.value == "none":
        turn.draft.pop("note", None)
        return "confirm"
    if turn.inbound.uploads or turn.inbound.refused or turn.inbound.location:
        turn.say("triage-words-only", protect=True)
        return "note"
    if len(turn.text) > LONGEST:
        turn.say("triage-too-long", most=LONGEST, protect=True)
        return "note"
    if not turn.text:
        return "note"
    turn.draft["note"] = turn.text
    return "confirm"


@TRANSFER.asks("confirm")
async def ask_confirm(turn: Turn) -> None:
    """Once it is gone only the other unit can give it back: it is asked once more."""
    if turn.draft.get("exposed"):
        turn.say("transfer-confirm-official", office=str(turn.draft.get("name", "")), protect=True)
    turn.say(
        "transfer-confirm-empty" if turn.draft.get("empty") else "transfer-confirm",
        reference=reference_of(turn),
        office=str(turn.draft.get("name", "")),
        buttons=[turn.option("yes", "transfer-yes"), turn.option("stop", "triage-stop")],
        protect=True,
    )


@TRANSFER.step("confirm")
async def confirm(turn: Turn, passing: Passing) -> Next:
    """Do it. Who may is looked at again: a membership may have ended since the question."""
    if turn.value == "stop":
        return stopped(turn)
    if turn.value != "yes":
        return "confirm"
    tip = await movable(turn, passing.tips, passing.transfers, reference_of(turn))
    wanted = turn.draft.get("unit")
    to = next((unit for unit in await passing.units.all() if unit.id == wanted), None)
    if tip is None or to is None or turn.who.member_id is None:
        return END
    if not await may_go(turn, tip.kind, to, passing.units):
        return END
    try:
        moved = await passing.transfers.move(tip, to, turn.who.member_id, turn.now)
    except KeyNotHere:
        turn.say("transfer-sealed", reference=tip.reference, protect=True)
        return END
    if not moved:
        turn.say("transfer-not-done", reference=tip.reference, protect=True)
        return END
    await _keep_note(turn, passing, tip)
    await _record(turn, passing, tip, to)
    await _tell_desks(turn, passing, tip, to)
    await _end_requests(turn, passing, tip)
    told = Text("transfer-told", {"reference": tip.reference, "office": reader_text(to)})
    for contact_id in await passing.tips.contacts_of(tip.id):
        turn.tell(contact_id, Reply(told, protect=True))
    return END


async def _keep_note(turn: Turn, passing: Passing, tip: Tip) -> None:
    """What colleagues at the other unit should know stays between the desks."""
    words = str(turn.draft.get("note", ""))
    if words and turn.who.member_id is not None:
        await passing.tips.write_note(tip.id, turn.who.member_id, words, turn.now)


async def _record(turn: Turn, passing: Passing, tip: Tip, to: Unit) -> None:
    """In both chains, in the order of their units: two that cross must not wait for each other."""
    rows = [
        (tip.unit_id, "tip-moved", str(turn.draft.get("why", ""))),
        (to.id, "tip-received", ""),
    ]
    for unit_id, deed, why in sorted(rows):
        await passing.audit.record(
            deed,
            now=turn.now,
            unit_id=unit_id,
            member_id=turn.who.member_id,
            subject=tip.reference,
            why=why,
        )


async def _tell_desks(turn: Turn, passing: Passing, tip: Tip, to: Unit) -> None:
    turn.touched.add(tip.id)
    mine = await passing.units.get(tip.unit_id)
    turn.say(
        "transfer-done",
        reference=tip.reference,
        office=to.name,
        buttons=[queue_button()],
        protect=True,
    )
    gone = Text(
        "transfer-gone", {"reference": tip.reference, "office": to.name, "name": turn.who.name}
    )
    turn.notify(
        tip.unit_id,
        Reply(gone, buttons=(queue_button(),), card=f"tip:{tip.reference}"),
        roles_that(Action.OPEN_TIP),
        but_me=True,
    )
    about = Text(
        "transfer-notice",
        {
            "reference": tip.reference,
            "kind": kind_text(tip.kind),
            "urgency": Text(f"urgency-{tip.urgency}"),
            "point": tip.point or Text("triage-no-point"),
            "office": mine.name,
        },
    )
    await wake(turn, passing, to.id, tip.id, tip.urgency, tip.reference, about)


async def _end_requests(turn: Turn, passing: Passing, tip: Tip) -> None:
    """Who asked for the reporter's identity no longer works on the tip: what waits for a decision
    ends. Those who kept it stay the ones who decide.
    """
    waiting = await passing.disclosures.withdraw(tip.id)
    kept = await passing.identities.of(tip.id)
    if not waiting or kept is None:
        return
    for keeper in kept.keepers:
        custodian = await passing.custodians.get(keeper.custodian_id)
        if custodian is None or custodian.member_id is None:
            continue
        for asked in waiting:
            ended = Text("transfer-request-ended", {"reference": tip.reference})
            card = f"tip:identity-{asked.id}"
            turn.tell_member(
                custodian.unit_id, custodian.member_id, Reply(ended, card=card, protect=True)
            )
