"""Choosing a colleague from buttons. Their values can be forged: whoever is chosen is looked up
again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from bot.domain.access import Action, may
from bot.domain.flow import Turn
from bot.domain.message import Button, verbatim

if TYPE_CHECKING:
    from storage.members import Member, Members

PAGE: Final = 8
"""Colleagues shown at once."""
_TURNS: Final = "p"
"""Before the number of a page, where a colleague's value is only digits."""


async def takers(turn: Turn, members: Members, but: int | None) -> list[Member]:
    """Who of the unit may have a tip, without `but`."""
    if turn.who.unit_id is None:
        return []
    return [
        member
        for member in await members.of_unit(turn.who.unit_id)
        if member.id != but and may(member.role, Action.TAKE_TIP)
    ]


def buttons(turn: Turn, people: Sequence[Member]) -> list[Button]:
    """One each, by the page that the draft names, and one that ends it."""
    pages = max(-(-len(people) // PAGE), 1)
    page = min(int(turn.draft.get("page", 0)), pages - 1)
    found = [
        turn.option(str(member.id), verbatim(member.name))
        for member in people[page * PAGE : (page + 1) * PAGE]
    ]
    if page > 0:
        found.append(turn.option(f"{_TURNS}{page - 1}", "queue-page-back"))
    if page < pages - 1:
        found.append(turn.option(f"{_TURNS}{page + 1}", "queue-page-on"))
    return [*found, turn.option("stop", "triage-stop")]


def turns_page(turn: Turn) -> bool:
    """Whether a page was asked for; the draft then names it."""
    page = turn.value.removeprefix(_TURNS)
    if page == turn.value or not (page.isascii() and page.isdigit() and len(page) < 6):
        return False
    turn.draft["page"] = int(page)
    return True


def chosen(turn: Turn, people: Sequence[Member], value: str) -> Member | None:
    """The one of them whose button was pressed."""
    return next((member for member in people if str(member.id) == value), None)
