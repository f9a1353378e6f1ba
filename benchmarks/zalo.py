"""How fast the webhook of a Zalo official account answers while Zalo itself is slow:
`benchmarks/zalo.py [--json] [--seconds 60] [--rate 150] [--slow 5] [--url …]`

The real service in a process of its own; Zalo in another, where every message takes `--slow`
seconds. Events come when they come, whether or not the ones before were answered: the time of
each counts from the moment at which it was due. In the end every event that was acknowledged must
have been handled once, and every report that was sent be there whole.
"""

from __future__ import annotations

import argparse
import asyncio
import heapq
import json
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy import func, select

from benchmarks.floor import Floor
from benchmarks.ledger import Ledger
from benchmarks.service import Service, machine
from benchmarks.wire import Wire
from benchmarks.zalo_end import zalo_end
from benchmarks.zalo_events import OK, Reporter, Tip, Zalo, permitted, section
from bot.app import App
from storage.schema import events, fetches

THINKS: Final = (3.0, 12.0)
"""Seconds from one message of a resident to the next."""
PHOTO_EVERY: Final = 20
"""One resident in so many sends a photo: one event in a hundred."""
FLOOR_SECONDS: Final = 1.0
BYTES: Final = 6000
"""What a turn leaves in the database."""
LONGEST: Final = 30.0
"""Seconds to wait for the last answers."""


