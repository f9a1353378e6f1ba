"""The audit by the page, newest first: all of it, or what concerns a tip, a member, a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.domain.access import Action, may
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Text
from handlers.auditing import views
from handlers.auditing.base import AUDITING, allowed

if TYPE_CHECKING:
    from storage.audit import Audit

PAGE: Final = 8
"""Rows shown at once; a chat bubble holds no more."""
MEMBERS: Final = 20
"""Members offered as buttons; a unit has fewer."""
TIP, MEMBER, REFUSED = "t", "m", "r"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows: `t` and a tip's reference, `m` and a member's id, `r`; those before a seq."""

    by: str = ""
    value: str = ""
    before: int | None = None

    @classmethod
    def parse(cls, value: str) -> Wanted:
        """From a button (`t/TK-7F3K2/120`), or from words after the command: a reference."""
        by, _, rest = value.partition("/")
        if by not in ("", TIP, MEMBER, REFUSED) or (by == "" and not rest):
            reference = _short(value).upper()
            return cls(TIP, reference) if reference else cls()
        what, _, before = rest.rpartition("/")
        return cls(by, _short(what), _number(before))

    def button(self, label: str, before: int | None = None) -> Button:
        """Shows these rows; of them those before a seq."""
        payload = f"{self.by}/{self.value}/{'' if before is None else before}"
        return Button(Text(label), f"auditing.read:{payload}")


@AUDITING.step("read", entry=True)
async def read(turn: Turn, audit: Audit) -> Next:
    """A page of rows. The value says which, see `Wanted`."""
    if allowed(turn, Action.READ_AUDIT):
        await _show(turn, audit, Wanted.parse(turn.value), edit=bool(turn.value))
    return END


@AUDITING.step("tip", leads_to=["tip_named"], entry=True)
async def tip(turn: Turn) -> Next:
    """Only the rows of one tip are wanted."""
    return "tip_named" if allowed(turn, Action.READ_AUDIT) else END


@AUDITING.asks("tip_named")
async def ask_tip_named(turn: Turn) -> None:
    """Which tip?"""
    turn.say("auditing-which-tip", buttons=[turn.option("stop", "auditing-stop")])


@AUDITING.step("tip_named")
async def tip_named(turn: Turn, audit: Audit) -> Next:
    """The tip's reference. It need not exist any more: its rows outlive it."""
    if turn.value == "stop":
        turn.say("auditing-stopped")
        return END
    if not allowed(turn, Action.READ_AUDIT):
        return END
    if not turn.text:
        return "tip_named"
    await _show(turn, audit, Wanted(TIP, _short(turn.text).upper()))
    return END


@AUDITING.step("members", entry=True)
async def members(turn: Turn, audit: Audit) -> Next:
    """Only the rows of one member are wanted: whoever ever did something can be chosen."""
    if not allowed(turn, Action.READ_AUDIT) or turn.who.unit_id is None:
        return END
    actors = await audit.actors(turn.who.unit_id)
    buttons = [
        Button(Text("auditing-of-one", {"name": name}), f"auditing.read:{MEMBER}/{member_id}/")
        for member_id, name in actors[:MEMBERS]
    ]
    turn.say("auditing-which-member", buttons=buttons, protect=True)
    return END


async def _show(turn: Turn, audit: Audit, wanted: Wanted, *, edit: bool = False) -> None:
    unit_id = turn.who.unit_id
    if unit_id is None:
        return
    member_id = (_number(wanted.value) or 0) if wanted.by == MEMBER else None
    found = await audit.of_unit(
        unit_id,
        PAGE + 1,
        before=wanted.before,
        subject=wanted.value if wanted.by == TIP else "",
        member_id=member_id,
        action="access-refused" if wanted.by == REFUSED else "",
    )
    names = dict(await audit.actors(unit_id))
    about = _about(wanted, names.get(member_id or 0, ""))
    buttons = _buttons(turn, wanted, older=found[PAGE - 1].seq if len(found) > PAGE else None)
    if found:
        lines = views.joined([views.line(entry, turn.now, names) for entry in found[:PAGE]])
        turn.say("auditing-page", about=about, lines=lines, buttons=buttons, edit=edit,
                 protect=True)  # fmt: skip
    else:
        turn.say("auditing-none", about=about, buttons=buttons, edit=edit, protect=True)
    if wanted.before is None:  # turning a page is the same reading
        subject = wanted.value if wanted.by == TIP else ""
        await audit.record(
            "audit-read",
            now=turn.now,
            unit_id=unit_id,
            member_id=turn.who.member_id,
            subject=subject,
        )


def _buttons(turn: Turn, wanted: Wanted, older: int | None) -> list[Button]:
    found = []
    if older is not None:
        found.append(wanted.button("auditing-older", older))
    if wanted.before is not None or wanted.by:
        found.append(Wanted().button("auditing-newest"))
    found += [
        Button(Text("auditing-by-tip"), "auditing.tip:"),
        Button(Text("auditing-by-member"), "auditing.members:"),
        Wanted(REFUSED).button("auditing-by-refusal"),
        Button(Text("auditing-verify"), "auditing.verify:"),
    ]
    if may(turn.who.role, Action.EXPORT_AUDIT):
        found.append(Button(Text("auditing-export"), "auditing.export:"))
    return found


def _about(wanted: Wanted, name: str) -> Text:
    if wanted.by == TIP:
        return Text("auditing-about-tip", {"reference": wanted.value})
    if wanted.by == MEMBER:
        return Text("auditing-about-member", {"name": name})
    return Text("auditing-about-refusals" if wanted.by == REFUSED else "auditing-about-all")


def _short(text: str) -> str:
    """What a reference or an id can be made of, and fits a button."""
    return "".join(c for c in text if c.isascii() and c.isprintable()).strip()[:20]


def _number(value: str) -> int | None:
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 20 else 2**63
    return number if number < 2**63 else None
