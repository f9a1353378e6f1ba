"""What lies in the database in the end, opened with the desk's key and held against what the
residents were told.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image

from benchmarks import words
from benchmarks.service import UNIT
from bot.app import App
from bot.domain.errors import SealError
from bot.domain.message import StoredFile
from bot.domain.queue import Filter
from bot.domain.tip import Body


@dataclass(frozen=True, slots=True)
class Stored:
    """One tip as an officer would read it. `files` are SHA-256 digests; None where a file does
    not open.
    """

    reference: str
    story: str
    files: tuple[str | None, ...]
    where: str = ""


@dataclass(slots=True)
class Ledger:
    """Every stored tip, by the mark its story carries."""

    tips: dict[str, list[Stored]] = field(default_factory=dict)

    @classmethod
    async def read(cls, app: App) -> Ledger:
        """Open everything."""
        ledger = cls()
        async with app.stores() as stores:
            unit = await stores.units.by_slug(UNIT)
            assert unit
            everything = (unit.id, Filter(), app.clock.now())
            for tip in await stores.queue.page(*everything, limit=10**9):
                [message] = await stores.tips.open(tip.id)
                stored = await _stored(app, tip.reference, message.body)
                ledger.tips.setdefault(words.mark_of(stored.story), []).append(stored)
        return ledger

    @property
    def stored(self) -> int:
        """How many tips there are."""
        return sum(map(len, self.tips.values()))

    def missing(self, marks: Collection[str]) -> int:
        """How many of these are not there."""
        return sum(mark not in self.tips for mark in marks)

    @property
    def twice(self) -> int:
        """Copies beyond the first, of tips and of references."""
        copies = sum(len(same) - 1 for same in self.tips.values())
        references = Counter(s.reference for same in self.tips.values() for s in same)
        return copies + sum(count - 1 for count in references.values())


async def _stored(app: App, reference: str, body: Body) -> Stored:
    files = tuple([await _digest(app, file) for file in body.files])
    return Stored(reference, body.text, files, body.where)


async def _digest(app: App, file: StoredFile) -> str | None:
    """Of the pixels; None when it does not open."""
    content = b""
    try:
        async for piece in app.files.get(file):
            content += piece
    except SealError:
        return None
    with Image.open(BytesIO(content)) as picture:
        return hashlib.sha256(picture.convert("RGB").tobytes()).hexdigest()
