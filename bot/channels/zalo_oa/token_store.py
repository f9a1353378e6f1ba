"""Where the pair of tokens lies, as this channel sees it."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from bot.domain.token_pair import Held, Pair, PairState


class TokenStore(Protocol):
    """The tokens of one OA; see `storage.oa_tokens.OaTokenVault`.

    Everything raises `StoreUnavailable`, `Collision` or `SealError`.
    """

    async def held(self) -> Held | None:
        """What is stored now."""
        ...

    def leading(self) -> AbstractAsyncContextManager[bool]:
        """Whether nobody else may refresh while the block runs."""
        ...

    async def claim(self, refresh: str, now: datetime) -> bool:
        """Say that a refresh token is about to be spent; False: not by us."""
        ...

    async def replace(self, refresh: str, pair: Pair, now: datetime) -> bool:
        """Store what it was spent for; False: another pair has been stored meanwhile."""
        ...

    async def settle(self, refresh: str, state: PairState, now: datetime) -> bool:
        """Say how it went; False: another pair has been stored meanwhile."""
        ...
