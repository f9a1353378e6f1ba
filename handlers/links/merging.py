"""Merging tips that tell of the same thing, and taking them apart again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.access import Action, roles_that
from bot.domain.clocks import Deadlines
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Reply, Text
from bot.domain.tip import WORKING, Tip, TipStatus, Urgency
from handlers.at_desk import find, missing, open_button, say_merged
from handlers.links.base import LINKS

if TYPE_CHECKING:
    from storage.alarms import Alarms
    from storage.audit import Audit
    from storage.merging import Merging
    from storage.statuses import Statuses
    from storage.tips import Tips
    from storage.unit_settings import UnitSettings


@LINKS.step("merge", leads_to=["merge_into"], entry=True)
async def merge(
    turn: Turn, tips: Tips, merging: Merging, statuses: Statuses, audit: Audit
) -> Next:
    """`A/B` merges A into B; `A` alone asks into which."""
    reference, _, into = turn.value.partition("/")
    if into:
        return await _merge(turn, reference, into, tips, merging, statuses, audit)
    tip = await find(turn, tips, reference, Action.LINK_TIPS)
    if tip is None:
        return END
    turn.draft["reference"] = tip.reference
    return "merge_into"


@LINKS.asks("merge_into")
async def ask_merge_into(turn: Turn) -> None:
    """Into which?"""
    turn.say(
        "links-ask-merge",
        reference=str(turn.draft.get("reference", "")),
        buttons=[turn.option("stop", "triage-stop")],
        protect=True,
    )


@LINKS.step("merge_into")
async def merge_into(
    turn: Turn, tips: Tips, merging: Merging, statuses: Statuses, audit: Audit
) -> Next:
    """The other tip's reference was typed; it may be a wrong one, and is asked again."""
    if turn.value == "stop":
        turn.say("triage-stopped")
        return END
    if not turn.text:
        return "merge_into"
    reference = str(turn.draft.get("reference", ""))
    unit_id = turn.who.unit_id
    if unit_id is not None and await tips.by_reference(unit_id, turn.text) is None:
        await missing(turn, tips, unit_id, turn.text, Action.LINK_TIPS)
        stop = [turn.option("stop", "triage-stop")]
        turn.say("links-no-such", buttons=stop, protect=True)
        return "merge_into"
    return await _merge(turn, reference, turn.text, tips, merging, statuses, audit)


async def _merge(
    turn: Turn,
    reference: str,
    into_reference: str,
    tips: Tips,
    merging: Merging,
    statuses: Statuses,
    audit: Audit,
) -> Next:
    tip = await find(turn, tips, reference, Action.LINK_TIPS)
    into = await find(turn, tips, into_reference, Action.LINK_TIPS) if tip else None
    me = turn.who.member_id
    if tip is None or into is None or me is None or not _fits(turn, tip, into):
        return END
    turned = tip.urgency != into.urgency and tip.urgency == Urgency.URGENT
    if turned:  # in the queue, and to whoever is woken, the two are what they are worked on as
        tip, into = into, tip
    if not await merging.merge(tip.id, into.id, me, turn.now):
        turn.say("links-changed", buttons=[open_button(tip)], protect=True)
        return END
    if tip.owner_id == me and into.owner_id is None and await statuses.take(into.id, me, turn.now):
        await _record(turn, audit, "tip-taken", into)
    await _record(turn, audit, "tip-merged", tip, why=into.reference)
    turn.touched |= {tip.id, into.id}
    about = {"reference": tip.reference, "into": into.reference}
    undo = Button(
        Text("links-unmerge", {"reference": tip.reference}), f"links.unmerge:{tip.reference}"
    )
    said = Text("links-merged-turned" if turned else "links-merged", about)
    turn.say(said, buttons=[open_button(into), undo], protect=True)
    notice = Text("links-told-merged", {**about, "name": turn.who.name})
    turn.notify(
        tip.unit_id,
        Reply(notice, buttons=(open_button(into),), card=f"tip:{tip.reference}"),
        roles_that(Action.OPEN_TIP),
        but_me=True,
    )
    return END


def _fits(turn: Turn, tip: Tip, into: Tip) -> bool:
    """Whether they can be merged; says why when not."""
    if tip.id == into.id:
        turn.say("links-same", protect=True)
        return False
    for each in (tip, into):
        if each.merged_into:
            say_merged(turn, each)
            return False
        if each.owner_id not in (None, turn.who.member_id):
            turn.say(
                "links-owned-by", reference=each.reference, owner=each.owner_name, protect=True
            )
            return False
        if each.status not in WORKING:
            relates = Button(
                Text("links-relate-to", {"reference": into.reference}),
                f"links.relate:{tip.reference}/{into.reference}",
            )
            turn.say("links-has-ended", reference=each.reference, buttons=[relates], protect=True)
            return False
    return True


@LINKS.step("unmerge", entry=True)
async def unmerge(
    turn: Turn,
    tips: Tips,
    merging: Merging,
    audit: Audit,
    alarms: Alarms,
    unit_settings: UnitSettings,
) -> Next:
    """Take a tip out again; it stands where it stood, and an urgent one rings."""
    tip = await find(turn, tips, turn.value, Action.LINK_TIPS)
    if tip is None:
        return END
    into = await merging.target(tip.id)
    if into and into.owner_id not in (None, turn.who.member_id):
        turn.say("links-owned-by", reference=into.reference, owner=into.owner_name, protect=True)
        return END
    if into is None or not await merging.unmerge(tip.id):
        turn.say(
            "links-not-merged", reference=tip.reference, buttons=[open_button(tip)], protect=True
        )
        return END
    await _record(turn, audit, "tip-unmerged", tip, why=into.reference)
    turn.touched |= {tip.id, into.id}
    if tip.urgency == Urgency.URGENT and tip.status in WORKING:
        deadlines = Deadlines.of(await unit_settings.of(tip.unit_id))
        await alarms.add(tip.unit_id, tip.id, "urgent", turn.now + deadlines.urgent_repeat)
    closed = tip.status == TipStatus.CLOSED
    about = {"reference": tip.reference, "into": into.reference}
    said = Text("links-unmerged-closed" if closed else "links-unmerged", about)
    turn.say(said, buttons=[open_button(tip)], protect=True)
    if not closed:
        turn.notify(
            tip.unit_id,
            Reply(
                Text("links-told-unmerged", {**about, "name": turn.who.name}),
                buttons=(open_button(tip),),
                card=f"tip:{tip.reference}",
            ),
            roles_that(Action.OPEN_TIP),
            but_me=True,
        )
    return END


async def _record(turn: Turn, audit: Audit, deed: str, tip: Tip, why: str = "") -> None:
    await audit.record(
        deed,
        now=turn.now,
        unit_id=tip.unit_id,
        member_id=turn.who.member_id,
        subject=tip.reference,
        why=why,
    )
