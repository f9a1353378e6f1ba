"""How many turns and tips a second one process takes: `benchmarks/intake.py [--json]`.

The real service on SQLite in a temporary folder, loaded over HTTP by one other process. Between
the slices of load the floor is measured (see `benchmarks.floor`), so that both see the machine in
the same mood. In the end every acknowledged tip must be there once.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.floor import Floor
from benchmarks.ledger import Ledger
from benchmarks.service import Service, machine

LOAD: Final = Path(__file__).with_name("load.py")
SLICE: Final = 1.0
FLOOR_SLICE: Final = 0.3


@dataclass
class Run:
    """All slices of one kind of load with one number of clients."""

    kind: str
    clients: int
    count: int = 0
    seconds: float = 0.0
    cpu: float = 0.0
    errors: int = 0
    milliseconds: list[float] = field(default_factory=list)
    tips: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Requests a second: turns of the chat, or whole tips of the form."""
        return self.count / self.seconds

    def load(self, service: Service, seconds: float) -> None:
        """One slice more."""
        cpu = service.cpu()
        arguments = (service.port, service.code, self.kind, self.clients, seconds)
        command = [sys.executable, str(LOAD), *map(str, arguments)]
        answered = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
        slice_: dict[str, Any] = json.loads(answered)
        self.cpu += service.cpu() - cpu
        self.count += len(slice_["milliseconds"])
        self.seconds += slice_["seconds"]
        self.errors += slice_["errors"]
        self.milliseconds += slice_["milliseconds"]
        self.tips += slice_["tips"]

    def as_dict(self) -> dict[str, float]:
        """Its figures."""
        cuts = statistics.quantiles(self.milliseconds, n=20)
        return {
            "per_s": round(self.rate, 1),
            "p50_ms": round(cuts[9], 2),
            "p95_ms": round(cuts[18], 2),
            "cpu_us": round(self.cpu / self.count * 1e6),
            "errors": self.errors,
        }


async def measure(folder: Path, clients: list[int], seconds: float) -> dict[str, Any]:
    """Everything, in one run."""
    service = Service(folder)
    service.prepare()
    start = service.start()
    try:
        _, idle = service.memory()
        warm = [Run("form", 8), Run("chat", 8)]
        for run in warm:
            before = service.written()
            run.load(service, SLICE)
            size = (service.written() - before) // run.count  # of a turn: the chat comes last
        floor = Floor(folder / "floor.db", size)
        runs, floors = await _alternate(service, floor, clients, seconds)
        now, most = service.memory()
    finally:
        service.stop()
    floor.close()
    marks = [mark for run in (*warm, *runs) for mark in run.tips]
    async with service.opened() as app:
        ledger = await Ledger.read(app)
    chat = {run.clients: run for run in runs if run.kind == "chat"}
    base = statistics.median(floors)
    return {
        **machine(),
        "turns_per_s": {n: run.as_dict() for n, run in chat.items()},
        "form_tips_per_s": {run.clients: run.as_dict() for run in runs if run.kind == "form"},
        "errors": sum(run.errors for run in (*warm, *runs)),
        "floor_turns_per_s": round(base, 1),
        "floor_spread": [round(min(floors), 1), round(max(floors), 1)],
        "turns_of_floor": {n: round(run.rate / base, 3) for n, run in chat.items()},
        "bytes_per_turn": size,
        "rss_mib": round(now, 1),
        "rss_most_mib": round(most, 1),
        "rss_idle_mib": round(idle, 1),
        "start_s": round(start, 2),
        "acknowledged": len(marks),
        "stored": ledger.stored,
        "lost": ledger.missing(marks),
        "duplicated": ledger.twice,
    }


async def _alternate(
    service: Service, floor: Floor, clients: list[int], seconds: float
) -> tuple[list[Run], list[float]]:
    runs = [Run(kind, n) for n in clients for kind in ("chat", "form")]
    floors = []
    for _ in range(max(1, round(seconds / SLICE))):
        for run in runs:
            run.load(service, min(SLICE, seconds))
            count, passed = floor.run(FLOOR_SLICE)
            floors.append(count / passed)
    return runs, floors


def show(figures: dict[str, Any]) -> None:
    """Print for people."""
    for name, value in figures.items():
        if not isinstance(value, dict):
            print(f"{name:20} {value}")
            continue
        print(name)
        for clients, row in value.items():
            cells = row.items() if isinstance(row, dict) else [("", row)]
            print(f"  {clients:>3} clients  " + "  ".join(f"{k} {v}".strip() for k, v in cells))


def main() -> int:
    """Run it. Exit status 1 when a tip is missing or double, or anything failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--clients", default="1,8,64", help="how many at once")
    parser.add_argument("--seconds", type=float, default=5, help="of each kind and number")
    options = parser.parse_args()
    clients = [int(n) for n in options.clients.split(",")]
    with tempfile.TemporaryDirectory(prefix="tinbao-") as folder:
        figures = asyncio.run(measure(Path(folder), clients, options.seconds))
    if options.json:
        print(json.dumps(figures, ensure_ascii=False, indent=2))
    else:
        show(figures)
    return 1 if figures["errors"] or figures["lost"] or figures["duplicated"] else 0


if __name__ == "__main__":
    sys.exit(main())
