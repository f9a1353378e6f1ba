"""Tips from before the service: sealed like any tip, told to nobody, without a way back.

The same line twice is one tip: where a tip has the keyed hash of its receipt, a past one has the
keyed hash of its line. Whoever holds neither key nor line learns nothing from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, insert, select

from bot.domain import codec
from bot.domain.codes import random_code, random_receipt
from bot.domain.past_tips import PastTip
from bot.domain.tip import Body, Reach, TipStatus, body_to_json
from storage.connection import Db
from storage.crypto import envelope
from storage.crypto.envelope import Place
from storage.crypto.keyring import Keyring
from storage.crypto.pseudonym import Purpose
from storage.ids import new_id
from storage.schema import erased_receipts, messages, tips
from storage.threads import private_place, receipt_key, reporter_place
from storage.tips import REFERENCE_LENGTH
from storage.units import Unit

SOME: Final = 500
"""Values in one question to the database."""
_KNOWN: Final = select(tips.c.receipt_hash).where(
    tips.c.receipt_hash.in_(bindparam("some", expanding=True))
)
_ERASED: Final = select(erased_receipts.c.hash).where(
    erased_receipts.c.hash.in_(bindparam("some", expanding=True))
)
_TAKEN: Final = select(tips.c.reference).where(
    tips.c.reference.in_(bindparam("some", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A past tip as its two rows, and whether its clocks run."""

    tip: dict[str, Any]
    message: dict[str, Any]
    past: PastTip


class Importing:
    """Past tips, of one transaction. Needs no private key but the session's."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self._db = connection
        self._keyring = keyring

    async def new(self, unit: Unit, past: Sequence[PastTip]) -> list[PastTip]:
        """Those that were not imported before, not even if they were erased since."""
        marks = {self.mark(unit, each): each for each in past}
        known: set[bytes] = set()
        for some in _parts(list(marks)):
            for statement in (_KNOWN, _ERASED):
                rows = await self._db.execute(statement, {"some": some})
                known |= {bytes(mark) for mark in rows.scalars()}
        return [each for mark, each in marks.items() if mark not in known]

    def mark(self, unit: Unit, past: PastTip) -> bytes:
        """What one line is known by: its day, kind, place and words."""
        return self._keyring.pseudonym(Purpose.PAST_TIP, unit.slug, *past.sign)

    def prepare(self, unit: Unit, past: PastTip) -> Prepared:
        """Sealed and ready, before any transaction has to wait for it. Its receipt is nobody's."""
        tip_id, message_id = new_id(), new_id()
        pair = envelope.generate(f"tip/{tip_id}")
        reporter = envelope.generate(f"reporter/{tip_id}")
        desk = self._keyring.unit_public(unit.slug)
        nobodys = receipt_key(random_receipt())
        ended = bool(past.outcome)
        tip = {
            "id": tip_id,
            "unit_id": unit.id,
            "reference": f"{unit.prefix}-{random_code(REFERENCE_LENGTH)}",
            "kind": past.kind,
            "urgency": past.urgency,
            "status": TipStatus.CLOSED if ended else TipStatus.NEW,
            "outcome": past.outcome,
            "point_id": past.point_id,
            "owner_id": None,
            "answer_waiting": False,
            "question_waiting": False,
            "side": False,
            "created_at": past.received_at,
            "closed_at": past.ended_at,
            "concluded_at": past.ended_at,
            "source": past.source,
            "public": pair.public().to_bytes(),
            "sealed_private": envelope.seal(
                pair.to_bytes(), desk, private_place(tip_id), exact=True
            ),
            "reporter_public": reporter.public().to_bytes(),
            "sealed_reporter_private": envelope.seal(
                reporter.to_bytes(), nobodys, reporter_place(tip_id), exact=True
            ),
            "receipt_hash": self.mark(unit, past),
            "reach": Reach.RECEIPT,
            "erased_at": None,
        }
        body = codec.dump(body_to_json(Body(past.text, where=past.place)))
        place = Place("messages", "sealed", message_id)
        message = {
            "id": message_id,
            "tip_id": tip_id,
            "member_id": None,
            "created_at": past.received_at,
            "sealed": envelope.seal(body, pair.public(), place),
            "sealed_reporter": None,
        }
        return Prepared(tip, message, past)

    async def add(self, unit: Unit, prepared: Sequence[Prepared]) -> list[str]:
        """Store them all; their references. Raises `Collision`, and nothing is stored, when
        somebody else imports the same at this moment.
        """
        await self._own_references(unit, prepared)
        if prepared:
            await self._db.execute(insert(tips), [each.tip for each in prepared])
            await self._db.execute(insert(messages), [each.message for each in prepared])
        return [each.tip["reference"] for each in prepared]

    async def _own_references(self, unit: Unit, prepared: Sequence[Prepared]) -> None:
        """Draw again for each whose reference is taken, in the database or among themselves."""
        taken: set[str] = set()
        fresh = list(prepared)
        while fresh:
            for some in _parts([each.tip["reference"] for each in fresh]):
                taken |= set((await self._db.execute(_TAKEN, {"some": some})).scalars())
            again = []
            for each in fresh:
                if each.tip["reference"] in taken:
                    again.append(each)
                taken.add(each.tip["reference"])
            for each in again:
                each.tip["reference"] = f"{unit.prefix}-{random_code(REFERENCE_LENGTH)}"
            fresh = again


def open_since(prepared: Sequence[Prepared]) -> Iterator[tuple[int, datetime]]:
    """The open ones and since when their clocks run: `(tip id, moment)`."""
    for each in prepared:
        if not each.past.outcome:
            yield each.tip["id"], each.past.received_at


def _parts(values: list[Any]) -> Iterator[list[Any]]:
    return (values[at : at + SOME] for at in range(0, len(values), SOME))
