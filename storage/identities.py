"""What reporters chose to leave, under a layer for each custodian. Nothing here can open it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, insert, select, update

from bot.domain import codec
from bot.domain.identity import Identity, Keeper
from storage.connection import Db
from storage.crypto.layers import Envelope, Opener, seal
from storage.custodians import Custodians
from storage.schema import decisions, disclosures, identities, tip_contacts, tips, units

WITHDRAWN: Final = "withdrawn"
ASKED: Final = "asked"


@dataclass(frozen=True, slots=True)
class Kept:
    """That a tip has an identity, and who must agree to open it."""

    tip_id: int
    unit_id: int
    keepers: tuple[Keeper, ...]
    created_at: datetime
    disclosed_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnTip:
    """A tip that a chat is joined to, open or closed."""

    id: int
    unit_id: int
    reference: str


_OF: Final = select(identities).where(identities.c.tip_id == bindparam("tip"))
_OWN: Final = (
    select(tips.c.id, tips.c.unit_id, tips.c.reference)
    .join(tip_contacts, tip_contacts.c.tip_id == tips.c.id)
    .where(
        tip_contacts.c.contact_id == bindparam("contact"),
        tips.c.reference == bindparam("reference"),
        tips.c.erased_at.is_(None),
    )
)

_BY_ID: Final = select(tips.c.id, tips.c.unit_id, tips.c.reference).where(
    tips.c.id == bindparam("tip"), tips.c.erased_at.is_(None)
)


class Identities:
    """The identities of one transaction."""

    def __init__(self, connection: Db) -> None:
        self._db = connection
        self._custodians = Custodians(connection)

    async def leave(self, tip_id: int, identity: Identity, now: datetime) -> bool:
        """Seal an identity to all custodians, in place of one left before.

        False, and nothing stored, where there is no custodian, the one before was handed over, or
        the tip was erased meanwhile.
        """
        # Locked on PostgreSQL, so that an erasure comes before or after this.
        row = (await self._db.execute(_BY_ID.with_for_update(), {"tip": tip_id})).first()
        if row is None:
            return False
        keepers = await self._custodians.keepers(row.unit_id)
        before = await self.of(tip_id)
        if not keepers or (before and before.disclosed_at):
            return False
        made = seal(
            identity,
            [(Opener(k.fingerprint, k.name), k.key) for k in keepers],
            unit="",
            reference=row.reference,
            tip_id=tip_id,
        )
        layers = [[k.id, k.fingerprint, k.name] for k in keepers]
        await self._db.execute(delete(identities).where(identities.c.tip_id == tip_id))
        await self._db.execute(
            insert(identities),
            {
                "tip_id": tip_id,
                "unit_id": keepers[0].unit_id,
                "layers": codec.dump(layers).decode(),
                "sealed": made.sealed,
                "created_at": now,
            },
        )
        return True

    async def of(self, tip_id: int) -> Kept | None:
        """Whether a tip has one, and whose it is to open."""
        row = (await self._db.execute(_OF, {"tip": tip_id})).first()
        if row is None:
            return None
        keepers = tuple(Keeper(*layer) for layer in codec.load(row.layers.encode()))
        return Kept(tip_id, row.unit_id, keepers, row.created_at, row.disclosed_at)

    async def own_tip(self, contact_id: int, reference: str) -> OwnTip | None:
        """A tip by its reference, if this chat is joined to it."""
        row = (
            await self._db.execute(_OWN, {"contact": contact_id, "reference": reference})
        ).first()
        return OwnTip(*row) if row else None

    async def visited_tip(self, tip_id: int) -> OwnTip | None:
        """A tip by its id, for a chat whose sealed state says that it showed the receipt."""
        row = (await self._db.execute(_BY_ID, {"tip": tip_id})).first()
        return OwnTip(*row) if row else None

    async def withdraw(self, tip_id: int) -> bool:
        """Erase an identity that was not handed over; requests for it end. False: there is none,
        or it is too late.
        """
        done = await self._db.execute(
            delete(identities).where(
                identities.c.tip_id == tip_id, identities.c.disclosed_at.is_(None)
            )
        )
        return done.rowcount == 1

    async def hand_over(self, tip_id: int, now: datetime) -> str | None:
        """The envelope's text, for the custodians; from here on it cannot be withdrawn. None when
        it was meanwhile.
        """
        await self._db.execute(
            update(identities)
            .where(identities.c.tip_id == tip_id, identities.c.disclosed_at.is_(None))
            .values(disclosed_at=now)
        )
        return await self.envelope(tip_id)

    async def envelope(self, tip_id: int) -> str | None:
        """The text of an envelope that was handed over; None when there is none."""
        row = (
            await self._db.execute(
                select(identities.c.layers, identities.c.sealed, tips.c.reference, units.c.name)
                .join(tips, tips.c.id == identities.c.tip_id)
                .join(units, units.c.id == tips.c.unit_id)
                .where(identities.c.tip_id == tip_id, identities.c.disclosed_at.is_not(None))
            )
        ).first()
        if row is None:
            return None
        openers = tuple(Opener(mark, name) for _, mark, name in codec.load(row.layers.encode()))
        made = Envelope(row.name, row.reference, tip_id, openers, len(openers), row.sealed)
        return made.to_text()

    async def erase(self, tip_id: int) -> None:
        """Leave nothing of a tip's identity or of what was said about it.

        That the reporter is still to be told of a disclosure is kept, without its reason.
        """
        mine = select(disclosures.c.id).where(disclosures.c.tip_id == tip_id)
        await self._db.execute(delete(decisions).where(decisions.c.disclosure_id.in_(mine)))
        await self._db.execute(delete(identities).where(identities.c.tip_id == tip_id))
        of_tip = disclosures.c.tip_id == tip_id
        await self._db.execute(
            update(disclosures).where(of_tip, disclosures.c.status == ASKED).values(
                status=WITHDRAWN
            )
        )  # fmt: skip
        untold = disclosures.c.tell_after.is_not(None) & disclosures.c.reporter_told_at.is_(None)
        await self._db.execute(delete(disclosures).where(of_tip, ~untold))
        await self._db.execute(update(disclosures).where(of_tip).values(sealed_reason=b""))
