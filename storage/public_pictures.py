"""Pictures that anybody may see, for an hour: what platforms fetch instead of taking a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, insert, select

from storage.connection import Db
from storage.schema import public_pictures


@dataclass(frozen=True, slots=True)
class PublicPicture:
    """A JPEG or a PNG."""

    content: bytes = field(repr=False)
    media_type: str


class PublicPictures:
    """The public pictures of one transaction. Not sealed: they are made to be seen by all."""

    def __init__(self, connection: Db) -> None:
        self._db = connection

    async def add(
        self, picture_id: str, content: bytes, media_type: str, expires_at: datetime
    ) -> None:
        """Keep one until then. `picture_id` is random."""
        await self._db.execute(
            insert(public_pictures),
            {
                "id": picture_id,
                "content": content,
                "media_type": media_type,
                "expires_at": expires_at,
            },
        )

    async def get(self, picture_id: str, now: datetime) -> PublicPicture | None:
        """One whose time is not over."""
        row = (
            await self._db.execute(
                select(public_pictures.c.content, public_pictures.c.media_type).where(
                    public_pictures.c.id == picture_id, public_pictures.c.expires_at > now
                )
            )
        ).first()
        return PublicPicture(row.content, row.media_type) if row else None

    async def forget(self, now: datetime) -> None:
        """Drop those whose time is over."""
        await self._db.execute(delete(public_pictures).where(public_pictures.c.expires_at <= now))
