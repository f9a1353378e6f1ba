"""What reporters chose to leave, under a layer for each custodian. Nothing here can open those.

Custodians' keys do not rotate. So one more layer lies outside, sealed to the custodians' unit:
what was erased stays sealed in an old backup once that unit's key was replaced. The desk takes it
off when it hands the envelope over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, delete, insert, select, update

from bot.domain import codec
from bot.domain.identity import Identity, Keeper
from storage.connection import Db
from storage.crypto import envelope
from storage.crypto.envelope import Place, fingerprint, sealed_to
from storage.crypto.keyring import Keyring
from storage.crypto.layers import Envelope, Opener, seal
from storage.custodians import Custodians
from storage.keys import Keys
from storage.schema import decisions, disclosures, identities, tip_contacts, tips, units

WITHDRAWN: Final = "withdrawn"
ASKED: Final = "asked"
BATCH: Final = 100
"""Rows covered in one transaction."""


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

_ROWS: Final = (
    select(identities.c.tip_id, identities.c.layers, identities.c.sealed, units.c.slug)
    .join(units, units.c.id == identities.c.unit_id)
    .where(identities.c.tip_id > bindparam("after"))
    .order_by(identities.c.tip_id)
    .limit(BATCH)
)
_BY_ID: Final = select(tips.c.id, tips.c.unit_id, tips.c.reference).where(
    tips.c.id == bindparam("tip"), tips.c.erased_at.is_(None)
)


class Identities:
    """The identities of one transaction."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self._db = connection
        self._keyring = keyring
        self._custodians = Custodians(connection)
        self._keys = Keys(connection)

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
        unit_id = keepers[0].unit_id
        layers = [[k.id, k.fingerprint, k.name] for k in keepers]
        await self._db.execute(delete(identities).where(identities.c.tip_id == tip_id))
        if before:
            await self._keys.want_rotation(before.unit_id, now)
        await self._db.execute(
            insert(identities),
            {
                "tip_id": tip_id,
                "unit_id": unit_id,
                "layers": codec.dump(layers).decode(),
                "sealed": self._covered(made.sealed, await self._slug(unit_id), tip_id),
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

    async def withdraw(self, tip_id: int, now: datetime) -> bool:
        """Erase an identity that was not handed over; requests for it end. False: there is none,
        or it is too late.
        """
        kept = await self.of(tip_id)
        done = await self._db.execute(
            delete(identities).where(
                identities.c.tip_id == tip_id, identities.c.disclosed_at.is_(None)
            )
        )
        if kept is None or done.rowcount != 1:
            return False
        await self._keys.want_rotation(kept.unit_id, now)
        return True

    async def hand_over(self, tip_id: int, now: datetime) -> str | None:
        """The envelope's text, for the custodians; from here on it cannot be withdrawn. None when
        it was meanwhile. Raises `KeyNotHere` where the custodians' unit's key is not.
        """
        await self._db.execute(
            update(identities)
            .where(identities.c.tip_id == tip_id, identities.c.disclosed_at.is_(None))
            .values(disclosed_at=now)
        )
        return await self.envelope(tip_id)

    async def envelope(self, tip_id: int) -> str | None:
        """The text of an envelope that was handed over; None when there is none. Raises
        `KeyNotHere` as `hand_over` does.
        """
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
        sealed = row.sealed
        if not _bare(sealed, row.layers):
            sealed = self._keyring.open(sealed, _place(tip_id))
        made = Envelope(row.name, row.reference, tip_id, openers, len(openers), sealed)
        return made.to_text()

    async def bare(self, after: int) -> tuple[list[int], int | None]:
        """Of the rows after `after`: those that were stored before there was a layer outside, and
        the last one looked at (None: no more).
        """
        rows: Any = (await self._db.execute(_ROWS, {"after": after})).all()
        last = int(rows[-1].tip_id) if len(rows) == BATCH else None
        return [int(row.tip_id) for row in rows if _bare(row.sealed, row.layers)], last

    async def cover(self, tip_ids: list[int]) -> None:
        """Seal rows that are bare to their custodians' unit."""
        for tip_id in tip_ids:
            row: Any = (await self._db.execute(_ROWS, {"after": tip_id - 1})).first()
            if row is None or row.tip_id != tip_id or not _bare(row.sealed, row.layers):
                continue
            same = (identities.c.tip_id == tip_id, identities.c.sealed == row.sealed)
            covered = self._covered(row.sealed, row.slug, tip_id)
            await self._db.execute(update(identities).where(*same).values(sealed=covered))

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

    def _covered(self, sealed: bytes, slug: str, tip_id: int) -> bytes:
        # Exact: the layers below are padded.
        to = self._keyring.unit_public(slug)
        return envelope.seal(sealed, to, _place(tip_id), exact=True)

    async def _slug(self, unit_id: int) -> str:
        found = await self._db.execute(select(units.c.slug).where(units.c.id == unit_id))
        return str(found.scalar_one())


def _place(tip_id: int) -> Place:
    return Place("identities", "sealed", tip_id)


def _bare(sealed: bytes, layers: str) -> bool:
    """Whether the last custodian's layer is the outermost."""
    _, mark, _ = codec.load(layers.encode())[-1]
    return sealed_to(bytes(sealed)) == fingerprint(f"custodian/{mark}")
