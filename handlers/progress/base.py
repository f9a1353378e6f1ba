"""The flow's name, and what its steps share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.domain.access import Action, roles_that
from bot.domain.flow import Flow, Turn
from bot.domain.message import Button, Reply, Text
from bot.domain.tip import Tip, TipStatus
from handlers.at_desk import open_button, take_button

if TYPE_CHECKING:
    from storage.filing import Moving

PROGRESS: Final = Flow("progress", version=1)


def reference_of(turn: Turn) -> str:
    """Which tip this is about."""
    return str(turn.draft.get("reference", ""))


def about(turn: Turn, tip: Tip) -> None:
    """Begin with this tip and nothing else."""
    turn.draft.clear()
    turn.draft["reference"] = tip.reference


def stopped(turn: Turn) -> bool:
    """Whether they thought better of it; says so."""
    if turn.value != "stop":
        return False
    turn.say("triage-stopped")
    return True


async def record(turn: Turn, moving: Moving, deed: str, tip: Tip, why: str = "") -> None:
    """A tip was changed: the audit has it, and boards are drawn anew."""
    turn.touched.add(tip.id)
    await moving.audit.record(
        deed,
        now=turn.now,
        unit_id=tip.unit_id,
        member_id=turn.who.member_id,
        subject=tip.reference,
        why=why,
    )


async def record_given(turn: Turn, moving: Moving, deed: str, tip: Tip, to_id: int) -> None:
    """A tip was given to somebody: the audit also has to whom."""
    await record(turn, moving, deed, tip)
    await moving.audit.record(
        "tip-given", now=turn.now, unit_id=tip.unit_id, member_id=to_id, subject=tip.reference
    )


def tell_desk(turn: Turn, tip: Tip, key: str) -> None:
    """The others at the desk hear who did what."""
    said = Text(key, {"reference": tip.reference, "name": turn.who.name})
    notice = Reply(said, buttons=(open_button(tip),), card=f"tip:{tip.reference}")
    turn.notify(tip.unit_id, notice, roles_that(Action.OPEN_TIP), but_me=True)


async def say_how_it_is(turn: Turn, moving: Moving, tip: Tip) -> None:
    """Somebody was quicker: say how the tip stands now."""
    now_is = await moving.tips.get(tip.id) or tip
    buttons: list[Button] = [open_button(now_is)]
    if now_is.status == TipStatus.CLOSED:
        key = "triage-is-closed"
    elif now_is.owner_id is None:
        key, buttons = "progress-is-free", [take_button(now_is), *buttons]
    elif now_is.owner_id == turn.who.member_id:
        key = "progress-is-otherwise"
    else:
        key = "triage-owned-by"
    turn.say(
        key,
        reference=now_is.reference,
        owner=now_is.owner_name,
        status=Text(f"progress-status-{now_is.status}"),
        buttons=buttons,
        protect=True,
    )
