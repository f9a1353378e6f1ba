"""Requests to open an identity, what each custodian decided, and when the reporter is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, bindparam, insert, select, update

from bot.domain import codec
from bot.domain.disclosure import Decision
from storage.connection import Db
from storage.crypto import envelope
from storage.crypto.envelope import Place, PublicKey
from storage.crypto.keyring import Keyring
from storage.custodians import Custodian, Custodians
from storage.identities import ASKED, WITHDRAWN, Identities
from storage.ids import new_id
from storage.schema import decisions, disclosures, tips, units

APPROVED: Final = "approved"
REFUSED: Final = "refused"
_DECIDED: Final = (APPROVED, REFUSED)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One request. `unit_id` is the custodians' unit; `member_id` is who asked."""

    id: int
    tip_id: int
    reference: str
    tip_unit_id: int
    unit_id: int
    member_id: int
    status: str
    requested_at: datetime
    decided_at: datetime | None
    tell_after: datetime | None
    reporter_told_at: datetime | None


_SELECT: Final = (
    select(
        disclosures.c.id,
        disclosures.c.tip_id,
        tips.c.reference,
        tips.c.unit_id.label("tip_unit_id"),
        disclosures.c.unit_id,
        disclosures.c.member_id,
        disclosures.c.status,
        disclosures.c.requested_at,
        disclosures.c.decided_at,
        disclosures.c.tell_after,
        disclosures.c.reporter_told_at,
    )
    .join(tips, tips.c.id == disclosures.c.tip_id)
    .order_by(disclosures.c.id)
)
_BY_ID: Final = _SELECT.where(disclosures.c.id == bindparam("id"))
_OF_TIP: Final = _SELECT.where(disclosures.c.tip_id == bindparam("tip"))
_ASKED_IN: Final = _SELECT.where(
    disclosures.c.unit_id.in_(bindparam("units", expanding=True)), disclosures.c.status == ASKED
)
_ASKED_BY: Final = _SELECT.where(
    disclosures.c.member_id == bindparam("member"), disclosures.c.status == ASKED
)
_APPROVED_IN: Final = _SELECT.where(
    disclosures.c.unit_id.in_(bindparam("units", expanding=True)),
    disclosures.c.status == APPROVED,
)
_DUE: Final = _SELECT.where(
    disclosures.c.reporter_told_at.is_(None), disclosures.c.tell_after <= bindparam("now")
)