@dataclass
class Load:
    """Residents who report through one account, so many events a second."""

    port: int
    short: str
    zalo: Zalo
    rate: float
    seconds: float
    milliseconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    """How events were answered; 0: not at all."""
    tips: list[Tip] = field(default_factory=list)
    photos: int = 0
    late: float = 0.0
    """The most seconds by which an event left after its time."""

    def __post_init__(self) -> None:
        self._random = random.Random(1)
        self._idle: list[Wire] = []
        self._before: dict[int, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """All of it. Gaps are random, as when nobody knows of anybody else."""
        began, due = time.perf_counter(), 0.0
        thinking: list[tuple[float, int, Reporter]] = []
        while (due := due + self._random.expovariate(self.rate)) < self.seconds:
            if thinking and thinking[0][0] <= due:
                _, number, who = heapq.heappop(thinking)
            else:
                number = len(self.tips) + 1
                photo = number % PHOTO_EVERY == 0
                who = Reporter(self.zalo, number, self.short, photo=photo)
                self.tips.append(who.tip)
            await asyncio.sleep(began + due - time.perf_counter())
            request = await who.next()
            before = self._before.get(number)
            told = self._bring(request, began + due, who.tip if who.done else None, before)
            self._before[number] = asyncio.create_task(told)
            if not who.done:
                again = due + self._random.uniform(*THINKS)
                heapq.heappush(thinking, (again, number, who))
        await asyncio.wait(self._before.values(), timeout=LONGEST)

    async def _bring(
        self, request: bytes, due: float, sends: Tip | None, before: asyncio.Task[None] | None
    ) -> None:
        """One event. Zalo keeps to the order within a chat: the one before is answered first."""
        if before:
            await before
        self.late = max(self.late, time.perf_counter() - due) if not before else self.late
        wire = self._idle.pop() if self._idle else Wire()
        try:
            status = (await wire.ask(self.port, request)).status
        except OSError:
            status = 0
        self.milliseconds.append(1000 * (time.perf_counter() - due))
        self.statuses[status] += 1
        self._idle.append(wire)
        if sends and status == OK:
            sends.sent = True


async def measure(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Everything, in one run."""
    residents = round(options.rate * options.seconds)
    with zalo_end(residents, options.slow) as end:
        service = Service(folder, options.url, section(end["url"]))
        service.prepare()
        async with service.opened() as app:
            await permitted(app, end)
        short = await service.short()
        floors = [await floor(folder, options.url)]
        service.start()
        try:
            load = Load(service.port, short, Zalo(end["photo"]), options.rate, options.seconds)
            cpu = service.cpu()
            await load.run()
            cpu = service.cpu() - cpu
            _, most = service.memory()
        finally:
            service.stop()
        floors.append(await floor(folder, options.url))
    async with service.opened() as app:
        counted = await count(app, load)
    cuts = statistics.quantiles(load.milliseconds, n=1000)
    wrong = sum(n for status, n in load.statuses.items() if status != OK)
    base = statistics.mean(floors)
    return {
        **machine(),
        "database": "postgresql" if options.url else "sqlite",
        "events": sum(load.statuses.values()),
        "rate_per_s": options.rate,
        "seconds": options.seconds,
        "slow_s": options.slow,
        "p50_s": round(cuts[499] / 1000, 4),
        "p99_s": round(cuts[989] / 1000, 4),
        "p999_s": round(cuts[998] / 1000, 4),
        "longest_s": round(max(load.milliseconds) / 1000, 4),
        "errors": wrong + counted["lost"] + counted["twice"],
        **counted,
        "statuses": dict(load.statuses),
        "brought_by_zalo": end["sent"],
        "floor_s": round(base, 6),
        "p50_of_floor": round(cuts[499] / 1000 / base, 1),
        "cpu_ms_an_event": round(1000 * cpu / sum(load.statuses.values()), 2),
        "rss_most_mib": round(most, 1),
        "sent_late_s": round(load.late, 4),
    }


async def count(app: App, load: Load) -> dict[str, int]:
    """What lies in the database against what was acknowledged."""
    async with app.database.reading() as connection:
        handled, to_fetch = [
            int((await connection.execute(select(func.count()).select_from(table))).scalar_one())
            for table in (events, fetches)
        ]
    ledger = await Ledger.read(app)
    lost = 0
    for tip in load.tips:
        found = ledger.tips.get(tip.mark, [])
        whole = [s for s in found if (len(s.files), s.where) == (tip.photos, tip.where)]
        lost += tip.sent and not whole
    sent = sum(tip.sent for tip in load.tips)
    return {
        "acknowledged": load.statuses[OK],
        "handled": handled,
        "tips_sent": sent,
        "tips_stored": ledger.stored,
        "lost": lost + max(0, load.statuses[OK] - handled),
        "twice": ledger.twice,
        "photos": sum(tip.photos for tip in load.tips if tip.sent),
        "photos_to_fetch": to_fetch,
    }


async def floor(folder: Path, url: str) -> float:
    """Seconds that a turn of nothing but parse, seal and commit takes here."""
    if url:
        return await _bare_commits(url)
    bare = Floor(folder / "floor.db", BYTES)
    turns, seconds = bare.run(FLOOR_SECONDS)
    bare.close()
    return seconds / turns


async def _bare_commits(url: str) -> float:
    import asyncpg

    server = await asyncpg.connect(url.replace("postgresql+asyncpg://", "postgresql://"))
    await server.execute("CREATE TABLE IF NOT EXISTS floor (b bytea)")
    row, turns, began = random.randbytes(BYTES), 0, time.perf_counter()
    while time.perf_counter() - began < FLOOR_SECONDS:
        await server.execute("INSERT INTO floor VALUES ($1)", row)
        turns += 1
    seconds = time.perf_counter() - began
    await server.execute("DROP TABLE floor")
    await server.close()
    return seconds / turns


def main() -> int:
    """Run it. Exit status 1 when an event failed or was lost."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=float, default=150, help="events a second")
    parser.add_argument("--slow", type=float, default=5, help="seconds Zalo takes for a message")
    parser.add_argument("--url", default="", help="an empty PostgreSQL database")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tinbao-") as folder:
        figures = asyncio.run(measure(Path(folder), options))
    if options.json:
        print(json.dumps(figures, indent=2))
    else:
        for name, value in figures.items():
            print(f"{name:18} {value}")
    return 1 if figures["errors"] else 0


if __name__ == "__main__":
    sys.exit(main())
