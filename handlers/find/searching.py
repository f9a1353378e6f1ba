"""Asking what to look for, by words and filters, and beginning or stopping a search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bot.domain.access import Action
from bot.domain.finding import Progress, Search, Stage
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Text
from bot.domain.tip import TipKind
from handlers.at_desk import allowed, open_button, queue_button
from handlers.find.asking import Known, Misunderstood, read, wanted_of
from handlers.find.base import FIND
from handlers.find.views import show
from handlers.words import kind_text

if TYPE_CHECKING:
    from storage.audit import Audit
    from storage.finding import Finding
    from storage.points import Points
    from storage.tips import Tips

LONGEST: Final = 200
DAYS: Final = {"week": 7, "month": 30}
CHOICES: Final = 30
"""Buttons at most; others are typed."""
_KINDS: Final = {
    "dealing": ("mua bán", "bán"),
    "use": ("sử dụng",),
    "storing": ("tàng trữ", "cất giấu"),
    "venue": ("tụ điểm", "chứa chấp"),
    "psychosis": ("ngáo đá", "ngáo"),
    "disguised": ("trá hình", "nguỵ trang"),
    "online": ("trên mạng", "mạng"),
    "planting": ("trồng cây", "trồng"),
    "precursors": ("tiền chất",),
    "transport": ("vận chuyển",),
    "official": ("cán bộ",),
    "other": ("khác",),
}
"""What a kind is called when it is typed, besides its own word; marks do not matter."""


@FIND.step("begin", leads_to=["words"], entry=True)
async def begin(turn: Turn) -> Next:
    """Nothing is said yet of what to look for."""
    return "words" if allowed(turn, Action.FIND_TIPS) else END


@FIND.asks("words")
async def ask_words(turn: Turn, points: Points) -> None:
    """What for? With the filters chosen so far. Not after it was said what is amiss."""
    if turn.replies:
        return
    filters = _filters(turn)
    said = [Text("find-ask")]
    if "point" in filters:
        point = await points.get(int(filters["point"]))
        said.append(Text("find-by-point", {"name": point.name if point else ""}))
    if "kind" in filters:
        said.append(Text("find-by-kind", {"kind": kind_text(str(filters["kind"]))}))
    if "label" in filters:
        said.append(Text("find-by-label", {"label": str(filters["label"])}))
    if "days" in turn.draft:
        said.append(Text("find-by-days", {"n": int(turn.draft["days"])}))
    buttons = [
        *(turn.option(name, f"find-pick-{name}") for name in ("kind", "point", "label")),
        *(turn.option(name, f"find-pick-{name}") for name in DAYS),
        *([turn.option("go", "find-go")] if filters else []),
        turn.option("stop", "triage-stop"),
    ]
    text = said[0]
    for more in said[1:]:
        text = Text("triage-lines", {"first": text, "rest": more})
    turn.say(text, buttons=buttons, protect=True)


@FIND.step("words", leads_to=["pick"])
async def words(turn: Turn, finding: Finding, points: Points, tips: Tips, audit: Audit) -> Next:
    """Words were typed, or a filter is to be chosen."""
    if turn.value == "stop" or not allowed(turn, Action.FIND_TIPS):
        if turn.value == "stop":
            turn.say("triage-stopped")
        return END
    if turn.value in DAYS:
        days = DAYS[turn.value]
        since = int(turn.now.timestamp()) - days * 86400
        turn.draft.update(days=days, filters={**_filters(turn), "since": since})
        return "words"
    if turn.value in ("kind", "point", "label"):
        turn.draft["pick"] = turn.value
        return "pick"
    if turn.value == "go" and _filters(turn):
        return await _begin(turn, "", _filters(turn), finding, audit)
    if not turn.text:
        return "words"
    found = await tips.by_reference(turn.who.unit_id or 0, turn.text)
    if found is not None:
        turn.say("find-is-one", reference=found.reference, buttons=[open_button(found)])
        return END
    return await _read(turn, turn.text, finding, points, audit)


@FIND.step("search", leads_to=["words"])
async def search(turn: Turn, finding: Finding, points: Points, audit: Audit) -> Next:
    """All in one line: `/tim xe máy diem:Thôn 3`."""
    if not allowed(turn, Action.FIND_TIPS):
        return END
    turn.draft.clear()
    return await _read(turn, turn.value, finding, points, audit)


@FIND.asks("pick")
async def ask_pick(turn: Turn, finding: Finding, points: Points) -> None:
    """The points, kinds or labels to choose from."""
    name = str(turn.draft.get("pick", ""))
    unit_id = turn.who.unit_id or 0
    buttons = []
    if name == "kind":
        buttons = [turn.option(kind.value, kind_text(kind.value)) for kind in TipKind]
    elif name == "point":
        of_unit = (await points.of_unit(unit_id))[:CHOICES]
        buttons = [turn.option(str(p.id), Text("find-one", {"name": p.name})) for p in of_unit]
    else:
        labels = (await finding.labels(unit_id))[:CHOICES]
        numbered = enumerate(labels)
        buttons = [turn.option(str(n), Text("find-one", {"name": x})) for n, x in numbered]
    key = f"find-which-{name}" if buttons else "find-none-there"
    turn.say(key, buttons=[*buttons, turn.option("none", "find-no-matter")], protect=True)


@FIND.step("pick", leads_to=["words"])
async def pick(turn: Turn, finding: Finding, points: Points) -> Next:
    """One was chosen; "no matter" takes the filter away."""
    name = str(turn.draft.get("pick", ""))
    filters = _filters(turn)
    filters.pop(name, None)
    if turn.value != "none":
        unit_id = turn.who.unit_id or 0
        labels = await finding.labels(unit_id) if name == "label" else []
        known: dict[str, dict[str, str | int]] = {
            "kind": {kind.value: kind.value for kind in TipKind},
            "point": {str(p.id): p.id for p in await points.of_unit(unit_id)},
            "label": {str(n): label for n, label in enumerate(labels)},
        }
        if turn.value not in known.get(name, {}):
            return "pick"
        filters[name] = known[name][turn.value]
    turn.draft["filters"] = filters
    return "words"


@FIND.step("stop", entry=True)
async def stop(turn: Turn, finding: Finding) -> Next:
    """The member's search ends; its message says how far it came."""
    if not allowed(turn, Action.FIND_TIPS) or turn.who.member_id is None:
        return END
    running = await finding.stop(turn.who.member_id)
    turn.say("find-stopping" if running else "find-none-runs", buttons=[queue_button()])
    return END