class Disclosures:
    """The requests of one transaction."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self._db = connection
        self._keyring = keyring
        self._custodians = Custodians(connection)
        self._identities = Identities(connection, keyring)

    async def ask(
        self, tip_id: int, unit_id: int, member_id: int, reason: str, now: datetime
    ) -> Disclosure:
        """Store a request; `unit_id` is the custodians'."""
        row_id = new_id()
        await self._db.execute(
            insert(disclosures),
            {
                "id": row_id,
                "tip_id": tip_id,
                "unit_id": unit_id,
                "member_id": member_id,
                "status": ASKED,
                "sealed_reason": envelope.seal(
                    reason.encode(), await self._public(unit_id), _place("disclosures", row_id)
                ),
                "requested_at": now,
            },
        )
        found = await self.get(row_id)
        assert found is not None  # noqa: S101 - just stored
        return found

    async def get(self, disclosure_id: int) -> Disclosure | None:
        """One request."""
        found = await self._many(_BY_ID, id=disclosure_id)
        return found[0] if found else None

    async def of_tip(self, tip_id: int) -> list[Disclosure]:
        """Every request for a tip's identity, oldest first."""
        return await self._many(_OF_TIP, tip=tip_id)

    async def reason(self, asked: Disclosure) -> str:
        """Why it was asked for. Raises `KeyNotHere` where the unit's key is not."""
        sealed = (
            await self._db.execute(
                select(disclosures.c.sealed_reason).where(disclosures.c.id == asked.id)
            )
        ).scalar_one()
        return self._keyring.open(sealed, _place("disclosures", asked.id)).decode()

    async def needs(self, asked: Disclosure, member_id: int) -> list[Custodian]:
        """The keys of this member whose decision a request still waits for."""
        kept = await self._identities.of(asked.tip_id)
        if kept is None or asked.status != ASKED:
            return []
        wanted = {keeper.custodian_id for keeper in kept.keepers}
        wanted -= {row.custodian_id for row in await self._decided(asked.id)}
        return [c for c in await self._custodians.of_member(member_id) if c.id in wanted]

    async def waiting_for(self, member_id: int) -> list[Disclosure]:
        """The requests that wait for this member, oldest first."""
        units_of = {c.unit_id for c in await self._custodians.of_member(member_id)}
        asked = await self._many(_ASKED_IN, units=sorted(units_of)) if units_of else []
        return [request for request in asked if await self.needs(request, member_id)]

    async def granted_to(self, member_id: int) -> list[Disclosure]:
        """The approved requests whose envelope this member helps to open, oldest first."""
        mine = await self._custodians.of_member(member_id)
        units_of = sorted({c.unit_id for c in mine})
        granted = await self._many(_APPROVED_IN, units=units_of) if units_of else []
        found = []
        for asked in granted:
            kept = await self._identities.of(asked.tip_id)
            keepers = {keeper.custodian_id for keeper in kept.keepers} if kept else set()
            if keepers & {custodian.id for custodian in mine}:
                found.append(asked)
        return found

    async def decide(
        self, asked: Disclosure, member_id: int, decision: Decision, now: datetime
    ) -> Disclosure | None:
        """Record what a member decides for the keys they answer for; the request as it is then.

        One refusal refuses; when all have approved it is approved. None when it was not (or no
        longer) theirs to decide.
        """
        # Locks the row on PostgreSQL: of two who decide at once the second sees the first.
        locked = await self._db.execute(
            update(disclosures)
            .where(disclosures.c.id == asked.id, disclosures.c.status == ASKED)
            .values(status=ASKED)
        )
        keys = await self.needs(asked, member_id) if locked.rowcount == 1 else []
        for custodian in keys:
            await self._record(asked, custodian, member_id, decision, now)
        if not keys:
            return None
        return await self._settle(asked, now)

    async def withdraw(self, tip_id: int) -> list[Disclosure]:
        """End the requests that wait, for the reporter took the identity back; which they were."""
        waiting = [d for d in await self.of_tip(tip_id) if d.status == ASKED]
        await self._db.execute(
            update(disclosures)
            .where(disclosures.c.tip_id == tip_id, disclosures.c.status == ASKED)
            .values(status=WITHDRAWN)
        )
        return waiting

    async def withdraw_of(self, member_id: int) -> list[Disclosure]:
        """End what waits of what a member asked, who may ask no more; which requests they were."""
        waiting = await self._many(_ASKED_BY, member=member_id)
        await self._db.execute(
            update(disclosures)
            .where(disclosures.c.member_id == member_id, disclosures.c.status == ASKED)
            .values(status=WITHDRAWN)
        )
        return waiting

    async def to_show(self, tip_id: int, now: datetime) -> list[Disclosure]:
        """The decided requests that the reporter may know of."""
        decided = [d for d in await self.of_tip(tip_id) if d.status in _DECIDED]
        return [d for d in decided if d.tell_after is None or d.tell_after <= now]

    async def due(self, now: datetime) -> list[Disclosure]:
        """What was put off and is to be told to the reporter now."""
        return await self._many(_DUE, now=now)

    async def told(self, disclosure_id: int, now: datetime) -> None:
        """The reporter has been told, or has seen it."""
        await self._db.execute(
            update(disclosures)
            .where(disclosures.c.id == disclosure_id, disclosures.c.reporter_told_at.is_(None))
            .values(reporter_told_at=now)
        )

    async def _record(
        self,
        asked: Disclosure,
        custodian: Custodian,
        member_id: int,
        said: Decision,
        now: datetime,
    ) -> None:
        row_id = new_id()
        reasons = codec.dump([said.reason, said.delay_reason])
        await self._db.execute(
            insert(decisions),
            {
                "id": row_id,
                "disclosure_id": asked.id,
                "custodian_id": custodian.id,
                "member_id": member_id,
                "approved": said.approved,
                "delay_days": said.delay_days,
                "sealed_reason": envelope.seal(
                    reasons, await self._public(asked.unit_id), _place("decisions", row_id)
                ),
                "decided_at": now,
            },
        )

    async def _settle(self, asked: Disclosure, now: datetime) -> Disclosure | None:
        kept = await self._identities.of(asked.tip_id)
        said = {row.custodian_id: row for row in await self._decided(asked.id)}
        status = ASKED
        if any(not row.approved for row in said.values()):
            status = REFUSED
        elif kept and all(keeper.custodian_id in said for keeper in kept.keepers):
            status = APPROVED
        if status != ASKED:
            days = max(row.delay_days for row in said.values())
            await self._db.execute(
                update(disclosures)
                .where(disclosures.c.id == asked.id)
                .values(
                    status=status,
                    decided_at=now,
                    tell_after=now + timedelta(days=days) if days else None,
                )
            )
        return await self.get(asked.id)

    async def _decided(self, disclosure_id: int) -> Sequence[Any]:
        found = await self._db.execute(
            select(decisions.c.custodian_id, decisions.c.approved, decisions.c.delay_days).where(
                decisions.c.disclosure_id == disclosure_id
            )
        )
        return found.all()

    async def _public(self, unit_id: int) -> PublicKey:
        slug = (
            await self._db.execute(select(units.c.slug).where(units.c.id == unit_id))
        ).scalar_one()
        return self._keyring.unit_public(slug)

    async def _many(self, statement: Select[Any], **values: object) -> list[Disclosure]:
        return [Disclosure(*row) for row in await self._db.execute(statement, values)]


def _place(table: str, row_id: int) -> Place:
    return Place(table, "sealed_reason", row_id)
