"""What a cell of the permission matrix is tried with: a hand at the web chat, and a case."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy import text

from bot.demo.web_phone import WebPhone
from tests.end_to_end.world import World

REFUSED = "Vai trò của đồng chí không"
"""How every refusal for the role begins, whichever conversation says it."""


class Hand(WebPhone):
    """A web phone whose owner also knows how to send a form by hand."""

    async def forge(self, payload: str) -> None:
        """Send a button's payload, whether the page shows the button or not."""
        await self._post(await self._composer(), {"choice": payload})

    async def screen(self) -> str:
        """All that the bot has said so far."""
        return "\n".join(seen.text for seen in await self.messages() if not seen.mine)


@dataclass(frozen=True)
class Case:
    """What a deed can be about."""

    here: World
    reference: str
    tip_id: int
    me: int
    colleague: int

    async def role(self) -> str:
        """The member's, as it is now."""
        async with self.here.app.stores() as stores:
            member = await stores.members.get(self.me)
        assert member is not None
        return member.role

    async def change(self, sql: str) -> None:
        """Change a row behind the service's back."""
        async with self.here.app.database.transaction() as connection:
            await connection.execute(text(sql))


Do = Callable[[Hand, Case], Awaitable[None]]


@dataclass(frozen=True)
class Deed:
    """`shows`: what the bot says when it was allowed and done, and only then."""

    do: Do
    shows: str


async def refused(hand: Hand) -> bool:
    return REFUSED in await hand.screen()
