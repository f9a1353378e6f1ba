"""Whether a power cut loses anything: `benchmarks/faults.py [--json] [--rounds 50] [--zalo]`.

Eight residents report in parallel over HTTP while the service is killed (`kill -9`) at random
moments and started again on the same files. In the end every tip that was acknowledged must be
there once and complete, and nothing twice, although the residents send again whatever was not
acknowledged. With `--zalo` they write to an official account, and Zalo brings their events.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.ledger import Ledger
from benchmarks.resident import Resident, Told
from benchmarks.service import Service
from benchmarks.zalo_resident import ZaloResident, reporting

RESIDENTS: Final = 8
LONGEST: Final = 2.0
"""Seconds from a start to the kill, at the most: a photo is cleaned by a process of its own, and
with less than this hardly anybody who sends one is done before the next kill.
"""


async def play(service: Service, rounds: int, seed: int, *, zalo: bool) -> dict[str, Any]:
    """All rounds, then the count."""
    began = time.perf_counter()
    if zalo:
        async with reporting(service, RESIDENTS, seed) as people:
            await _kill(service, rounds, seed, people.all)
            counted = await people.count()
    else:
        service.prepare()
        residents = [Resident(service, seed + n) for n in range(RESIDENTS)]
        await _kill(service, rounds, seed, residents)
        counted = await _count(service, [tip for who in residents for tip in who.told])
    return {**counted, "rounds": rounds, "seconds": round(time.perf_counter() - began, 1)}


async def _kill(
    service: Service, rounds: int, seed: int, residents: Sequence[Resident | ZaloResident]
) -> None:
    """Start and kill while they report, then let everybody finish what they began."""
    over = asyncio.Event()
    tasks = [asyncio.create_task(resident.run(over.is_set)) for resident in residents]
    chance = random.Random(seed)
    try:
        for _ in range(rounds):
            await asyncio.to_thread(service.start)
            await asyncio.sleep(chance.uniform(0, LONGEST))
            await asyncio.to_thread(service.kill)
        await asyncio.to_thread(service.start)
        over.set()
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.to_thread(service.stop)


async def _count(service: Service, told: list[Told]) -> dict[str, int]:
    acknowledged = [tip for tip in told if tip.receipt]
    async with service.opened() as app:
        ledger = await Ledger.read(app)
        lost = 0
        async with app.stores() as stores:
            for tip in acknowledged:
                stored = ledger.tips.get(tip.mark, [])
                found = await stores.tips.by_receipt(tip.receipt)
                whole = [s for s in stored if s.story == tip.story and list(s.files) == tip.files]
                if not (found and found.reference in {s.reference for s in whole}):
                    lost += 1
    receipts = Counter(tip.receipt for tip in acknowledged)
    return {
        "acknowledged": len(acknowledged),
        "stored": ledger.stored,
        "lost": lost,
        "duplicated": ledger.twice + sum(count - 1 for count in receipts.values()),
    }


def main() -> int:
    """Run it. Exit status 1 when anything was lost or is there twice."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--rounds", type=int, default=50, help="how often it is killed")
    parser.add_argument("--zalo", action="store_true", help="by the webhook of Zalo's account")
    parser.add_argument("--seed", type=int, help="repeat the same moments")
    parser.add_argument("--url", default="", help="an empty PostgreSQL database")
    options = parser.parse_args()
    seed = random.randrange(2**32) if options.seed is None else options.seed
    with tempfile.TemporaryDirectory(prefix="tinbao-") as folder:
        service = Service(Path(folder), options.url)
        figures = {
            **asyncio.run(play(service, options.rounds, seed, zalo=options.zalo)),
            "seed": seed,
        }
    if options.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:14} {value}")
    return 1 if any(figures.get(name) for name in ("lost", "duplicated", "unanswered")) else 0


if __name__ == "__main__":
    sys.exit(main())
