"""A good access token whenever one is needed. The refresh token behind it can be spent once, so
one process at a time does it, and says so in the database before and after.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

from bot.channels.zalo_oa.failures import AUTHORISE, NEVER, Refused
from bot.channels.zalo_oa.http import NotSent
from bot.channels.zalo_oa.oauth import Grant, OAuth, Rejected, Spent
from bot.channels.zalo_oa.token_store import TokenStore
from bot.domain.errors import (
    Collision,
    OperatorError,
    SealError,
    SendError,
    StoreUnavailable,
    Transient,
)
from bot.domain.ports import Clock
from bot.domain.token_pair import Held, Pair, PairState

LOG: Final = logging.getLogger(__name__)
EARLY: Final = timedelta(hours=1)
"""How long before its end an access token is replaced."""
YOUNG: Final = timedelta(minutes=5)
"""A row that has just changed is left alone while its access token is good: somebody is at it, or
it never was good for longer.
"""
WAIT_S: Final = 30.0
"""How long a message waits while another process refreshes."""
LOOK_S: Final = 0.2
PAUSE_S: Final = 15.0
"""After a refresh that failed."""
AGAIN_S: Final = 2.0
"""Before the one more try after nobody knows how the first went."""
FORCED_S: Final = 60.0
"""A token that is refused so soon after it was given is not replaced: something else is wrong,
and each try would spend another refresh token.
"""
UPKEEP_S: Final = 300.0
ASKED: Final = "Zalo refuses the tokens that it has just given: check [zalo_oa] app_id and oa_id"
REJECTED: Final = "Zalo gives no new tokens: check [zalo_oa] app_id and app_secret"
_STORE: Final = (StoreUnavailable, Collision, SealError)


async def _nobody() -> None:
    """Nobody is told."""


class Tokens:
    """The tokens of one OA in this process.

    `on_broken` is awaited once for each time that a person has to give the permission anew.
    """

    def __init__(
        self,
        store: TokenStore,
        oauth: OAuth,
        clock: Clock,
        on_broken: Callable[[], Awaitable[None]] = _nobody,
    ) -> None:
        self._store, self._oauth, self._clock = store, oauth, clock
        self.on_broken = on_broken
        self._held: Held | None = None
        self._lock = asyncio.Lock()
        self._unsaved: tuple[str, Pair] | None = None
        self._work: asyncio.Task[str] | None = None
        self._not_before = 0.0
        self._forced = float("-inf")
        self._complained = ""

    async def access(self) -> str:
        """An access token. Raises a `SendError`: `Refused` when only an operator can help."""
        held = self._held
        unsaved = self._unsaved is not None
        if held is None or unsaved or held.state is not PairState.GOOD or self._due(held):
            held = await self._look()
        if held.pair.expires_at <= self._clock.now():
            return await self._renewed(held.pair.access, WAIT_S)
        if self._due(held) and not self._lock.locked():
            try:
                return await self._renewed(held.pair.access, 0)
            except SendError:
                if self._complained == AUTHORISE:
                    raise
        return held.pair.access

    async def renewed(self, refused: str) -> str:
        """Another access token than the one that the platform has refused. Raises as `access`."""
        held = await self._look()
        if held.pair.access != refused:
            return held.pair.access
        if time.monotonic() - self._forced < FORCED_S:
            raise self._problem(ASKED)
        access = await self._renewed(refused, WAIT_S)
        self._forced = time.monotonic()
        return access

    async def check(self) -> None:
        """At the start. Raises `OperatorError` when there has never been a pair.

        A broken one is told and stops nothing: after a power cut at night the web page and the
        other channels must come back without anybody there.
        """
        held = await self._store.held()
        if held is None:
            raise OperatorError(NEVER)
        if held.state is PairState.BROKEN and self._complained != AUTHORISE:
            await self._tell()

    async def keep(self) -> None:
        """Refresh in time also while nothing is sent: a refresh token ends after three months. A
        pair that could not be stored is stored as soon as it can be.
        """
        while True:
            try:
                await self.access()
            except SendError as error:
                LOG.debug("zalo_oa: no token yet (%s)", type(error).__name__)
            await asyncio.sleep(UPKEEP_S)

    async def close(self) -> None:
        """Let a refresh that is under way come to its end, and store what is not stored yet: that
        answer is the only way on.
        """
        if self._work is not None:
            await asyncio.gather(self._work, return_exceptions=True)
        await self._try_to_save()

    def _due(self, held: Held) -> bool:
        now = self._clock.now()
        young = timedelta(0) <= now - held.changed_at < YOUNG
        return now >= held.pair.expires_at - EARLY and not young

    async def _look(self) -> Held:
        """What is stored, after what could not be stored yet. Raises `Refused`."""
        try:
            await self._save()
            held = await self._store.held()
        except _STORE as error:
            if self._unsaved and self._held:
                return self._held  # good, and nobody else has it
            problem = Transient(f"the tokens cannot be read: {type(error).__name__}")
        else:
            if held is not None and held.state is not PairState.BROKEN:
                self._take(held)
                return held
            if held is not None and self._complained != AUTHORISE:
                await self._tell()
            raise self._problem(AUTHORISE)
        raise problem

    async def _renewed(self, old: str, wait: float) -> str:
        """A pair with another access token, from whoever gets it first. `wait`: seconds for which
        others may be at it.
        """
        async with self._lock:
            end = time.monotonic() + wait
            while True:
                held = await self._look()
                if held.pair.access != old:
                    return held.pair.access
                if time.monotonic() < self._not_before:
                    raise Transient("the tokens could not be refreshed just now")
                if found := await self._alone(held.pair):
                    return found
                if time.monotonic() >= end:
                    self._not_before = time.monotonic() + PAUSE_S
                    raise Transient("another process refreshes the tokens")
                await asyncio.sleep(LOOK_S)

    async def _alone(self, pair: Pair) -> str:
        """Refresh if nobody else does; empty when somebody does."""
        try:
            async with self._store.leading() as leads:
                if not leads or not await self._store.claim(pair.refresh, self._clock.now()):
                    return ""
                # Whoever waits may be cancelled (the process stops): what comes must be stored.
                self._work = asyncio.create_task(self._refreshed(pair))
                return await asyncio.shield(self._work)
        except SendError:
            self._not_before = time.monotonic() + PAUSE_S
            raise
        except _STORE as error:
            problem = Transient(f"the tokens cannot be stored: {type(error).__name__}")
        raise problem

    async def _refreshed(self, pair: Pair) -> str:
        for attempt in (1, 2):
            try:
                grant = await self._oauth.refresh(pair.refresh)
            except NotSent as error:
                if attempt == 1:
                    await self._settle(pair, PairState.GOOD)
                raise Transient(f"no way to Zalo's tokens: {error}") from None
            except Spent:
                if other := await self._settle(pair, PairState.BROKEN):
                    return other
                await self._tell()
                raise Refused(AUTHORISE) from None
            except Rejected as error:
                await self._settle(pair, PairState.GOOD)
                raise self._problem(f"{REJECTED} (error {error.code})") from None
            except Transient:
                if attempt == 1:
                    await asyncio.sleep(AGAIN_S)
            else:
                return await self._keep(pair, grant)
        # The row stays as it is: after the lease somebody tries once more, and then it is known.
        raise Transient("it is not known whether the tokens were refreshed")

    async def _keep(self, old: Pair, grant: Grant) -> str:
        now = self._clock.now()
        pair = Pair(grant.access, grant.refresh, now + grant.lasts)
        self._unsaved = (old.refresh, pair)
        self._take(Held(pair, PairState.GOOD, now))
        await self._try_to_save()
        return self._held.pair.access if self._held else pair.access

    async def _try_to_save(self) -> None:
        try:
            await self._save()
        except _STORE as error:
            LOG.error(  # noqa: TRY400 - its text could quote a row
                "zalo_oa: the new tokens are not stored yet: %s", type(error).__name__
            )

    async def _save(self) -> None:
        unsaved = self._unsaved
        if unsaved is None:
            return
        refresh, pair = unsaved
        ours = await self._store.replace(refresh, pair, self._clock.now())
        if self._unsaved is not unsaved:
            return  # another task has stored it meanwhile
        self._unsaved = None
        if not ours and (other := await self._store.held()):
            LOG.warning("zalo_oa: other tokens were stored meanwhile, and are used")
            self._take(other)

    def _take(self, held: Held) -> None:
        if self._held is None or held.pair.access != self._held.pair.access:
            self._complained = ""
        self._held = held

    async def _settle(self, pair: Pair, state: PairState) -> str:
        """Say how it went. The access token of another pair, if one has been stored meanwhile."""
        try:
            if not await self._store.settle(pair.refresh, state, self._clock.now()):
                return (await self._look()).pair.access
        except _STORE as error:
            LOG.warning("zalo_oa: how it went is not stored: %s", type(error).__name__)
        return ""

    async def _tell(self) -> None:
        self._problem(AUTHORISE)
        try:
            await self.on_broken()
        except Exception as error:
            LOG.error("zalo_oa: nobody could be told: %s", type(error).__name__)  # noqa: TRY400

    def _problem(self, line: str) -> Refused:
        """An operator's line, in the log once until it is mended."""
        if self._complained != line:
            self._complained = line
            LOG.error("zalo_oa: %s", line)
        return Refused(line)
