"""How a contact's earlier tips ended, as counts per unit: no tip can be found by them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import bindparam, func, insert, or_, select, update

from storage.connection import Db
from storage.schema import contact_outcomes, merges, tip_contacts

_OF_TIP: Final = (
    select(contact_outcomes.c.outcome, func.sum(contact_outcomes.c["count"]).label("n"))
    .join(tip_contacts, tip_contacts.c.contact_id == contact_outcomes.c.contact_id)
    .where(tip_contacts.c.tip_id == bindparam("tip_id"))
    .where(contact_outcomes.c.unit_id == bindparam("unit_id"))
    .group_by(contact_outcomes.c.outcome)
)
_WHOSE: Final = (
    select(tip_contacts.c.contact_id)
    .where(
        or_(
            tip_contacts.c.tip_id == bindparam("tip_id"),
            tip_contacts.c.tip_id.in_(
                select(merges.c.tip_id).where(merges.c.into_id == bindparam("tip_id"))
            ),
        )
    )
    .distinct()
)


class Outcomes:
    """The counts of one transaction."""

    def __init__(self, connection: Db) -> None:
        self._db = connection

    async def count(self, tip_id: int, unit_id: int, outcome: str) -> None:
        """A tip was ended: count it for whoever reported it, and for whoever reported what was
        merged into it; once for each, however many of these are theirs.
        """
        for contact_id in await self._whose(tip_id):
            key = {"contact_id": contact_id, "unit_id": unit_id, "outcome": outcome}
            raised = await self._db.execute(
                update(contact_outcomes)
                .where(*(contact_outcomes.c[name] == value for name, value in key.items()))
                .values({"count": contact_outcomes.c["count"] + 1})
            )
            if not raised.rowcount:
                await self._db.execute(insert(contact_outcomes), key | {"count": 1})

    async def uncount(self, tip_id: int, unit_id: int, outcome: str) -> None:
        """A tip was reopened, and what was merged into it: how they had ended counts no more."""
        await self._db.execute(
            update(contact_outcomes)
            .where(
                contact_outcomes.c.contact_id.in_(await self._whose(tip_id)),
                contact_outcomes.c.unit_id == unit_id,
                contact_outcomes.c.outcome == outcome,
                contact_outcomes.c["count"] > 0,
            )
            .values({"count": contact_outcomes.c["count"] - 1})
        )

    async def _whose(self, tip_id: int) -> list[int]:
        rows = await self._db.execute(_WHOSE, {"tip_id": tip_id})
        return list(rows.scalars())

    async def of_tip(self, tip_id: int, unit_id: int) -> dict[str, int]:
        """By outcome, for whoever reported this tip; empty for a one-way tip."""
        rows = await self._db.execute(_OF_TIP, {"tip_id": tip_id, "unit_id": unit_id})
        return {row.outcome: int(row.n) for row in rows}
