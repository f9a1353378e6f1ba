"""Somebody who reports while the service is killed again and again, and remembers what they were
told.
"""

from __future__ import annotations

import asyncio
import hashlib
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from benchmarks import words
from benchmarks.service import Service
from benchmarks.wire import Answer, File, Wire, form, nonce, page, turn

RECEIPT: Final = re.compile(rb"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")
"""As the page shows it."""
_JPEG: Final = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
_PAUSE: Final = 0.02
"""Seconds before a resident whose line broke tries again."""


@dataclass
class Told:
    """One tip: what the resident sent, and the receipt once they have read it."""

    story: str
    files: list[str] = field(default_factory=list)
    receipt: str = ""

    @property
    def mark(self) -> str:
        """By which it is found again."""
        return words.mark_of(self.story)


class Resident:
    """Reports by form and by chat, with and without photos, until `finish` says so.

    What was not acknowledged is sent again, the same bytes, until it is: like a browser whose page
    is loaded again. `told` holds every tip that was begun.
    """

    def __init__(self, service: Service, seed: int) -> None:
        self.told: list[Told] = []
        self._service = service
        self._random = random.Random(seed)
        self._wire = Wire()
        self._cookie = b""

    async def run(self, finish: Callable[[], bool]) -> None:
        """Report and report."""
        while not finish():
            self._cookie = b""
            await self._random.choice((self._by_form, self._by_chat))()
        self._wire.close()

    async def _by_form(self) -> None:
        tip, files = self._tip()
        fields = {
            "nonce": nonce(),
            "story": tip.story,
            "when": words.WHEN,
            "where": words.WHERE,
            "kind": words.KIND,
        }
        await self._until_taken(
            lambda: form(f"/q/{self._service.code}/form", fields, self._cookie, files)
        )
        answer = await self._until_taken(lambda: page(self._cookie))
        self._read(tip, answer)

    async def _by_chat(self) -> None:
        tip, files = self._tip()
        said: list[tuple[dict[str, str], list[File]]] = [
            ({"start": self._service.code}, []),
            ({"text": tip.story}, files),
            ({"choice": words.SEND}, []),
        ]
        for one, with_files in said:
            fields = {"nonce": nonce(), "after": "0", **one}
            answer = await self._until_taken(
                lambda f=fields, w=with_files: turn(f, self._cookie, w)  # type: ignore[misc]
            )
        self._read(tip, answer)

    def _tip(self) -> tuple[Told, list[File]]:
        count = self._random.choice((0, 0, 1, 2))
        contents = [
            _JPEG + self._random.randbytes(self._random.randint(2_000, 300_000))
            for _ in range(count)
        ]
        digests = [hashlib.sha256(content).hexdigest() for content in contents]
        tip = Told(words.marked(words.mark()), digests)
        self.told.append(tip)
        return tip, [File("anh.jpg", "image/jpeg", content) for content in contents]

    def _read(self, tip: Told, answer: Answer) -> None:
        found = RECEIPT.findall(answer.body)
        tip.receipt = found[-1].decode() if found else ""

    async def _until_taken(self, request: Callable[[], bytes]) -> Answer:
        while True:
            try:
                answer = await self._wire.ask(self._service.port, request())
            except OSError:
                self._wire = Wire()
                await asyncio.sleep(_PAUSE)
                continue
            self._cookie = self._cookie or answer.cookie
            if answer.good:
                return answer
            await asyncio.sleep(_PAUSE)
