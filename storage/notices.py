"""Notices that wait for their reader and are out of date when the next one of their kind comes."""

from __future__ import annotations

from typing import Final

from sqlalchemy import delete

from storage.connection import Db
from storage.outbox_rows import UNIT, WAITING
from storage.schema import outbox

DIGEST: Final = "digest"
"""The action of an outbox row: how things stand today."""
ALARM: Final = "alarm"
"""An urgent tip rings again. The row's card says which: see `alarm_card`."""


def alarm_card(tip_id: int) -> str:
    """What the repeats of one tip's alarm have in common."""
    return f"alarm:{tip_id}"


def tip_of_alarm(card: str) -> int:
    """The tip of an `alarm_card`."""
    return int(card.removeprefix("alarm:"))


async def drop_waiting(db: Db, unit_id: int, action: str, card: str = "") -> None:
    """What nobody of a unit was there for is not said any more."""
    await db.execute(
        delete(outbox).where(
            outbox.c.channel == UNIT,
            outbox.c.unit_id == unit_id,
            outbox.c.action == action,
            outbox.c.card == card,
            outbox.c.status == WAITING,
        )
    )
