"""How fast the desk is at 1,000, 30,000 and 300,000 tips: `benchmarks/desk.py [--json]`.

One run fills one database further and further and measures at each size: a page of the queue and
an opened tip as whole turns (with commit, audit and the look for twins), the look for twins alone,
and how many tips a second a search reads. Up to 400 tips are open, the others closed, as in a
commune that has kept its archive. SQLite in a temporary folder; with `--url` another, empty one.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy import text

from benchmarks.archive import EVERY, Archive
from benchmarks.service import machine
from bot.app import App
from bot.config import Config
from bot.demo.setup import UNIT, configuration, enrol, opened_as
from bot.domain.access import Role
from bot.domain.finding import Progress, Search, Stage, Wanted
from bot.domain.message import Address, Inbound, Reply, Text
from bot.domain.tip import Tip

TIMES: Final = 60
SEARCHED: Final = 3_000
"""Tips that a search reads here at most: the rate is the same for more."""


class Desk:
    """One officer at one database."""

    def __init__(self, app: App, unit_id: int) -> None:
        self._app = app
        self._unit = unit_id
        self._contact = 0
        self._secret = secrets.token_urlsafe(32)

    async def begin(self) -> None:
        """Enrol, on a fresh page: one with hundreds of messages is slower by itself."""
        await enrol(self._app, self._secret, Role.OFFICER, "Đồng chí Lan")

    async def queue(self) -> None:
        """The first page."""
        await self._event(text="/hang-doi")

    async def open(self, reference: str) -> None:
        """A tip with all that the desk shows of it."""
        await self._event(choice=f"triage.open:{reference}")

    async def twin(self, tip: Tip) -> None:
        """The look for twins."""
        async with self._app.stores() as stores:
            await stores.merging.twin(tip, self._app.clock.now())

    async def tip(self, reference: str) -> Tip:
        """By reference."""
        async with self._app.stores() as stores:
            found = await stores.tips.by_reference(self._unit, reference)
        assert found is not None
        return found

    async def search(self, size: int) -> tuple[float, float]:
        """Tips read a second by a search that finds nothing, with nothing else to do; and how
        long a page of the queue takes meanwhile, in milliseconds.
        """
        last: list[Progress] = []

        def show(progress: Progress) -> Reply:
            last.append(progress)
            return Reply(Text("find-none-runs"), card="find:0")

        wanted = Wanted(("khongco",), since=self._app.clock.now() - EVERY * min(size, SEARCHED))
        began = time.perf_counter()
        await self._begin(wanted, show)
        await self._app.engine.searches.idle()
        rate = last[-1].seen / (time.perf_counter() - began)
        assert last[-1].stage is Stage.DONE, last[-1]
        await self._begin(wanted, show)
        meanwhile = await quarter(self.queue, 10)
        async with self._app.stores() as stores:
            member = await stores.members.by_contact(self._contact)
            assert member is not None
            await stores.finding.stop(member.id)
        await self._app.engine.searches.idle()
        return rate, meanwhile

    async def _begin(self, wanted: Wanted, show: Callable[[Progress], Reply]) -> None:
        async with self._app.stores() as stores:
            member = await stores.members.by_contact(self._contact)
            assert member is not None
            number = await stores.finding.begin(member.id, self._app.clock.now())
        search = Search(number, self._unit, wanted, show)
        self._app.engine.searches.begin(member.id, self._contact, search)

    async def _event(self, **what: str) -> None:
        event = Inbound(Address("web", self._secret), secrets.token_hex(8), **what)
        self._contact = (await self._app.engine.handle(event)).contact_id


async def quarter(deed: Callable[[], Awaitable[None]], times: int = TIMES) -> float:
    """Milliseconds that a quarter of all tries stayed below: what else a machine does at one size
    and not at another is no growth.
    """
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        await deed()
        spent.append(time.perf_counter() - began)
    return statistics.quantiles(spent, n=4)[0] * 1000


async def measure(config: Config, sizes: list[int], say: Callable[[str], None]) -> dict[str, Any]:
    """Everything, in one run."""
    async with opened_as(config):
        pass
    app = await App.open(config)
    try:
        async with app.stores() as stores:
            unit = await stores.units.by_slug(UNIT)
            assert unit is not None
            points = [point.id for point in await stores.points.of_unit(unit.id)]
        archive = Archive(app, unit, points)
        at: dict[int, dict[str, float]] = {}
        for size in sizes:
            say(f"filling to {size} …")
            filled = await archive.fill(size)
            await app.refresh_keys()
            if "postgresql" in config.database.url:
                # What grew over years has been looked through by the server's own housekeeping.
                async with app.database.transaction() as connection:
                    await connection.execute(text("ANALYZE"))
            desk = Desk(app, unit.id)
            await desk.begin()
            at[size] = await _at(desk, archive, size) | {"filling_s": round(filled, 1)}
            say(f"{size}: {at[size]}")
        assert app.engine.failed == 0
    finally:
        await app.close()
    first, last = at[sizes[0]], at[sizes[-1]]
    return {
        **machine(),
        "rapidfuzz": version("rapidfuzz"),
        "database": config.database.url.partition(":")[0],
        "sizes": at,
        "queue_page_growth": round(last["queue_page_ms"] / first["queue_page_ms"], 2),
        "open_growth": round(last["open_ms"] / first["open_ms"], 2),
    }


async def _at(desk: Desk, archive: Archive, size: int) -> dict[str, float]:
    references = archive.references[:TIMES]
    known = [await desk.tip(reference) for reference in references]
    opened, compared = iter(references * 2), iter(known * 2)
    for reference in references[:5]:
        await desk.open(reference)
        await desk.queue()
    queue = await quarter(desk.queue)
    open_ = await quarter(lambda: desk.open(next(opened)), len(references))
    twin = await quarter(lambda: desk.twin(next(compared)), len(known))
    rate, meanwhile = await desk.search(size)
    return {
        "queue_page_ms": round(queue, 2),
        "open_ms": round(open_, 2),
        "duplicate_check_ms": round(twin, 2),
        "search_tips_per_s": round(rate),
        "queue_page_while_searching_ms": round(meanwhile, 2),
    }


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--sizes", default="1000,30000,300000", help="tips, rising")
    parser.add_argument("--url", default="", help="of another database, which must be empty")
    options = parser.parse_args()
    sizes = sorted(int(size) for size in options.sizes.split(","))

    def say(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory(prefix="tinbao-") as folder:
        config = configuration(Path(folder), 1)
        if options.url:
            config = Config.of(
                {
                    "database": {"url": options.url},
                    "files": {"url": f"file:{folder}/files"},
                    "keys": {"dir": f"{folder}/keys"},
                    "staff": {"second_factor": "off"},
                }
            )
        figures = asyncio.run(measure(config, sizes, say))
    if options.json:
        print(json.dumps(figures, ensure_ascii=False, indent=2))
    else:
        for name, value in figures.items():
            if isinstance(value, dict):
                for size, row in value.items():
                    print(f"{size:>8} tips  " + "  ".join(f"{k} {v}" for k, v in row.items()))
            else:
                print(f"{name:20} {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
