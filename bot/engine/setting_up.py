"""How members set up, add and remove the ways in which they sign in: the half of
`bot.domain.ports.StaffDoor` for whoever is in already, or has nothing yet to sign in with.

Whoever has a factor shows it again before each change: an open page or a copied cookie must not be
turned into a way in that outlives the session.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.domain.errors import Collision
from bot.domain.message import Address
from bot.domain.ports import Clock, Entry, Factors, Offer, Standing, Way
from bot.engine import numbers
from bot.engine.factor_news import tell
from bot.engine.proofs import Proofs, begun, proving, spent
from storage.contacts import WEB, lock_number, pseudonym
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.factors import plain_code
from storage.sessions import SIGN_IN, Session, TimeOuts
from storage.stores import Stores

FIRST: Final = ("first-number", (5, 900))
NUMBERS: Final = "numbers"


@dataclass(frozen=True, slots=True)
class _At:
    """A page at which factors are shown. `some`: the member has one. `open`: it may be changed."""

    session: Session
    some: bool
    open: bool


class SettingUp:
    """Factors of the members of one process's pages."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        clock: Clock,
        time_outs: TimeOuts,
        public_url: str,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._clock = clock
        self._time_outs = time_outs
        self._proofs = Proofs(keyring, public_url)

    async def factors(self, secret: str, permit: str = "") -> Factors | None:
        """What the member has; None for whoever may not set anything up here."""
        async with self._database.transaction(self._lock(secret)) as connection:
            stores = Stores(connection, self._keyring)
            at = await self._at(stores, secret, permit)
            if at is None:
                return None
            code = await stores.factors.code(at.session.member_id)
            return Factors(code, await _ways(stores, at.session.member_id), at.open)

    async def prove_by_number(self, secret: str, number: str) -> Entry:
        """A permit for whoever knows the number that the member's telephone shows."""
        async with self._database.transaction(self._lock(secret)) as connection:
            stores = Stores(connection, self._keyring)
            at = await self._at(stores, secret)
            if at is None:
                return Entry()
            plain = plain_code(await stores.factors.code(at.session.member_id)) or ""
        async with self._database.transaction(self._proofs.lock(plain)) as connection:
            stores, now = Stores(connection, self._keyring), self._clock.now()
            tried = await self._proofs.number(stores, plain, number, now)
            if tried.member_id != at.session.member_id:
                return Entry(wait=tried.wait)
            return Entry(self._proofs.permit(at.session.id, now))

    async def prove_task(self, secret: str) -> str | None:
        """What a browser asks one of the member's passkeys to sign, as JSON."""
        async with self._database.reading() as connection:
            stores = Stores(connection, self._keyring)
            at = await self._at(stores, secret)
            if at is None:
                return None
            known = await stores.factors.passkeys(at.session.member_id)
        purpose = proving(at.session.id)
        return self._proofs.passkeys.task(self._clock.now(), purpose, known) if known else None

    async def prove_by_passkey(self, secret: str, answer: str) -> Entry:
        """A permit for whoever has one of the member's passkeys."""
        credential = self._proofs.passkeys.parse(answer)
        if credential is None:
            return Entry()
        async with self._database.transaction(self._lock(secret)) as connection:
            stores, now = Stores(connection, self._keyring), self._clock.now()
            at = await self._at(stores, secret)
            if at is None:
                return Entry()
            purpose = proving(at.session.id)
            member_id = await self._proofs.passkey(stores, credential, purpose, now)
            if member_id != at.session.member_id:
                return Entry()
            return Entry(self._proofs.permit(at.session.id, now))

    async def new_task(self, secret: str, permit: str) -> str | None:
        """What a browser asks a new passkey, as JSON."""
        async with self._database.transaction(self._lock(secret)) as connection:
            stores = Stores(connection, self._keyring)
            at = await self._at(stores, secret, permit)
            if at is None or not at.open:
                return None
            member_id = at.session.member_id
            code = await stores.factors.code(member_id)
            known = await stores.factors.passkeys(member_id)
            return self._proofs.passkeys.new_task(member_id, code, known, self._clock.now())

    async def add_passkey(self, secret: str, permit: str, answer: str) -> bool:
        """Remember a new passkey; False when its answer is not right."""
        try:
            async with self._database.transaction(self._lock(secret)) as connection:
                stores, now = Stores(connection, self._keyring), self._clock.now()
                at = await self._changing(stores, secret, permit)
                if at is None:
                    return False
                member_id = at.session.member_id
                made = self._proofs.passkeys.check_new(answer, member_id, now)
                if made is None or not await spent(stores, made.challenge, now):
                    return False
                if not await self._used(stores, at, permit, now):
                    return False
                await stores.factors.add_passkey(
                    member_id, made.credential_id, made.public_key, made.count, now
                )
                await self._added(stores, at, "passkey", now)
                return True
        except Collision:
            return False  # the same passkey a second time

    async def offer(self, secret: str, permit: str, *, fresh: bool = False) -> Offer | None:
        """The secret that waits to be confirmed; `fresh` makes one."""
        async with self._database.transaction(self._lock(secret)) as connection:
            stores = Stores(connection, self._keyring)
            at = await self._changing(stores, secret, permit)
            if at is None:
                return None
            member_id, text = at.session.member_id, numbers.fresh_secret()
            kept = await stores.factors.numbers(member_id)
            if kept is not None and kept.confirmed:
                return None
            if fresh:
                await stores.factors.offer(member_id, text, self._keyring.session)
            elif kept is None:
                return None
            else:
                text = kept.secret(self._keyring.session)
            code = await stores.factors.code(member_id)
            return Offer(text, numbers.link(text, code), self._sight(at.session, text))

    async def seen(self, secret: str, sight: str) -> str | None:
        """The link of the secret that waits, for the page that was told so: an image is asked for
        by its address alone, and a copied cookie must not do.
        """
        async with self._database.transaction(self._lock(secret)) as connection:
            stores = Stores(connection, self._keyring)
            at = await self._at(stores, secret)
            kept = await stores.factors.numbers(at.session.member_id) if at else None
            if at is None or kept is None or kept.confirmed:
                return None
            text = kept.secret(self._keyring.session)
            if not hmac.compare_digest(sight.encode(), self._sight(at.session, text).encode()):
                return None
            return numbers.link(text, await stores.factors.code(at.session.member_id))

    async def confirm(self, secret: str, permit: str, number: str) -> Entry:
        """Take a first number as the sign that the telephone has the secret."""
        async with self._database.transaction(self._lock(secret)) as connection:
            stores, now = Stores(connection, self._keyring), self._clock.now()
            at = await self._changing(stores, secret, permit)
            if at is None:
                return Entry()
            member_id, (name, limit) = at.session.member_id, FIRST
            wait = await stores.throttle.wait(name, member_id, now, per_contact=limit)
            if wait:
                return Entry(wait=wait)
            kept = await stores.factors.numbers(member_id)
            step = None
            if kept is not None and not kept.confirmed:
                step = numbers.step_of(kept.secret(self._keyring.session), number, now)
            if step is None or not await stores.factors.use(member_id, step):
                return Entry()
            if not await self._used(stores, at, permit, now):
                return Entry()
            await stores.factors.confirm(member_id, now)
            await stores.throttle.clear(name, member_id)
            await self._added(stores, at, "TOTP", now)
            return Entry(secret)

    async def remove(self, secret: str, permit: str, name: str) -> bool:
        """Remove a way to sign in; False for the last one."""
        async with self._database.transaction(self._lock(secret)) as connection:
            stores, now = Stores(connection, self._keyring), self._clock.now()
            at = await self._changing(stores, secret, permit)
            if at is None or not at.some:
                return False
            ways = await _ways(stores, at.session.member_id)
            gone = next((way for way in ways if way.name == name), None)
            if gone is None or len(ways) < 2 or not await self._used(stores, at, permit, now):
                return False
            if gone.numbers:
                await stores.factors.remove_numbers(at.session.member_id)
            else:
                await stores.factors.remove_passkey(at.session.member_id, int(gone.name))
            what = "TOTP" if gone.numbers else "passkey"
            await tell(stores, at.session.member_id, "factor-removed", what, now)
            return True

    async def _standing(self, stores: Stores, session: Session) -> Standing:
        if self._time_outs.over(session, self._clock.now()):
            return Standing.OVER
        if not self._time_outs.unproved(session):
            return Standing.IN
        known = await stores.factors.any(session.member_id)
        return Standing.KNOWN if known else Standing.NEW

    async def _at(self, stores: Stores, secret: str, permit: str = "") -> _At | None:
        """The page of somebody who may see their factors: whoever is in, or never had one."""
        found = await stores.conversations.find(Address(WEB, secret)) if secret else None
        if found is None or found.session is None:
            return None
        session = found.session
        if await self._standing(stores, session) not in (Standing.NEW, Standing.IN):
            return None
        some, now = await stores.factors.any(session.member_id), self._clock.now()
        may = not some or await self._proofs.permitted(stores, session.id, permit, now)
        return _At(session, some, may)

    async def _changing(self, stores: Stores, secret: str, permit: str) -> _At | None:
        """The page of somebody who may change a factor now, which nobody else does meanwhile."""
        at = await self._at(stores, secret)
        if at is None:
            return None
        await stores.factors.hold(at.session.member_id)
        at = await self._at(stores, secret, permit)
        return at if at is not None and at.open else None

    async def _used(self, stores: Stores, at: _At, permit: str, now: datetime) -> bool:
        """Use the permit up, where one is needed."""
        if not at.some:
            return True
        return await self._proofs.permitted(stores, at.session.id, permit, now, use=True)

    async def _added(self, stores: Stores, at: _At, what: str, now: datetime) -> None:
        session = at.session
        unit_id = await tell(stores, session.member_id, "factor-added", what, now, notices=at.some)
        if session.proved_at is None and unit_id is not None:
            await stores.sessions.prove(session.id, now)
            await stores.letters.forget_card(session.contact_id, SIGN_IN)
            await begun(stores, session.member_id, unit_id, session.id, now)

    def _sight(self, session: Session, text: str) -> str:
        return self._keyring.pseudonym("challenge", "sight", str(session.id), text).hex()

    def _lock(self, secret: str) -> int:
        return lock_number(pseudonym(self._keyring, Address(WEB, secret)))


async def _ways(stores: Stores, member_id: int) -> tuple[Way, ...]:
    keys = await stores.factors.passkeys(member_id)
    ways = [Way(str(key.id), numbers=False, since=key.since) for key in keys]
    kept = await stores.factors.numbers(member_id)
    if kept is not None and kept.confirmed:
        ways.append(Way(NUMBERS, numbers=True, since=kept.since))
    return tuple(ways)
