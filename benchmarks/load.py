"""One slice of load, in a process of its own: `load.py PORT CODE chat|form CLIENTS SECONDS`.

Prints JSON: requests that were answered, the milliseconds of each, errors, the marks of the tips
that were acknowledged, and the seconds it took.
"""

from __future__ import annotations

import asyncio
import gc
import json
import re
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import words
from benchmarks.wire import Answer, Wire, form, nonce, turn

RECEIPT: Final = re.compile(rb"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")
"""As the page shows it."""
_LAST: Final = re.compile(rb'data-last="(\d+)"')


@dataclass
class Slice:
    """What one run of some clients came to."""

    milliseconds: list[float] = field(default_factory=list)
    errors: int = 0
    tips: list[str] = field(default_factory=list)
    seconds: float = 0.0


class Client:
    """A connection over which one resident after another reports, until the time is up."""

    def __init__(self, port: int, code: str, until: float, slice_: Slice) -> None:
        self._port, self._code, self._until, self._slice = port, code, until, slice_
        self._wire = Wire()

    async def run(self, tip: Callable[[Client], Awaitable[None]]) -> None:
        """Report and report."""
        while time.perf_counter() < self._until:
            try:
                await tip(self)
            except OSError:
                self._slice.errors += 1
                self._wire = Wire()
        self._wire.close()

    async def by_form(self) -> None:
        """A whole tip in one POST."""
        mark = words.mark()
        fields = {
            "nonce": nonce(),
            "story": words.marked(mark),
            "when": words.WHEN,
            "where": words.WHERE,
            "kind": words.KIND,
        }
        answer = await self._ask(form(f"/q/{self._code}/form", fields))
        if answer.status == 303:
            self._slice.tips.append(mark)

    async def by_chat(self) -> None:
        """Scan, tell, send: three turns."""
        mark = words.mark()
        cookie, after = b"", "0"
        for said in (
            {"start": self._code},
            {"text": words.marked(mark)},
            {"choice": words.SEND},
        ):
            fields = {"nonce": nonce(), "after": after, **said}
            answer = await self._ask(turn(fields, cookie))
            if not answer.good:
                return
            cookie = cookie or answer.cookie
            last = _LAST.search(answer.body)
            after = last[1].decode() if last else "0"
        if RECEIPT.search(answer.body):
            self._slice.tips.append(mark)
        else:
            self._slice.errors += 1

    async def _ask(self, request: bytes) -> Answer:
        began = time.perf_counter()
        answer = await self._wire.ask(self._port, request)
        self._slice.milliseconds.append((time.perf_counter() - began) * 1000)
        if not answer.good:
            self._slice.errors += 1
        return answer


async def load(port: int, code: str, kind: str, clients: int, seconds: float) -> Slice:
    """Run one slice."""
    tip = Client.by_form if kind == "form" else Client.by_chat
    slice_, began = Slice(), time.perf_counter()
    until = began + seconds
    await asyncio.gather(*(Client(port, code, until, slice_).run(tip) for _ in range(clients)))
    slice_.seconds = time.perf_counter() - began
    return slice_


if __name__ == "__main__":
    gc.disable()
    port, code, kind, clients, seconds = sys.argv[1:]
    done = asyncio.run(load(int(port), code, kind, int(clients), float(seconds)))
    print(json.dumps(asdict(done)))
