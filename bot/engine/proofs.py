"""Whether somebody is the member they say, by a factor that the member has: to sign in, and again
before a factor is added or removed.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from bot.engine import numbers
from bot.engine.passkeys import Passkeys
from bot.engine.tickets import LIFETIME, Tickets
from storage.contacts import lock_number
from storage.crypto import envelope
from storage.crypto.envelope import Place
from storage.crypto.keyring import Keyring
from storage.stores import Stores

if TYPE_CHECKING:
    from webauthn.helpers.structs import AuthenticationCredential

TRIES: Final = (("sign-in", (5, 900)), ("sign-in of a day", (25, 86_400)))
"""Attempts and seconds, by the code that was typed, whether it is anybody's or not: who tries must
not learn which codes there are. A number is guessed once in 330,000 tries.
"""
_NOBODY: Final = 0
_DECOY: Final = Place("totp", "sealed_secret", _NOBODY)


@dataclass(frozen=True, slots=True)
class Tried:
    """Who it is, if it was right. `wait`: seconds until it may be tried again."""

    member_id: int | None = None
    wait: float = 0


class Proofs:
    """The checks of one process."""

    def __init__(self, keyring: Keyring, public_url: str) -> None:
        self._keyring = keyring
        self._tickets = Tickets(keyring)
        self.passkeys = Passkeys(keyring, public_url)

    def lock(self, plain: str) -> int:
        """What a transaction that tries numbers for a code has to hold."""
        return lock_number(self._keyring.pseudonym("throttle", "sign-in lock", plain))

    async def number(self, stores: Stores, plain: str, number: str, now: datetime) -> Tried:
        """Try a number for the member with a code, as `plain_code` reads it.

        A code that is nobody's takes the same work, statement by statement: how long an answer
        takes must not tell which codes there are.
        """
        tag = int.from_bytes(plain.encode(), "big")
        wait = max(
            [
                await stores.throttle.wait(name, tag, now, per_contact=limit)
                for name, limit in TRIES
            ]
        )
        if wait:
            return Tried(wait=wait)
        member_id = await stores.factors.by_code(plain)
        if member_id is None or not await self._right(stores, member_id, number, now):
            if member_id is None:
                await self._right(stores, _NOBODY, number, now)
            await stores.audit.sign_in_failed(member_id, "TOTP", now)
            return Tried()
        for name, _ in TRIES:
            await stores.throttle.clear(name, tag)
        return Tried(member_id)

    async def passkey(
        self, stores: Stores, credential: AuthenticationCredential, purpose: str, now: datetime
    ) -> int | None:
        """The member whose passkey has answered what was asked for a purpose; once."""
        key = await stores.factors.passkey(credential.raw_id)
        if key is None:
            return None
        right = self.passkeys.check(credential, key, now, purpose)
        if right is None or not await spent(stores, right.challenge, now):
            await stores.audit.sign_in_failed(key.member_id, "passkey", now)
            return None
        await stores.factors.count(key.id, right.count)
        return key.member_id

    def permit(self, session_id: int, now: datetime) -> str:
        """Lets a session change one factor. It goes into the page that is shown to whoever has
        proved who they are, not into the session: a copied cookie does not have it.
        """
        return self._tickets.make(_changing(session_id), now).hex()

    async def permitted(
        self, stores: Stores, session_id: int, permit: str, now: datetime, *, use: bool = False
    ) -> bool:
        """Whether a permit is good for this session and not used yet; `use` uses it up."""
        try:
            ticket = bytes.fromhex(permit)
        except ValueError:
            return False
        if not self._tickets.good(ticket, _changing(session_id), now):
            return False
        if use:
            return await stores.limits.once(_named(ticket), now, LIFETIME)
        return not await stores.limits.used(_named(ticket), now)

    async def _right(self, stores: Stores, member_id: int, number: str, now: datetime) -> bool:
        kept = await stores.factors.numbers(member_id)
        if kept is None or not kept.confirmed:
            key = self._keyring.session
            decoy = envelope.seal(secrets.token_hex(16).encode(), key, _DECOY)
            envelope.open(decoy, key, _DECOY)
            numbers.step_of(numbers.fresh_secret(), number, now)
            return False
        step = numbers.step_of(kept.secret(self._keyring.session), number, now)
        return step is not None and await stores.factors.use(kept.member_id, step)


def proving(session_id: int) -> str:
    """The purpose of a challenge: who is at this page now."""
    return f"prove {session_id}"


async def spent(stores: Stores, challenge: bytes, now: datetime) -> bool:
    """Whether a challenge is answered for the first time."""
    return await stores.limits.once(f"passkey {challenge.hex()}", now, LIFETIME)


async def begun(
    stores: Stores, member_id: int, unit_id: int, session_id: int, now: datetime
) -> None:
    """A session has begun in which somebody has proved who they are."""
    await stores.audit.record(
        "session-begun", now=now, unit_id=unit_id, member_id=member_id, subject=str(session_id)
    )


def _changing(session_id: int) -> str:
    return f"change a factor {session_id}"


def _named(ticket: bytes) -> str:
    return f"permit {ticket.hex()}"
