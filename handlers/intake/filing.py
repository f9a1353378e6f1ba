"""The moment a draft becomes a tip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.access import Action, roles_that
from bot.domain.codes import grouped
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Media, MediaKind, Reply, Text
from bot.domain.tip import Filed, Urgency
from handlers.draft import Draft
from handlers.intake.place import reader, reader_text, settle
from handlers.words import kind_text

if TYPE_CHECKING:
    from storage.audit import Audit
    from storage.tips import Tips
    from storage.units import Unit, Units

RECEIPT_PAGE = "/r#"
"""Path of the page where a receipt is used; channels put the public URL before it.

Browsers keep what follows `#` to themselves, so no server log sees a receipt."""


async def send(turn: Turn, draft: Draft, units: Units, tips: Tips, audit: Audit) -> Next:
    """File the draft, or find out first which unit it is for."""
    if not await settle(turn, draft, units, tips):
        draft.sending = True
        draft.keep(turn)
        return "unit"
    unit = await reader(draft, units)
    assert unit is not None  # noqa: S101 - settled above
    filed = await tips.file(
        unit_id=unit.id,
        point_id=draft.point_id,
        kind=draft.filed_kind,
        urgency=draft.urgency.value,
        body=draft.body(),
        # Staff who report or key in a call would be named by their contact: such a tip is one-way.
        contact_id=turn.who.contact_id if turn.who.member_id is None else None,
        now=turn.now,
    )
    await audit.record("tip-filed", now=turn.now, unit_id=unit.id, subject=filed.reference)
    _notice(turn, draft, unit, filed)
    _receipt(turn, draft, unit, filed)
    return END


def _notice(turn: Turn, draft: Draft, unit: Unit, filed: Filed) -> None:
    about = Text(
        "triage-notice",
        {
            "reference": filed.reference,
            "point": draft.point,
            "kind": kind_text(draft.filed_kind),
            "urgency": Text(f"urgency-{draft.urgency.value}"),
        },
    )
    opens = Button(Text("triage-open"), f"triage.open:{filed.reference}")
    turn.notify(
        unit.id,
        Reply(about, buttons=(opens,), card=f"tip:{filed.reference}"),
        roles_that(Action.OPEN_TIP),
    )


def _receipt(turn: Turn, draft: Draft, unit: Unit, filed: Filed) -> None:
    receipt = grouped(filed.receipt)
    if draft.urgency is Urgency.URGENT:
        turn.say("intake-urgent")
    turn.say(
        "intake-filed",
        reference=filed.reference,
        receipt=receipt,
        reader=reader_text(unit),
        media=[Media(MediaKind.QR, data=f"{RECEIPT_PAGE}{receipt}", caption=Text("intake-qr"))],
        buttons=[
            Button(Text("intake-kept"), f"follow_up.kept:{filed.reference}"),
            Button(Text("intake-link"), url=f"{RECEIPT_PAGE}{receipt}"),
            another(draft),
            Button(Text("nav-wipe"), "follow_up.wipe:"),
        ],
        # A member's name is in clear: no row may join it to a tip.
        card="" if turn.who.member_id is not None else f"receipt:{filed.reference}",
    )


def another(draft: Draft) -> Button:
    """Begin a tip in the same place."""
    return Button(Text("nav-report"), f"intake.welcome:{draft.code}")
