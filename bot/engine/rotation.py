"""Keys in life: new epochs, rows sealed anew, old epochs destroyed. All of it goes on after a
crash from what is in the database.

1. A new key is durable before the row that names it.
2. Whoever seals takes the newest row; who has not looked for `VIEW_SECONDS` may not seal.
3. Rows of older epochs are sealed anew, in small batches.
4. When none is left and the grace is over, the epoch is marked: no start asks for it any more.
   Only after another look is the key itself removed.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.errors import Collision, OperatorError, SealError, StoreUnavailable
from bot.domain.flow import Outgoing
from bot.domain.message import Reply, Text
from bot.domain.ports import Clock
from storage.crypto.envelope import fingerprint
from storage.crypto.keyfile import KeyName
from storage.crypto.keyring import (
    DESK,
    DRAFT,
    RELAY,
    UNIT,
    VIEW_SECONDS,
    Keyring,
)
from storage.crypto.loading import DRAFTS_OPEN, create_missing
from storage.crypto.sources import KeySource
from storage.database import Database
from storage.keys import Life
from storage.resealing import BATCH, also_old, columns_of
from storage.stores import Stores

EVERY_SECONDS: Final = 15.0
VIEWS_END: Final = timedelta(seconds=VIEW_SECONDS + 60)
"""After this nobody seals to an epoch that was replaced."""
DRAFTS_EVERY: Final = timedelta(days=1)
LOOK_AGAIN: Final = timedelta(hours=1)
ROTATING: Final = (UNIT, RELAY, DESK, DRAFT)
TOLD: Final = ("admin", "lead")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rules:
    """How long a replaced key stays, how often one is replaced by itself, and whether this process
    replaces the drafts' keys daily.
    """

    grace: timedelta
    every: timedelta
    drafts: bool

    @classmethod
    def days(cls, grace: float, every: float, *, drafts: bool) -> Rules:
        """As the configuration says it."""
        return cls(timedelta(days=grace), timedelta(days=every), drafts)


@dataclass(frozen=True, slots=True)
class Progress:
    """How many rows are still sealed to an old epoch."""

    key_id: str
    left: int


class Rotation:
    """Rotates the keys whose private halves this process holds."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        clock: Clock,
        source: KeySource,
        rules: Rules,
        refresh: Callable[[], Awaitable[None]],
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._clock = clock
        self._source = source
        self._rules = rules
        self._refresh = refresh
        self._clean: dict[tuple[str, str, frozenset[bytes]], datetime] = {}
        self._covered = False

    async def run(self) -> None:
        """Look at the keys and go on with what is to be done, until cancelled."""
        while True:
            try:
                await self._refresh()
                await self.work()
            except (StoreUnavailable, OperatorError, SealError, Collision) as error:
                _log.error("the keys' work stands still: %s", error)
            await asyncio.sleep(EVERY_SECONDS)

    async def work(self) -> None:
        """One round."""
        await self._remove_destroyed()
        await self._cover()
        await self._rotate_wanted()
        for kind, owner in await self._held():
            await self.reseal(kind, owner)
        await self._destroy_due()

    async def rotate(self, kind: str, owner: str = "", *, destroy_now: bool = False) -> str:
        """Make the next epoch; its key id. Raises `OperatorError` where that cannot be done."""
        newest = await self._newest(kind, owner)
        if newest is None:
            raise OperatorError(
                f"there is no key {kind} {owner}".rstrip() + ": see tinbao keys list"
            )
        if not self._keyring.holds(kind, owner) or not self._source.exists(_name(newest)):
            raise OperatorError(
                f"{newest.key_id} is not on this machine: rotate it where its key file is"
            )
        stem = newest.key_id.rpartition("/")[0]
        made = create_missing(self._source, [f"{stem}/{newest.epoch + 1}"])
        now = self._clock.now()
        grace = DRAFTS_OPEN if kind == DRAFT else self._rules.grace
        async with self._stores() as stores:
            await stores.key_register.add(made, now)
            await stores.key_register.retire(made[0], now, grace)
            if destroy_now:
                await stores.key_register.destroy_from(kind, owner, now + VIEWS_END)
            await stores.audit.record("key-made", now=now, subject=made[0].key_id)
            await stores.audit.record("key-rotated", now=now, subject=newest.key_id)
            if kind != DRAFT:
                await _tell(stores, kind, owner, now)
        await self._refresh()
        return made[0].key_id

    async def reseal(self, kind: str, owner: str = "") -> int:
        """Seal every row of older epochs anew; how many. Can be stopped at any moment."""
        old = {fingerprint(key_id) for key_id in await self._old(kind, owner)}
        state = (kind, owner, frozenset(old))
        now = self._clock.now()
        if not old or now < self._clean.get(state, now):
            return 0
        moved = 0
        for column in columns_of(kind):
            after: int | None = -1
            while after is not None:
                async with self._database.reading() as connection:
                    page = await Stores(connection, self._keyring).resealing.page(
                        column, old, after
                    )
                for start in range(0, len(page.rows), BATCH):
                    batch = page.rows[start : start + BATCH]
                    async with self._database.reading() as connection:
                        renewed = await Stores(connection, self._keyring).resealing.renewed(
                            column, batch, owner
                        )
                    async with self._stores() as stores:
                        moved += await stores.resealing.swap(column, renewed)
                    await asyncio.sleep(0.001)
                after = page.last
                await asyncio.sleep(0)
        if not moved:
            self._clean[state] = now + LOOK_AGAIN
        return moved

    async def progress(self, kind: str, owner: str = "") -> list[Progress]:
        """What is left of each older epoch."""
        old = await self._old(kind, owner)
        async with self._database.reading() as connection:
            resealing = Stores(connection, self._keyring).resealing
            return [Progress(key, await resealing.left(key, kind)) for key in old]

    async def _cover(self) -> None:
        """Once: identities from before they had a layer that rotates get it."""
        after: int | None = None if self._covered else -1
        while after is not None:
            async with self._database.reading() as connection:
                identities = Stores(connection, self._keyring).identities
                bare, after = await identities.bare(after)
            if bare:
                async with self._stores() as stores:
                    await stores.identities.cover(bare)
        self._covered = True

    async def _destroy_due(self) -> None:
        now = self._clock.now()
        for life in await self._lives():
            due = life.destroy_at is not None and life.destroy_at <= now
            if not due or life.destroyed_at or not self._keyring.opens(life.key_id):
                continue
            if not self._source.writable():
                continue
            async with self._stores() as stores:
                if await stores.resealing.left(life.key_id, life.kind):
                    self._clean.clear()
                elif await stores.key_register.destroyed(life.key_id, now):
                    await stores.audit.record("key-destroyed", now=now, subject=life.key_id)

    async def _remove_destroyed(self) -> None:
        """Also what a crash left, or another machine decided."""
        now = self._clock.now()
        for life in await self._lives():
            if life.destroyed_at is None or not self._source.exists(_name(life)):
                continue
            if now - life.destroyed_at < timedelta(seconds=EVERY_SECONDS):
                continue
            async with self._stores() as stores:
                left = await stores.resealing.left(life.key_id, life.kind)
                if left:
                    _log.error("%s was to be destroyed, and %d rows need it", life.key_id, left)
                    await stores.key_register.revive(life.key_id)
            if left:
                await self._refresh()
                self._clean.clear()
            elif self._source.writable():
                self._source.destroy(_name(life))

    async def _rotate_wanted(self) -> None:
        now = self._clock.now()
        for life in await self._lives():
            age = now - life.made_at
            wanted = life.wanted_at is not None and age >= self._rules.every
            if life.kind == DRAFT:
                wanted = self._rules.drafts and age >= DRAFTS_EVERY
            here = self._source.writable() and self._keyring.holds(life.kind, life.owner)
            if wanted and here and life.retired_at is None and life.kind in ROTATING:
                try:
                    await self.rotate(life.kind, life.owner)
                except OperatorError as error:  # the others go on
                    _log.error("a key could not be replaced: %s", error)

    async def _held(self) -> list[tuple[str, str]]:
        """The kinds and owners that this process can seal anew."""
        groups = {(life.kind, life.owner) for life in await self._lives()}
        return sorted(
            (kind, owner)
            for kind, owner in groups
            if columns_of(kind) and self._keyring.holds(kind, owner)
        )

    async def _old(self, kind: str, owner: str) -> list[str]:
        retired = [
            life.key_id
            for life in await self._lives()
            if (life.kind, life.owner) == (kind, owner)
            and life.retired_at is not None
            and life.destroyed_at is None
        ]
        return [*also_old(kind), *retired]

    async def _newest(self, kind: str, owner: str) -> Life | None:
        lives = [life for life in await self._lives() if (life.kind, life.owner) == (kind, owner)]
        return max(lives, key=lambda life: life.epoch, default=None)

    async def _lives(self) -> list[Life]:
        async with self._database.reading() as connection:
            return await Stores(connection, self._keyring).key_register.lives()

    @asynccontextmanager
    async def _stores(self) -> AsyncIterator[Stores]:
        async with self._database.transaction() as connection:
            yield Stores(connection, self._keyring)


async def _tell(stores: Stores, kind: str, owner: str, now: datetime) -> None:
    """The unit's own people; for the relay, which serves all, every unit's."""
    for unit in await stores.units.all():
        if kind != UNIT or unit.slug == owner:
            reply = Reply(Text("keys-rotated"))
            await stores.outbox.add_notice(Outgoing(reply, unit_id=unit.id, roles=TOLD), now)


def _name(life: Life) -> KeyName:
    return KeyName.parse(life.key_id)
