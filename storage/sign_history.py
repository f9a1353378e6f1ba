"""What happened to signs and at their places, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, insert, select, update

from bot.domain import codec
from bot.domain.message import StoredFile
from bot.domain.points import TOLD, SignEvent
from storage.column_types import day_of
from storage.connection import Db
from storage.crypto import envelope
from storage.crypto.envelope import Place
from storage.crypto.keyring import Keyring
from storage.ids import new_id, timeless_id
from storage.schema import files, members, sign_events, stickers, units
from storage.unit_settings import UnitSettings

if TYPE_CHECKING:
    from storage.stickers import Sticker


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of a place's history. `who` is a member's name; empty for what a resident told,
    whose `at` is only a day.
    """

    id: int
    what: SignEvent
    at: datetime
    serial: str
    who: str
    has_photo: bool


_HISTORY: Final = (
    select(
        sign_events.c.id,
        sign_events.c.what,
        sign_events.c.at,
        stickers.c.serial,
        units.c.prefix,
        members.c.name.label("who"),
        (sign_events.c.sealed.is_not(None)).label("has_photo"),
    )
    .join(units, units.c.id == sign_events.c.unit_id)
    .outerjoin(stickers, stickers.c.id == sign_events.c.sticker_id)
    .outerjoin(members, members.c.id == sign_events.c.member_id)
    .where(sign_events.c.point_id == bindparam("point"))
    .order_by(sign_events.c.at.desc(), sign_events.c.id.desc())
)


class SignHistory:
    """The history of one transaction."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self._db = connection
        self._keyring = keyring

    async def note(
        self,
        unit_id: int,
        point_id: int,
        what: SignEvent,
        now: datetime,
        sticker_id: int | None = None,
        member_id: int | None = None,
        photo: StoredFile | None = None,
        looked: datetime | None = None,
    ) -> None:
        """Write a line into a place's history. What residents tell leaves only its day,
        the unit's; if staff have `looked` on that day, that it came after them."""
        told = what in TOLD
        if told:
            day = day_of(now.astimezone(await self._zone(unit_id)))
            now = max(day, looked + timedelta(milliseconds=1)) if looked else day
        row: dict[str, Any] = {
            "id": timeless_id() if told else new_id(),
            "unit_id": unit_id,
            "point_id": point_id,
            "sticker_id": sticker_id,
            "member_id": None if told else member_id,
            "what": what.value,
            "at": now,
            "sealed": None,
        }
        if photo is not None:
            slug = (
                await self._db.execute(select(units.c.slug).where(units.c.id == unit_id))
            ).scalar_one()
            plain = codec.dump(codec.file_to_json(photo))
            row["sealed"] = envelope.seal(
                plain, self._keyring.unit_public(slug), _place(row["id"])
            )
        await self._db.execute(insert(sign_events), row)
        if photo is not None:
            await self._db.execute(
                update(files)
                .where(files.c.id == photo.id, files.c.tip_id.is_(None))
                .values(sign_event_id=row["id"])
            )

    async def history(self, point_id: int, limit: int = 20, after: int = 0) -> list[Happened]:
        """What happened at a place, the newest first, `after` lines left out."""
        rows = await self._db.execute(_HISTORY.limit(limit).offset(after), {"point": point_id})
        return [_happened(row) for row in rows]

    async def last_deed(self, sticker: Sticker) -> Happened | None:
        """The newest line that staff wrote of a sign."""
        mine = _HISTORY.where(
            sign_events.c.sticker_id == sticker.id,
            sign_events.c.what.not_in([each.value for each in TOLD]),
        )
        row = (await self._db.execute(mine.limit(1), {"point": sticker.point_id})).first()
        return _happened(row) if row else None

    async def told_since(self, sticker: Sticker) -> set[SignEvent]:
        """What residents have told of a sign since staff last looked at it. Looking at
        a sign answers what came before on the same day.
        """
        since = sticker.inspected_at or sticker.created_at - timedelta(days=1)
        rows = await self._db.execute(
            select(sign_events.c.what).where(
                sign_events.c.point_id == sticker.point_id,
                sign_events.c.sticker_id == sticker.id,
                sign_events.c.what.in_([each.value for each in TOLD]),
                sign_events.c.at > since,
            )
        )
        return {SignEvent(what) for what in rows.scalars()}

    async def _zone(self, unit_id: int) -> ZoneInfo:
        return ZoneInfo(await UnitSettings(self._db).get(unit_id, "timezone"))

    async def photo(self, unit_id: int, event_id: int) -> StoredFile | None:
        """The photo of a line of a unit's history. Raises `KeyNotHere` where its key is not."""
        sealed = (
            await self._db.execute(
                select(sign_events.c.sealed).where(
                    sign_events.c.id == event_id, sign_events.c.unit_id == unit_id
                )
            )
        ).scalar_one_or_none()
        if sealed is None:
            return None
        return codec.file_from_json(codec.load(self._keyring.open(sealed, _place(event_id))))


def _place(event_id: int) -> Place:
    return Place("sign_events", "sealed", event_id)


def printed(prefix: str, serial: int) -> str:
    """A serial number as it stands on the sign."""
    return f"{prefix}-{serial:04d}"


def _happened(row: Any) -> Happened:
    return Happened(
        row.id,
        SignEvent(row.what),
        row.at,
        printed(row.prefix, row.serial) if row.serial else "",
        row.who or "",
        bool(row.has_photo),
    )
