"""Likely twins of a tip, found inside its unit. What is opened for that is gone afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, exists, func, or_, select

from bot.domain.errors import SealError
from bot.domain.tip import NOT_CLOSED, Tip
from bot.domain.twins import NEAR, WINDOW, Facts, Plain, Twin, likeliest, most_likely
from bot.domain.words import fold
from storage.connection import Db
from storage.crypto.keyring import Keyring
from storage.schema import merges, messages, tips
from storage.similarity import alike
from storage.threads import opened, tip_key

CANDIDATES: Final = 300
"""The newest that are looked at, by what their rows show."""
OPENED: Final = 40
"""Of these, as many as are opened: half a millisecond each."""

_PLAIN: Final = (
    select(tips.c.id, tips.c.kind, tips.c.point_id, tips.c.created_at)
    .where(
        tips.c.unit_id == bindparam("unit"),
        tips.c.created_at.between(bindparam("since"), bindparam("until")),
        tips.c.erased_at.is_(None),
        tips.c.id.not_in(bindparam("settled", expanding=True)),
        or_(tips.c.status.in_(NOT_CLOSED), tips.c.closed_at >= bindparam("since")),
        or_(
            tips.c.kind == bindparam("kind"),
            tips.c.point_id == bindparam("point"),
            tips.c.created_at.between(bindparam("near"), bindparam("nearly")),
        ),
        ~exists().where(merges.c.tip_id == tips.c.id),
    )
    .order_by(tips.c.created_at.desc(), tips.c.id.desc())
    .limit(CANDIDATES)
)
_FIRST: Final = (
    select(func.min(messages.c.id))
    .where(messages.c.tip_id.in_(bindparam("ids", expanding=True)), messages.c.member_id.is_(None))
    .group_by(messages.c.tip_id)
)
_SEALED: Final = (
    select(messages.c.id, messages.c.tip_id, messages.c.sealed, tips.c.sealed_private)
    .join(tips, tips.c.id == messages.c.tip_id)
    .where(messages.c.id.in_(_FIRST))
)


class Twins:
    """The comparisons of one transaction."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self._db = connection
        self._keyring = keyring

    async def of(self, tip: Tip, settled: set[int], now: datetime) -> Twin | None:
        """The likeliest. `settled`: tips of which somebody has said what they are to it.

        Raises `KeyNotHere`; what cannot be opened is passed over.
        """
        point = select(tips.c.point_id).where(tips.c.id == tip.id)
        point_id = (await self._db.execute(point)).scalar()
        wanted = {
            "unit": tip.unit_id,
            "since": now - WINDOW,
            "until": now,
            "settled": [tip.id, *settled],
            "kind": tip.kind,
            "point": point_id,
            "near": tip.created_at - NEAR,
            "nearly": tip.created_at + NEAR,
        }
        rows = await self._db.execute(_PLAIN, wanted)
        others = [Plain(row.id, row.kind, row.point_id, row.created_at) for row in rows]
        if not others:
            return None
        plain = Plain(tip.id, tip.kind, point_id, tip.created_at)
        mine = await self._facts([plain])
        if not mine or not mine[0].words:
            return None
        return likeliest(mine[0], await self._facts(most_likely(plain, others, OPENED)), alike)

    async def _facts(self, wanted: list[Plain]) -> list[Facts]:
        by_id = {plain.tip_id: plain for plain in wanted}
        rows = await self._db.execute(_SEALED, {"ids": list(by_id)})
        found = (self._opened(row, by_id[row.tip_id]) for row in rows)
        return [facts for facts in found if facts]

    def _opened(self, row: Any, plain: Plain) -> Facts | None:
        try:
            private = tip_key(self._keyring, row.sealed_private, row.tip_id)
            body = opened(row.sealed, private, row.id)
        except (SealError, ValueError, KeyError, TypeError):
            return None
        return Facts(plain, fold(body.text), fold(body.where), body.location)
