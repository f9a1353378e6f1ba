"""Printed signs: their codes, where each stands, and what happened to it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

from sqlalchemy import bindparam, insert, select, update

from bot.domain.message import StoredFile
from bot.domain.points import LIVE, STATES, TOLD, SignEvent, SignState
from bot.domain.short_codes import random_short_code
from storage.ids import new_id
from storage.schema import stickers, units
from storage.sign_history import Happened, SignHistory, printed

__all__ = ["Happened", "Sticker", "Stickers"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sticker:
    """One printed sign. `serial` is as printed: `TK-0001`."""

    id: int
    unit_id: int
    point_id: int
    serial: str
    code: str
    short: str
    state: SignState
    created_at: datetime
    installed_at: datetime | None
    inspected_at: datetime | None
    ended_at: datetime | None


_SELECT: Final = select(
    stickers.c.id,
    stickers.c.unit_id,
    stickers.c.point_id,
    stickers.c.serial,
    stickers.c.code,
    stickers.c.short,
    stickers.c.state,
    stickers.c.created_at,
    stickers.c.installed_at,
    stickers.c.inspected_at,
    stickers.c.ended_at,
    units.c.prefix,
).join(units, units.c.id == stickers.c.unit_id)
_INSERT: Final = insert(stickers)
_BY_ID: Final = _SELECT.where(stickers.c.id == bindparam("id"))
_BY_SERIAL: Final = _SELECT.where(
    stickers.c.unit_id == bindparam("unit"), stickers.c.serial == bindparam("serial")
)
_OF_POINT: Final = _SELECT.where(stickers.c.point_id == bindparam("point")).order_by(
    stickers.c.serial
)
_OF_UNIT: Final = _SELECT.where(stickers.c.unit_id == bindparam("unit")).order_by(
    stickers.c.serial
)


class Stickers(SignHistory):
    """The signs of one transaction."""

    async def make(self, unit_id: int, point_ids: Sequence[int], now: datetime) -> list[int]:
        """A new sign for each of `point_ids` (a place may come several times); their ids."""
        rows = await self.drawn(unit_id, point_ids, now)
        await self.put(unit_id, rows)
        return [int(row["id"]) for row in rows]

    async def drawn(
        self, unit_id: int, point_ids: Sequence[int], now: datetime
    ) -> list[dict[str, Any]]:
        """The same, not stored yet: their codes are fresh, serial numbers come with `put`."""
        shorts = await self._fresh_shorts(len(point_ids))
        return [
            {
                "id": new_id(),
                "unit_id": unit_id,
                "point_id": point_id,
                "code": secrets.token_urlsafe(9),
                "short": short,
                "state": SignState.MADE.value,
                "created_at": now,
            }
            for point_id, short in zip(point_ids, shorts, strict=True)
        ]

    async def put(self, unit_id: int, rows: Sequence[dict[str, Any]]) -> None:
        """Store signs that were drawn. Serial numbers are drawn from the unit's counter in the
        same statement that raises it.
        """
        if not rows:
            return
        raised = (
            update(units)
            .where(units.c.id == unit_id)
            .values(last_serial=units.c.last_serial + len(rows))
            .returning(units.c.last_serial)
        )
        last = int((await self._db.execute(raised)).scalar_one())
        numbered = [
            {**row, "serial": serial} for serial, row in enumerate(rows, last - len(rows) + 1)
        ]
        for some in _parts(numbered, 2_000):
            await self._db.execute(_INSERT, some)

    async def get(self, sticker_id: int, *, held: bool = False) -> Sticker | None:
        """One sign by its id. `held`: nobody else changes it until the transaction ends."""
        wanted = _BY_ID.with_for_update(of=stickers) if held else _BY_ID
        row = (await self._db.execute(wanted, {"id": sticker_id})).first()
        return _sticker(row) if row else None

    async def by_serial(self, unit_id: int, printed: str) -> Sticker | None:
        """One sign of a unit by what is printed on it (`TK-0001`, or only its number)."""
        digits = printed.strip().rpartition("-")[2]
        if not (digits.isascii() and digits.isdigit() and len(digits) < 9):
            return None
        wanted = {"unit": unit_id, "serial": int(digits)}
        row = (await self._db.execute(_BY_SERIAL, wanted)).first()
        named = "-" in printed
        if row is None or (
            named and not printed.strip().upper().startswith(f"{row.prefix}-".upper())
        ):
            return None
        return _sticker(row)

    async def of_point(self, point_id: int) -> list[Sticker]:
        """A place's signs, the oldest first, those that have ended too."""
        rows = await self._db.execute(_OF_POINT, {"point": point_id})
        return [_sticker(row) for row in rows]

    async def of_unit(self, unit_id: int) -> list[Sticker]:
        """A unit's signs by serial number, those that have ended too."""
        rows = await self._db.execute(_OF_UNIT, {"unit": unit_id})
        return [_sticker(row) for row in rows]

    async def mark(
        self,
        sticker: Sticker,
        what: SignEvent,
        now: datetime,
        *,
        member_id: int | None = None,
        photo: StoredFile | None = None,
    ) -> bool:
        """Let something happen to a sign and write it into the history. False, and nothing is
        written, when it cannot happen to a sign in this state: somebody else was faster.
        """
        if what in TOLD:  # changes no sign, whatever its state
            await self.note(
                sticker.unit_id,
                sticker.point_id,
                what,
                now,
                sticker.id,
                looked=sticker.inspected_at,
            )
            return True
        to = STATES[what].get(sticker.state) if what in STATES else sticker.state
        if to is None:
            return False
        changed: dict[str, Any] = {"state": to.value}
        if what in (SignEvent.INSTALLED, SignEvent.INSPECTED):
            changed["inspected_at"] = now
            changed["installed_at"] = (
                now if what is SignEvent.INSTALLED else sticker.installed_at or now
            )
        if to not in LIVE:
            changed["ended_at"] = now
        same = (stickers.c.id == sticker.id, stickers.c.state == sticker.state.value)
        done = await self._db.execute(update(stickers).where(*same).values(**changed))
        if done.rowcount != 1:
            return False
        await self.note(sticker.unit_id, sticker.point_id, what, now, sticker.id, member_id, photo)
        return True

    async def replace(
        self, sticker: Sticker, now: datetime, member_id: int | None
    ) -> Sticker | None:
        """End a sign and make another for the same place; None when it had ended already.
        `member_id` None: the operator did.
        """
        if not await self.mark(sticker, SignEvent.REPLACED, now, member_id=member_id):
            return None
        (made,) = await self.make(sticker.unit_id, [sticker.point_id], now)
        return await self.get(made)

    async def end_all(self, point_id: int, now: datetime) -> None:
        """End every sign of a place that is no more."""
        live = stickers.c.state.in_([state.value for state in LIVE])
        await self._db.execute(
            update(stickers)
            .where(stickers.c.point_id == point_id, live)
            .values(state=SignState.REVOKED.value, ended_at=now)
        )

    async def _fresh_shorts(self, count: int) -> list[str]:
        """Short codes nobody has: of 33 million, a province takes 40,000."""
        drawn: dict[str, None] = {}
        while len(drawn) < count:
            more = {random_short_code(): None for _ in range(count - len(drawn))}
            for part in _parts(list(more)):
                taken = await self._db.execute(
                    select(stickers.c.short).where(stickers.c.short.in_(part))
                )
                for short in taken.scalars():
                    more.pop(short)
            drawn |= more
        return list(drawn)


def _parts(values: list[T], size: int = 500) -> list[list[T]]:
    return [values[at : at + size] for at in range(0, len(values), size)]


def _sticker(row: Any) -> Sticker:
    return Sticker(
        row.id,
        row.unit_id,
        row.point_id,
        printed(row.prefix, row.serial),
        row.code,
        row.short,
        SignState(row.state),
        row.created_at,
        row.installed_at,
        row.inspected_at,
        row.ended_at,
    )
