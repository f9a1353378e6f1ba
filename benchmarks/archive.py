"""A database full of tips, made in bulk: every row is sealed as the service seals it, and opens.

What is dear and the same for each is made once: a tip's key pair is the same 96 bytes under
another name. The places they are sealed in differ, so that each has to be opened by itself.
"""

from __future__ import annotations

import random
import secrets
import time
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import insert

from benchmarks import words
from bot.app import App
from bot.domain import codec
from bot.domain.tip import Body, TipKind, TipStatus, body_to_json
from storage.crypto import envelope
from storage.crypto.envelope import Place
from storage.ids import new_id
from storage.schema import messages, tips
from storage.threads import private_place
from storage.units import Unit

OPEN: Final = 400
"""Tips that are not closed, whatever the size: more than that no commune can work on."""
EVERY: Final = timedelta(minutes=20)
"""Between two tips; the newest 2,000 came in the last month."""
CHUNK: Final = 2_000
_WORDS: Final = words.STORY.split()


class Archive:
    """Fills one unit's queue and archive, ever further."""

    def __init__(self, app: App, unit: Unit, point_ids: list[int]) -> None:
        self._app = app
        self._unit = unit
        self._points = point_ids
        pair = envelope.generate("tip/1")
        self._pair, self._public = pair.to_bytes(), pair.public()
        self._reporter = envelope.generate("reporter/1")
        self._random = random.Random(4)
        self._newest = app.clock.now()
        self.count = 0
        self.references: list[str] = []
        """Of the open ones."""

    async def fill(self, size: int) -> float:
        """Have `size` tips; the seconds it took."""
        began = time.perf_counter()
        while self.count < size:
            await self._app.refresh_keys()  # which a process that serves does by itself
            some = [self._row() for _ in range(min(CHUNK, size - self.count))]
            async with self._app.database.transaction() as connection:
                await connection.execute(insert(tips), [tip for tip, _ in some])
                await connection.execute(insert(messages), [said for _, said in some])
        return time.perf_counter() - began

    def _row(self) -> tuple[dict[str, Any], dict[str, Any]]:
        tip_id, message_id = new_id(), new_id()
        at = self._newest - EVERY * self.count
        still = self.count < OPEN
        reference = f"{self._unit.prefix}-{self.count:05X}"
        if still:
            self.references.append(reference)
        self.count += 1
        tip = {
            "id": tip_id,
            "unit_id": self._unit.id,
            "reference": reference,
            "kind": self._random.choice(list(TipKind)).value,
            "urgency": "urgent" if self._random.random() < 0.05 else "normal",
            "status": TipStatus.NEW if still else TipStatus.CLOSED,
            "outcome": "" if still else "right",
            "point_id": self._random.choice(self._points),
            "owner_id": None,
            "answer_waiting": False,
            "question_waiting": False,
            "side": False,
            "muted": False,
            "created_at": at,
            "closed_at": None if still else at + timedelta(days=5),
            "source": "chat",
            "public": b"-",
            "sealed_private": envelope.seal(
                self._pair,
                self._app.keyring.unit_public(self._unit.slug),
                private_place(tip_id),
                exact=True,
            ),
            "reporter_public": self._reporter.public().to_bytes(),
            "sealed_reporter_private": b"-",
            "receipt_hash": secrets.token_bytes(16),
            "reach": "receipt",
        }
        story = " ".join(self._random.choices(_WORDS, k=60))
        sealed = envelope.seal(
            codec.dump(body_to_json(Body(story))),
            replace(self._public, key_id=f"tip/{tip_id}"),
            Place("messages", "sealed", message_id),
        )
        said = {
            "id": message_id,
            "tip_id": tip_id,
            "member_id": None,
            "created_at": at,
            "sealed": sealed,
            "sealed_reporter": None,
        }
        return tip, said
