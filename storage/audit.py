"""What members did, and that a tip came in. Never anything of a reporter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import insert, select

from storage.connection import Db
from storage.ids import new_id
from storage.schema import audit

_INSERT: Final = insert(audit)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line: `subject` is a tip's reference, a unit's slug or a member's id."""

    at: datetime
    unit_id: int | None
    member_id: int | None
    action: str
    subject: str


class Audit:
    """The audit table of one transaction; rows are only ever added."""

    def __init__(self, connection: Db) -> None:
        self._db = connection

    async def record(
        self,
        action: str,
        *,
        now: datetime,
        unit_id: int | None = None,
        member_id: int | None = None,
        subject: str = "",
    ) -> None:
        """Add a line, in the same transaction as the deed."""
        await self._db.execute(
            _INSERT,
            {
                "id": new_id(),
                "at": now,
                "unit_id": unit_id,
                "member_id": member_id,
                "action": action,
                "subject": subject,
            },
        )

    async def of_unit(self, unit_id: int, limit: int = 100) -> list[AuditEntry]:
        """The newest lines of a unit."""
        rows = await self._db.execute(
            select(audit.c.at, audit.c.unit_id, audit.c.member_id, audit.c.action, audit.c.subject)
            .where(audit.c.unit_id == unit_id)
            .order_by(audit.c.id.desc())
            .limit(limit)
        )
        return [AuditEntry(*row) for row in rows]
