"""Saying of two tips that they are related, or that they are no twins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.access import Action
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Text
from bot.domain.tip import Tip
from handlers import tip_views as views
from handlers.at_desk import find, missing, open_button
from handlers.links.base import LINKS

if TYPE_CHECKING:
    from storage.audit import Audit
    from storage.merging import Merging
    from storage.tips import Tips


@LINKS.step("relate", leads_to=["relate_to"], entry=True)
async def relate(turn: Turn, tips: Tips, merging: Merging, audit: Audit) -> Next:
    """`A/B` relates both; `A` alone asks to which."""
    reference, _, other = turn.value.partition("/")
    if other:
        return await _relate(turn, reference, other, tips, merging, audit)
    tip = await find(turn, tips, reference, Action.LINK_TIPS)
    if tip is None:
        return END
    turn.draft["reference"] = tip.reference
    return "relate_to"


@LINKS.asks("relate_to")
async def ask_relate_to(turn: Turn) -> None:
    """To which?"""
    turn.say(
        "links-ask-relate",
        reference=str(turn.draft.get("reference", "")),
        buttons=[turn.option("stop", "triage-stop")],
        protect=True,
    )


@LINKS.step("relate_to")
async def relate_to(turn: Turn, tips: Tips, merging: Merging, audit: Audit) -> Next:
    """The other tip's reference was typed; it may be a wrong one, and is asked again."""
    if turn.value == "stop":
        turn.say("triage-stopped")
        return END
    if not turn.text:
        return "relate_to"
    unit_id = turn.who.unit_id
    if unit_id is not None and await tips.by_reference(unit_id, turn.text) is None:
        await missing(turn, tips, unit_id, turn.text, Action.LINK_TIPS)
        stop = [turn.option("stop", "triage-stop")]
        turn.say("links-no-such", buttons=stop, protect=True)
        return "relate_to"
    reference = str(turn.draft.get("reference", ""))
    return await _relate(turn, reference, turn.text, tips, merging, audit)


async def _relate(
    turn: Turn, reference: str, other_reference: str, tips: Tips, merging: Merging, audit: Audit
) -> Next:
    pair = await _pair(turn, reference, other_reference, tips)
    if pair is None or turn.who.member_id is None:
        return END
    tip, other = pair
    await merging.relate(tip.id, other.id, turn.who.member_id, turn.now)
    await _record(turn, audit, "tip-related", tip, other)
    turn.say(
        "links-now-related",
        reference=tip.reference,
        other=other.reference,
        buttons=[open_button(tip), _remove(tip, other)],
        protect=True,
    )
    return END


@LINKS.step("unrelate", entry=True)
async def unrelate(turn: Turn, tips: Tips, merging: Merging, audit: Audit) -> Next:
    """Take it back."""
    pair = await _pair(turn, *turn.value.partition("/")[::2], tips)
    if pair is None:
        return END
    tip, other = pair
    if await merging.unrelate(tip.id, other.id):
        await _record(turn, audit, "tip-unrelated", tip, other)
    turn.say(
        "links-not-related",
        reference=tip.reference,
        other=other.reference,
        buttons=[open_button(tip)],
        protect=True,
    )
    return END


@LINKS.step("related", entry=True)
async def related(turn: Turn, tips: Tips, merging: Merging) -> Next:
    """The related tips, a line each."""
    tip = await find(turn, tips, turn.value, Action.LINK_TIPS)
    if tip is None:
        return END
    others = await merging.related(tip.id)
    if not others:
        turn.say(
            "links-none-related",
            reference=tip.reference,
            buttons=[open_button(tip)],
            protect=True,
        )
        return END
    buttons = []
    for other in others:
        opens = Text("triage-open-one", {"reference": other.reference})
        buttons += [Button(opens, f"triage.open:{other.reference}"), _remove(tip, other)]
    turn.say(
        "links-list-related",
        reference=tip.reference,
        lines=views.joined([views.line(other, turn.now) for other in others]),
        buttons=[*buttons, open_button(tip)],
        protect=True,
    )
    return END


@LINKS.step("apart", entry=True)
async def apart(turn: Turn, tips: Tips, merging: Merging, audit: Audit) -> Next:
    """What was offered as a twin is none; it is not offered again."""
    pair = await _pair(turn, *turn.value.partition("/")[::2], tips)
    if pair is None or turn.who.member_id is None:
        return END
    tip, other = pair
    await merging.part(tip.id, other.id, turn.who.member_id, turn.now)
    await _record(turn, audit, "tip-no-twin", tip, other)
    turn.say(
        "links-is-apart",
        reference=tip.reference,
        other=other.reference,
        buttons=[open_button(tip)],
        protect=True,
    )
    return END


async def _pair(
    turn: Turn, reference: str, other_reference: str, tips: Tips
) -> tuple[Tip, Tip] | None:
    tip = await find(turn, tips, reference, Action.LINK_TIPS)
    other = await find(turn, tips, other_reference, Action.LINK_TIPS) if tip else None
    if tip is None or other is None:
        return None
    if tip.id == other.id:
        turn.say("links-same", protect=True)
        return None
    return tip, other


def _remove(tip: Tip, other: Tip) -> Button:
    label = Text("links-unrelate", {"reference": other.reference})
    return Button(label, f"links.unrelate:{tip.reference}/{other.reference}")


async def _record(turn: Turn, audit: Audit, deed: str, tip: Tip, other: Tip) -> None:
    await audit.record(
        deed,
        now=turn.now,
        unit_id=tip.unit_id,
        member_id=turn.who.member_id,
        subject=tip.reference,
        why=other.reference,
    )
