"""The register of places as a table that an import takes back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.commands.common import check_folder, unit_named
from bot.commands.point_import import NOT_HERE, desk_if_here, shown
from bot.commands.point_lines import name_key
from bot.commands.point_parents import WITHIN
from bot.commands.point_words import AUDIENCES, HEADS, KINDS, TOLD
from bot.commands.sheet_out import harmless, writing
from bot.domain.errors import KeyNotHere, OperatorError
from bot.domain.message import Text
from bot.domain.points import LIVE, Audience, PointKind, SignState

if TYPE_CHECKING:
    from storage.many_points import Held
    from storage.point_details import Details
    from storage.stickers import Sticker

    Cells = list[str | float]

HEAD: Final = [names[0].capitalize() for names in (*HEADS.values(), *TOLD.values())]


async def run(config: Path | None, slug: str, out: Path) -> int:
    """Write a unit's places that are there; how many. Raises `OperatorError`."""
    from storage.stores import Stores

    check_folder(out.parent, "--out")
    async with desk_if_here(config) as app:
        async with app.database.reading() as connection:
            stores = Stores(connection, app.keyring)
            unit = await unit_named(stores, slug)
            register = await stores.points.held(unit.id)
            signs: Mapping[int, list[Sticker]] = defaultdict(list)
            for sign in await stores.stickers.of_unit(unit.id):
                if sign.state in LIVE:
                    signs[sign.point_id].append(sign)
            there = [held for held in register if not held.closed]
            try:
                known = [(held, stores.points.opened(held)) for held in shown(there, "Opening")]
            except KeyNotHere:
                raise OperatorError(NOT_HERE) from None
        async with app.stores() as stores:
            await stores.audit.record(
                "points-exported", now=app.clock.now(), unit_id=unit.id, subject=str(len(known))
            )
        states = {state: app.texts.render(Text(f"points-sign-{state}"), "vi") for state in LIVE}
    with writing(out, "Diem") as put:
        put(HEAD)
        parents = _Parents(register)
        for held, details in known:
            put(list(_cells(held, details, parents, signs[held.id], states)))
    return len(known)


class _Parents:
    """What is written for the place that another lies in: its name, with that of its own parent
    where several have it.
    """

    def __init__(self, register: Sequence[Held]) -> None:
        self._held = {held.id: held for held in register}
        self._named = Counter(name_key(held.name) for held in register)

    def __call__(self, place: int | None) -> str:
        held = self._held.get(place or 0)
        if held is None:
            return ""
        above = self._held.get(held.parent_id or 0)
        several = self._named[name_key(held.name)] > 1
        return f"{above.name} {WITHIN} {held.name}" if several and above else held.name


def _cells(
    held: Held,
    details: Details,
    parents: _Parents,
    signs: Sequence[Sticker],
    states: Mapping[SignState, str],
) -> Iterator[str | float]:
    yield KINDS[PointKind(held.kind)][0]
    yield harmless(held.name)
    yield harmless(parents(held.parent_id))
    yield harmless(details.address)
    yield harmless(details.keeper)
    yield "" if details.latitude is None else details.latitude
    yield "" if details.longitude is None else details.longitude
    yield ", ".join(AUDIENCES[Audience(tag)][0] for tag in details.tags)
    for day in (details.pledged_on, details.rules_on):
        yield "/".join(reversed(day.split("-"))) if day else ""
    yield harmless(details.notes)
    yield len(signs)
    yield ", ".join(sign.serial for sign in signs)
    yield ", ".join(states[sign.state] for sign in signs)
