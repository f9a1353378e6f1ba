"""Column types that both databases store alike."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import BigInteger, Integer, TypeDecorator

Id: Final = BigInteger().with_variant(Integer(), "sqlite")


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime, stored as milliseconds."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> int | None:
        """Datetime to milliseconds."""
        return None if value is None else int(value.timestamp() * 1000)

    def process_result_value(self, value: int | None, dialect: Any) -> datetime | None:
        """Milliseconds to datetime."""
        return None if value is None else datetime.fromtimestamp(value / 1000, UTC)


def day_of(now: datetime) -> datetime:
    """The beginning of a day. To the millisecond, a time would join a chat to the tip it filed."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0)
