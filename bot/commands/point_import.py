"""A list of places into the register: all of it, or nothing when a line has a fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar
from zoneinfo import ZoneInfo

from bot.commands.common import opened, unit_named
from bot.commands.point_lines import MOST, Listed, names_people, understood
from bot.commands.point_told import teller
from bot.commands.sheets import read
from bot.domain.errors import Collision, KeyFileError, KeyNotHere, OperatorError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.app import App
    from bot.commands.point_plan import Plan
    from storage.many_points import Held, Ready
    from storage.units import Unit

T = TypeVar("T")
_TRIES: Final = 3
NOT_HERE: Final = (
    "this machine does not have the unit's key, which opens who keeps a place and the notes: "
    "run this on the inner machine"
)


@dataclass(slots=True)
class Imported:
    """What an import has found and done. `codes`: the first code of each new place."""

    listed: Listed
    plan: Plan
    codes: dict[int, str] = field(default_factory=dict)
    public_url: str = ""


async def run(
    config: Path | None, file: Path, slug: str, *, dry_run: bool, reopen: bool
) -> Imported:
    """Import a file, or only compare it. With faults nothing is stored. Raises `OperatorError`."""
    lines, say = read(file, MOST, mark=True), teller()
    opening = desk_if_here(config) if names_people(lines, say) else opened(config)
    async with opening as app:
        async with app.database.reading() as connection:
            from storage.stores import Stores

            stores = Stores(connection, app.keyring)
            unit = await unit_named(stores, slug)
            zone = ZoneInfo(await stores.unit_settings.get(unit.id, "timezone"))
        today = app.clock.now().astimezone(zone).date()
        listed = understood(lines, today, say)
        del lines
        for _ in range(_TRIES):
            plan, register = await _planned(app, unit, listed, reopen=reopen)
            done = Imported(listed, plan, public_url=app.config.public_url)
            if plan.faults or dry_run or not (plan.added or plan.changed or plan.signs):
                return done
            ready = await _ready(app, unit, plan)
            try:
                if await _stored(app, unit, plan, ready, register):
                    for row in reversed(ready.signs):
                        done.codes[row["point_id"]] = row["code"]
                    return done
            except Collision:
                continue
    raise OperatorError("somebody else is changing this register now: look, then try again")


@asynccontextmanager
async def desk_if_here(config: Path | None) -> AsyncIterator[App]:
    """The program with the units' keys where they are, without them on an outer machine."""
    opening = opened(config, frozenset({"intake", "desk"}))
    try:
        app = await opening.__aenter__()
    except KeyFileError:
        async with opened(config) as app:
            yield app
        return
    try:
        yield app
    finally:
        await opening.__aexit__(None, None, None)


async def _planned(
    app: App, unit: Unit, listed: Listed, *, reopen: bool
) -> tuple[Plan, list[Held]]:
    from bot.commands.point_plan import Planner
    from storage.stores import Stores

    async with app.database.reading() as connection:
        points = Stores(connection, app.keyring).points
        register = await points.held(unit.id)
        try:
            return Planner(register, points.opened, reopen=reopen).plan(listed), register
        except KeyNotHere:
            raise OperatorError(NOT_HERE) from None


async def _ready(app: App, unit: Unit, plan: Plan) -> Ready:
    """Sealed and with codes, before anybody has to wait for it."""
    from storage.stores import Stores

    await app.refresh_keys()  # sealing wants to know the newest
    now = app.clock.now()
    async with app.database.reading() as connection:
        points = Stores(connection, app.keyring).points
        added = [points.row(unit, placed, now) for placed in shown(plan.added)]
        changed: list[dict[str, Any]] = []
        for held, placed, open_ in plan.changed:
            row = points.row(unit, placed, now)
            changed.append(row if open_ else {**row, "sealed": held.sealed})
        return await points.ready(unit, added, changed, plan.signs, now)


async def _stored(app: App, unit: Unit, plan: Plan, ready: Ready, register: list[Held]) -> bool:
    """Store all of it in one transaction; False, and nothing is stored, when the register is no
    longer what it was compared with.
    """
    now = app.clock.now()
    async with app.stores() as stores:
        if await stores.points.held(unit.id, lock=True) != register:
            return False
        await stores.points.add_many(unit, ready)
        for action, count in (
            ("points-imported", len(plan.added)),
            ("points-changed", len(plan.changed) + plan.signed),
        ):
            if count:
                await stores.audit.record(action, now=now, unit_id=unit.id, subject=str(count))
    return True


def shown(items: Iterable[T], what: str = "Sealing") -> Iterator[T]:
    """With a progress bar, on a terminal."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    yield from track(items, what, console=console, disable=not console.is_terminal, transient=True)
