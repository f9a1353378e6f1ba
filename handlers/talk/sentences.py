"""What a reporter is told of a status: the unit's own sentence, or what is said without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.access import Action
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Text
from bot.domain.prepared import TOLD, purpose_of
from bot.domain.tip import TipStatus
from handlers.at_desk import allowed
from handlers.talk.base import TALK
from handlers.talk.editing import list_button, note_change
from handlers.tip_views import joined

if TYPE_CHECKING:
    from storage.audit import Audit
    from storage.prepared import Prepared


@TALK.step("statuses", entry=True)
async def statuses(turn: Turn, prepared: Prepared) -> Next:
    """Every status that can be told, and what is said today."""
    if not allowed(turn, Action.EDIT_WORDS) or turn.who.unit_id is None:
        return END
    lines, buttons = [], []
    for status in TOLD:
        sentence = await prepared.sentence(turn.who.unit_id, purpose_of(status))
        usual = Text("talk-usual" if status is TipStatus.CLOSED else "talk-silent")
        name = Text(f"status-{status}")
        lines.append(Text("talk-status-line", {"status": name, "text": sentence or usual}))
        set_it = Text("talk-set", {"status": name})
        buttons.append(Button(set_it, f"talk.add:{purpose_of(status)}"))
        if sentence:
            unset = Text("talk-unset", {"status": name})
            buttons.append(Button(unset, f"talk.unset:{status.value}"))
    turn.say(
        "talk-status-list", lines=joined(lines), buttons=[*buttons, list_button()], protect=True
    )
    return END


@TALK.step("unset", entry=True)
async def unset(turn: Turn, prepared: Prepared, audit: Audit) -> Next:
    """Back to what is said without a sentence of the unit's own; the value is the status."""
    if not allowed(turn, Action.EDIT_WORDS) or turn.who.unit_id is None:
        return END
    if turn.value not in TOLD:
        turn.say("talk-gone", buttons=[list_button()], protect=True)
        return END
    purpose = purpose_of(TipStatus(turn.value))
    if await prepared.sentence(turn.who.unit_id, purpose):
        await prepared.set(turn.who.unit_id, purpose, "", turn.now)
        await note_change(turn, audit, purpose)
    back = Button(Text("talk-statuses"), "talk.statuses:")
    turn.say("talk-removed", buttons=[back], protect=True)
    return END