async def _read(turn: Turn, text: str, finding: Finding, points: Points, audit: Audit) -> Next:
    """Whatever comes of it, what was typed is not shown again and kept nowhere."""
    turn.hushed = True
    again = [turn.option("stop", "triage-stop")]
    if turn.inbound.uploads or turn.inbound.location or len(text) > LONGEST:
        turn.say("find-too-long", most=LONGEST, buttons=again, protect=True)
        return "words"
    turn.step = "words"
    got = read(text, await _known(turn, finding, points), turn.now)
    if isinstance(got, Misunderstood):
        turn.say(f"find-unknown-{got.name}", buttons=[_again()], protect=True)
        return "words"
    told, typed = got
    filters = {**_filters(turn), **typed}
    if not told and not filters:
        turn.say("find-no-words", buttons=[_again()], protect=True)
        return "words"
    return await _begin(turn, told, filters, finding, audit)


async def _begin(
    turn: Turn, told: str, filters: dict[str, Any], finding: Finding, audit: Audit
) -> Next:
    """That it was searched is in the audit, what for is not."""
    member, unit = turn.who.member_id, turn.who.unit_id
    if member is None or unit is None:
        return END
    number = await finding.begin(member, turn.now)
    turn.search = Search(number, unit, wanted_of(told, filters), show)
    await audit.record("tips-searched", now=turn.now, unit_id=unit, member_id=member)
    # The same message that the search goes on to change.
    begun = show(Progress(number, Stage.RUNNING, 0, 0, (), 0, turn.now))
    turn.replies.append(begun)
    return END


async def _known(turn: Turn, finding: Finding, points: Points) -> Known:
    unit_id = turn.who.unit_id or 0
    kinds = {name: kind for kind, names in _KINDS.items() for name in (kind, *names)}
    return {
        "kind": kinds,
        "point": {point.name: point.id for point in await points.of_unit(unit_id)},
        "label": {label: label for label in await finding.labels(unit_id)},
    }


def _filters(turn: Turn) -> dict[str, Any]:
    return dict(turn.draft.get("filters", {}))


def _again() -> Button:
    return Button(Text("find-again"), "find.begin:")
