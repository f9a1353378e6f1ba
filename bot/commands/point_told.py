"""What an import says: faults by line and a summary, in Vietnamese, or all of it as JSON."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bot.domain.errors import OperatorError
from bot.domain.message import Text
from qr.links import point_link
from qr.printable import cleaned, unprintable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.commands.point_import import Imported

SHOWN: Final = 50
"""Faults told at once."""
_ALIKE: Final = 20


def teller() -> Callable[[Text], str]:
    """Says a sentence, by its key, in the first language."""
    from bot.texts import LOCALES, Texts

    texts = Texts.load()
    said = cache(lambda key, args: texts.render(Text(key, dict(args)), LOCALES[0]))
    return lambda text: said(text.key, tuple(text.args.items()))


def refuse(file: Path, done: Imported) -> None:
    """Raise `OperatorError` that tells the first faults and how many more there are."""
    faults = done.plan.faults
    if not faults:
        return
    say = teller()
    told = [
        say(
            Text(
                "points-fault-line",
                {"file": str(file), "line": str(line), "fault": say(fault)},
            )
        )
        for line, fault in faults[:SHOWN]
    ]
    if len(faults) > SHOWN:
        told.append(say(Text("points-fault-more", {"count": str(len(faults) - SHOWN)})))
    raise OperatorError("\n".join([*told, say(Text("points-fault-nothing"))]))


def summary(done: Imported, *, dry_run: bool) -> Iterator[str]:
    """The lines for people."""
    say = teller()
    plan, dry = done.plan, "yes" if dry_run else "no"
    yield say(
        Text(
            "points-summary",
            {
                "dry": dry,
                "added": str(len(plan.added)),
                "changed": str(len(plan.changed) + plan.signed),
                "same": str(plan.same + plan.closed),
            },
        )
    )
    made = sum(plan.signs.values())
    if made:
        yield say(Text("points-summary-signs", {"dry": dry, "signs": str(made)}))
    if plan.closed:
        yield say(Text("points-summary-closed", {"count": str(plan.closed)}))
    if plan.unnamed:
        yield say(Text("points-summary-unnamed", {"count": str(plan.unnamed)}))
    for line, other in plan.alike[:_ALIKE]:
        like = (
            Text("points-alike-held")
            if other is None
            else Text("points-alike-line", {"line": str(other)})
        )
        yield say(Text("points-summary-alike", {"line": str(line), "other": say(like)}))
    if odd := unprinted(done):
        some = ", ".join(f"{line} ({letter})" for line, letter in odd[:_ALIKE])
        more = "" if len(odd) <= _ALIKE else f" (+{len(odd) - _ALIKE})"
        yield say(Text("points-summary-unprinted", {"lines": some + more}))
    if done.listed.ahead:
        yield say(Text("points-summary-ahead", {"count": str(done.listed.ahead)}))
    if done.listed.ignored:
        columns = ", ".join(done.listed.ignored)
        yield say(Text("points-summary-ignored", {"columns": columns}))


def unprinted(done: Imported) -> list[tuple[int, str]]:
    """Lines whose name has a letter that posters cannot print, and the first such letter. One is
    named by its number where it has no form of its own.
    """
    found = []
    for wanted in done.listed.wanted:
        if odd := unprintable(cleaned(wanted.name)):
            found.append((wanted.line, odd if odd.isprintable() else f"U+{ord(odd):04X}"))
    return found


def as_json(done: Imported, *, dry_run: bool) -> dict[str, Any]:
    """All of it for programs; `points` are those that were added."""
    from bot.commands.point_plan import Plan

    say = teller()
    found = done.plan
    plan = Plan() if found.faults else found  # with a fault nothing is done
    return {
        "dry_run": dry_run,
        "added": len(plan.added),
        "changed": len(plan.changed) + plan.signed,
        "unchanged": plan.same + plan.closed,
        "closed": plan.closed,
        "not_in_file": plan.unnamed,
        "signs": sum(plan.signs.values()),
        "ignored": done.listed.ignored,
        "alike": [{"line": line, "with": other} for line, other in plan.alike],
        "unprintable": [{"line": line, "letter": odd} for line, odd in unprinted(done)],
        "faults": [{"line": line, "fault": say(fault)} for line, fault in found.faults],
        "points": [
            {
                "kind": placed.kind,
                "name": placed.name,
                "code": code,
                "url": point_link(done.public_url, code) if code else "",
                "revoked": False,
            }
            for placed in ([] if dry_run else plan.added)
            for code in (done.codes.get(placed.id, ""),)
        ],
    }
