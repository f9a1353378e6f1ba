"""How a sign, its place and what happened there are put into words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final

from bot.domain.access import Action, may
from bot.domain.message import Button, Text, verbatim
from bot.domain.points import LIVE, STATES, PointKind, SignEvent, SignState
from handlers.points.base import as_resident
from handlers.tip_views import joined

if TYPE_CHECKING:
    from storage.points import Point
    from storage.stickers import Happened, Sticker

_VIETNAM: Final = timezone(timedelta(hours=7))
MARKS: Final = (
    SignEvent.INSTALLED,
    SignEvent.INSPECTED,
    SignEvent.DAMAGED,
    SignEvent.REPLACED,
    SignEvent.PLEDGED,
    SignEvent.RULES_POSTED,
    SignEvent.REVOKED,
)
"""What staff can say of a sign or its place, in the order of the buttons."""
_NOTHING_NEW: Final = {
    SignEvent.INSTALLED: (SignState.INSTALLED,),
    SignEvent.INSPECTED: (SignState.MADE,),
    SignEvent.DAMAGED: (SignState.DAMAGED,),
}
"""Where a button would say what is said already, or another one says it better."""


def needed(what: SignEvent) -> Action:
    """What a role must be allowed to say it."""
    return Action.REVOKE_SIGN if what is SignEvent.REVOKED else Action.MARK_SIGN


def kind_text(kind: str) -> Text:
    """What a place is."""
    return Text(f"points-kind-{kind}") if kind in set(PointKind) else verbatim(kind)


def date_text(at: datetime) -> str:
    """A day as `22/11/2026`, in the one time zone of the country."""
    return at.astimezone(_VIETNAM).strftime("%d/%m/%Y")


def card(
    point: Point,
    sign: Sticker,
    told: AbstractSet[SignEvent],
    dates: tuple[str | None, str | None],
    others: Sequence[Sticker],
) -> Text:
    """All that a member needs in front of a sign. `dates`: of the pledge and of the rules;
    `others`: signs of the same place that are in use.
    """
    head: dict[str, str | int | Text] = {
        "serial": sign.serial,
        "place": point.name,
        "kind": kind_text(point.kind),
        "short": sign.short,
    }
    lines = [Text("points-card", head), Text(f"points-state-{sign.state}")]
    if sign.installed_at:
        lines.append(Text("points-installed-at", {"at": date_text(sign.installed_at)}))
    if sign.inspected_at and sign.inspected_at != sign.installed_at:
        lines.append(Text("points-inspected-at", {"at": date_text(sign.inspected_at)}))
    lines += [Text(f"points-{each}") for each in sorted(told)]
    lines += [_dated("pledged", dates[0]), _dated("rules", dates[1])]
    if others:
        key = "points-others" if sign.state in LIVE else "points-instead"
        lines.append(Text(key, {"serials": ", ".join(each.serial for each in others)}))
    return joined(lines)


def buttons(role: str, sign: Sticker, stamp: int, others: Sequence[Sticker]) -> list[Button]:
    """What this member can say of it, and where to go from here. `stamp`: the newest line of the
    history, so that a button that is out of date is known by it.
    """
    found = [
        Button(Text(f"points-do-{what}"), f"points.mark:{what}/{sign.short}/{stamp}")
        for what in MARKS
        if may(role, needed(what))
        and sign.state in LIVE
        and sign.state in STATES.get(what, STATES[SignEvent.INSTALLED])
        and sign.state not in _NOTHING_NEW.get(what, ())
    ]
    found += [
        Button(Text("points-open-one", {"serial": each.serial}), f"points.card:{each.short}")
        for each in others[:3]
    ]
    found.append(Button(Text("points-history"), f"points.history:{sign.short}/0"))
    return [*found, as_resident(sign.short)]


def line(happened: Happened) -> Text:
    """A line of the history."""
    return Text(
        "points-line-photo" if happened.has_photo else "points-line",
        {
            "at": date_text(happened.at),
            "serial": happened.serial or "–",
            "what": Text(f"points-was-{happened.what}"),
            "who": happened.who or Text("points-a-resident"),
        },
    )


def _dated(what: str, day: str | None) -> Text:
    if not day:
        return Text(f"points-not-{what}")
    return Text(f"points-{what}-on", {"at": "/".join(reversed(day.split("-")))})
