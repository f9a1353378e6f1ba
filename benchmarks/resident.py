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
from io import BytesIO
from typing import Final

from PIL import Image

from benchmarks import words
from benchmarks.service import Service
from benchmarks.wire import Answer, File, Wire, form, nonce, page, turn

RECEIPT: Final = re.compile(rb"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")
"""As the page shows it."""
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
        pictures = [self._picture() for _ in range(count)]
        contents = [content for content, _ in pictures]
        digests = [digest for _, digest in pictures]
        tip = Told(words.marked(words.mark()), digests)
        self.told.append(tip)
        return tip, [File("anh.png", "image/png", content) for content in contents]

    def _picture(self) -> tuple[bytes, str]:
        """A PNG of noise, and the digest of its pixels: cleaning makes the file anew."""
        side = self._random.randint(24, 310)
        pixels = self._random.randbytes(side * side * 3)
        made = BytesIO()
        Image.frombytes("RGB", (side, side), pixels).save(made, "PNG", compress_level=1)
        return made.getvalue(), hashlib.sha256(pixels).hexdigest()

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
