"""The units as people know them: which one reads a tip, what it is called, which one is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.message import Text, verbatim
from bot.domain.tip import TipKind
from bot.domain.words import fold

if TYPE_CHECKING:
    from handlers.draft import Draft
    from storage.units import Unit, Units


def named(typed: str, choice: list[Unit]) -> list[Unit]:
    """The units somebody may mean: those of that very name, else those with it in their name."""
    wanted = fold(typed)
    if not wanted:
        return []
    exact = [
        unit for unit in choice if wanted in (fold(unit.name), fold(unit.name).partition(" ")[2])
    ]
    return exact or [unit for unit in choice if f" {wanted} " in f" {fold(unit.name)} "]


async def reader(draft: Draft, units: Units) -> Unit | None:
    """The unit that will read the tip: a report on an official goes over the local unit's head."""
    if draft.unit_id is None:
        return None
    unit = await units.get(draft.unit_id)
    if draft.kind == TipKind.OFFICIAL and unit.parent_id is not None:
        return await units.get(unit.parent_id)
    return unit


def reader_text(unit: Unit | None) -> Text:
    """A unit as the police of a place: "công an xã Tân Khai"."""
    if unit is None:
        return Text("office-unknown")
    return (
        verbatim(unit.name)
        if fold(unit.name).startswith("cong an")
        else Text("office-of", {"unit": unit.name})
    )


async def above(unit_id: int, units: Units) -> list[int]:
    """The units over a unit, the nearest first."""
    found: list[int] = []
    at: int | None = (await units.get(unit_id)).parent_id
    while at is not None and at not in found:
        found.append(at)
        at = (await units.get(at)).parent_id
    return found
