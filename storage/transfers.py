"""Handing a tip to another unit: it gets a new key pair, sealed to the other desk.

Everything written so far is sealed anew to the new pair. Whoever kept the old unit's key and a
backup from before can still read what was there until then, and nothing that comes after.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, delete, func, or_, select, update

from bot.domain.tip import Tip
from storage.clocks import Clocks
from storage.connection import Db
from storage.crypto import envelope
from storage.crypto.envelope import Place, PrivateKey, PublicKey
from storage.crypto.keyring import Keyring
from storage.register import Registers
from storage.schema import (
    alarms,
    looking,
    merges,
    messages,
    notes,
    related,
    tip_labels,
    tips,
)
from storage.statuses import Statuses
from storage.threads import private_place

if TYPE_CHECKING:
    from storage.units import Unit

_KEY: Final = select(tips.c.sealed_private).where(tips.c.id == bindparam("tip")).with_for_update()
"""Locked on PostgreSQL: nobody writes into the thread while its keys change."""
_INTO: Final = select(merges.c.into_id).where(merges.c.tip_id == bindparam("tip"))
_FROM: Final = select(func.count()).select_from(merges).where(merges.c.into_id == bindparam("tip"))


@dataclass(frozen=True, slots=True)
class Joined:
    """Whether a tip is part of another, and how many are part of it."""

    is_part: bool
    parts: int


class Transfers:
    """The transfers of one transaction."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self._db = connection
        self._keyring = keyring

    async def joined(self, tip_id: int) -> Joined:
        """What a tip is merged with."""
        into = (await self._db.execute(_INTO, {"tip": tip_id})).first()
        parts = (await self._db.execute(_FROM, {"tip": tip_id})).scalar_one()
        return Joined(into is not None, int(parts))

    async def move(self, tip: Tip, to: Unit, owner_id: int, now: datetime) -> bool:
        """Hand a tip to another unit; False when it is not (or no longer) its owner's to give, or
        merged with others. Raises `KeyNotHere` where the old unit's desk is not, before anything
        is changed.
        """
        sealed = (await self._db.execute(_KEY, {"tip": tip.id})).scalar()
        if not sealed or await self.joined(tip.id) != Joined(False, 0):
            return False
        old = PrivateKey.from_bytes(
            f"tip/{tip.id}", self._keyring.open(sealed, private_place(tip.id))
        )
        desk = self._keyring.unit_public(to.slug)
        registers = Registers(self._db)
        if not await Statuses(self._db).passed_on(tip.id, owner_id, tip.unit_id, to.id):
            return False
        await self._rekey(tip.id, old, desk)
        await registers.write(tip.id, tip.unit_id, to.name, owner_id, now, to.id)
        await Clocks(self._db).move(tip.id, to.id)
        await self._drop(tip.id)
        return True

    async def _rekey(self, tip_id: int, old: PrivateKey, desk: PublicKey) -> None:
        new = envelope.generate(f"tip/{tip_id}")
        for table in (messages, notes):
            rows: Any = await self._db.execute(
                select(table.c.id, table.c.sealed).where(table.c.tip_id == tip_id)
            )
            for row in rows.all():
                place = Place(table.name, "sealed", row.id)
                again = envelope.seal(envelope.open(row.sealed, old, place), new.public(), place)
                await self._db.execute(
                    update(table).where(table.c.id == row.id).values(sealed=again)
                )
        sealed = envelope.seal(new.to_bytes(), desk, private_place(tip_id), exact=True)
        await self._db.execute(
            update(tips)
            .where(tips.c.id == tip_id)
            .values(public=new.public().to_bytes(), sealed_private=sealed)
        )

    async def _drop(self, tip_id: int) -> None:
        """What the old unit had put on it stays behind."""
        for table in (tip_labels, looking, alarms):
            await self._db.execute(delete(table).where(table.c.tip_id == tip_id))
        either = or_(related.c.tip_id == tip_id, related.c.other_id == tip_id)
        await self._db.execute(delete(related).where(either))
