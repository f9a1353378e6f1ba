"""How long a list of places takes to come in, and who waits for it:
`benchmarks/register.py [--json] [--lines 50000] [--keepers 0.5] [--format csv|xlsx] [--url …]`

The service runs while `tinbao points import` brings the list in; a resident sends one tip after
the other. The longest that they wait is what the import's transaction does to everybody.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import words
from benchmarks.service import ROOT, UNIT, Service, machine
from benchmarks.wire import Wire, form, nonce
from bot.commands.point_words import HEADS
from bot.commands.sheet_out import writing

KINDS: Final = ("thôn", "nhà trọ", "nhà trọ", "trường học", "doanh nghiệp")


def write(file: Path, lines: int, keepers: float) -> None:
    """A list of so many places, of which a share says who keeps the sign."""
    named = round(keepers * 100)
    with writing(file, "Diem") as put:
        put([names[0] for names in HEADS.values()])
        for n in range(lines):
            said: dict[str, str | float] = {
                "kind": KINDS[n % len(KINDS)],
                "name": f"Điểm số {n}",
                "parent": f"Điểm số {n - n % len(KINDS)}" if n % len(KINDS) else "",
                "address": f"Đường liên thôn, số {n}",
                "keeper": f"Bà Tư, 09{n:08d}" if n % 100 < named else "",
                "latitude": "11,5432",
                "longitude": "106,6054",
                "tags": "công nhân",
            }
            put([said.get(what, "") for what in HEADS])


def bring_in(service: Service, file: Path) -> dict[str, float]:
    """One import by the command: seconds, and the most memory that it had."""
    command = [sys.executable, "-m", "bot", "points", "import", str(file), "--unit", UNIT]
    began = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--config", str(service.config)], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError("tinbao points import failed")
    return {
        "seconds": round(time.perf_counter() - began, 1),
        "peak_mib": round(usage.ru_maxrss / 1024),
    }


async def report(service: Service, waited: list[float]) -> None:
    """Tips one after the other, each with the milliseconds until it was taken."""
    wire = Wire()
    while True:
        fields = {
            "nonce": nonce(),
            "story": words.marked(words.mark()),
            "when": words.WHEN,
            "where": words.WHERE,
            "kind": words.KIND,
        }
        began = time.perf_counter()
        answer = await wire.ask(service.port, form(f"/q/{service.code}/form", fields))
        if not answer.good:
            raise RuntimeError(f"a tip was answered with {answer.status}")
        waited.append(1000 * (time.perf_counter() - began))


async def measure(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """The list as new, and once more when it is there."""
    service = Service(folder, options.url)
    service.prepare()
    service.start()
    found: dict[str, Any] = {}
    try:
        file = folder / f"diem.{options.format}"
        write(file, options.lines, options.keepers)
        for name in ("new", "again"):
            waited: list[float] = []
            resident = asyncio.create_task(report(service, waited))
            figures = await asyncio.to_thread(bring_in, service, file)
            resident.cancel()
            await asyncio.gather(resident, return_exceptions=True)
            waited.sort()
            figures |= {
                "tips_meanwhile": len(waited),
                "median_ms": round(waited[len(waited) // 2]),
                "longest_ms": round(waited[-1]),
            }
            found[name] = figures
    finally:
        service.stop()
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--lines", type=int, default=50_000)
    parser.add_argument("--keepers", type=float, default=0.5)
    parser.add_argument("--format", choices=("csv", "xlsx"), default="csv")
    parser.add_argument("--url", default="", help="an empty PostgreSQL database")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measure(Path(folder), options))
    if options.json:
        print(json.dumps({"lines": options.lines, **found, "machine": machine()}, indent=2))
        return
    for name, figures in found.items():
        print(name, *(f"{what}={value}" for what, value in figures.items()))


if __name__ == "__main__":
    main()
