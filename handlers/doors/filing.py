"""What was keyed in becomes a tip; its receipt is read out to the caller and kept nowhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.domain.access import Action
from bot.domain.channels import shows
from bot.domain.codes import grouped, random_code
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Text
from bot.domain.tip import Filed, TipKind
from handlers.arrival import arrived
from handlers.at_desk import allowed
from handlers.doors.base import DOORS, SOURCES
from handlers.doors.keying import absorb
from handlers.draft import Draft
from handlers.offices import reader, reader_text
from handlers.words import back, kind_text, stop

if TYPE_CHECKING:
    from storage.filing import Filing
    from storage.units import Unit

NAME_LENGTH: Final = 8
"""Characters of the random word that names a receipt's card: no row may join it to the tip."""


_NUMBER: Final = re.compile(r"(?<!\d)(?:\+?84|0)(?:[ .-]?\d){9,10}(?!\d)")
"""A telephone number as people write it; it may be the caller's."""


def _parts(draft: Draft) -> list[str]:
    return [*draft.story, draft.when, draft.where]


@DOORS.asks("review")
async def ask_review(turn: Turn) -> None:
    """What there is, by the count: the caller's words stand above, where they were typed."""
    draft = Draft.of(turn)
    numbers = any(_NUMBER.search(part) for part in _parts(draft))
    if numbers:
        turn.say("doors-number-there", protect=True)
    turn.say(
        "doors-review",
        source=Text(f"source-{draft.source}"),
        kind=kind_text(draft.filed_kind),
        urgency=Text(f"urgency-{draft.urgency.value}"),
        point=draft.point or Text("triage-no-point"),
        parts=len(draft.story),
        files=len(draft.files),
        buttons=[
            turn.option("send", "doors-send"),
            turn.option("more", "doors-add"),
            *([turn.option("unnumber", "doors-unnumber")] if numbers else []),
            back(),
            stop(),
        ],
        protect=True,
    )


@DOORS.step("review", leads_to=["story"])
async def review(turn: Turn, filing: Filing) -> Next:
    """File it, or add to it."""
    draft = Draft.of(turn)
    if turn.value == "more":
        return "story"
    if turn.value == "unnumber":
        draft.story = [_NUMBER.sub("…", part) for part in draft.story]
        draft.when, draft.where = (_NUMBER.sub("…", said) for said in (draft.when, draft.where))
        draft.keep(turn)
        return "review"
    if turn.value != "send":
        absorb(turn, draft)
        draft.keep(turn)
        if turn.replies:
            await ask_review(turn)
        return "review"
    if not allowed(turn, Action.KEY_IN_TIP) or draft.source not in SOURCES or not draft.told:
        return END
    if draft.unit_id != turn.who.unit_id:
        turn.say("old-button")
        return END
    unit = await reader(draft, filing.units)
    assert unit is not None  # noqa: S101 - the member's own
    await _file(turn, draft, filing, unit)
    return END


async def _file(turn: Turn, draft: Draft, filing: Filing, unit: Unit) -> None:
    filed = await filing.tips.file(
        unit_id=unit.id,
        point_id=draft.point_id,
        kind=draft.filed_kind,
        urgency=draft.urgency.value,
        body=draft.body(),
        contact_id=None,
        now=turn.now,
        source=draft.source,
    )
    await arrived(
        turn,
        filing,
        unit,
        filed,
        kind=draft.filed_kind,
        urgency=draft.urgency.value,
        point=draft.point or Text("triage-no-point"),
        member_id=turn.who.member_id,
    )
    _say_receipt(turn, draft, filed, unit)


def _say_receipt(turn: Turn, draft: Draft, filed: Filed, unit: Unit) -> None:
    """For the local unit a tip about an official does not exist: its number is not said."""
    elsewhere = unit.id != turn.who.unit_id
    if draft.kind == TipKind.OFFICIAL and not elsewhere:
        turn.say("doors-official-here", protect=True)
    name = random_code(NAME_LENGTH)
    key = "doors-filed-elsewhere" if elsewhere else f"doors-filed-{draft.source}"
    opens = Button(Text("triage-open"), f"triage.open:{filed.reference}")
    turn.say(
        key,
        reference="" if elsewhere else filed.reference,
        office=reader_text(unit),
        receipt=grouped(filed.receipt),
        buttons=[
            Button(Text("doors-read"), f"doors.read:{name}"),
            *([] if elsewhere else [opens]),
        ],
        card=f"once:{name}",
        protect=True,
    )


@DOORS.step("read", entry=True)
async def read(turn: Turn) -> Next:
    """The caller has it: off the screen with the receipt."""
    if not allowed(turn, Action.KEY_IN_TIP):
        return END
    once = turn.value.isalnum() and len(turn.value) == NAME_LENGTH
    again = Button(Text("doors-again"), "doors.start:")
    stays = not shows(turn.inbound.address.channel).deletes
    turn.say(
        "doors-put-away-stays" if stays else "doors-put-away",
        buttons=[again],
        card=f"once:{turn.value}" if once else "",
        edit=True,
        protect=True,
    )
    return END
