"""Where staff sign in to their pages. Implements `bot.domain.ports.StaffDoor`.

Needs no key but the session's: the pages may be served where the desk's keys are not.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Final

from bot.domain.access import Action, may
from bot.domain.errors import Collision
from bot.domain.message import Address, Button, Reply, Text
from bot.domain.ports import Clock, Entry, Factors, Offer, Standing
from bot.engine import numbers
from bot.engine.delivery import Delivery
from bot.engine.passkeys import LIFETIME, Passkeys
from bot.engine.proving import WELCOME, end
from storage.contacts import WEB, lock_number, pseudonym
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.factors import plain_code
from storage.sessions import SIGN_IN, Session, TimeOuts
from storage.stores import Stores

TRIES: Final = (("sign-in", (5, 900)), ("sign-in of a day", (25, 86_400)))
"""Attempts and seconds, by the code that was typed, whether it is anybody's or not: who tries must
not learn which codes there are. A number is guessed once in 330,000 tries.
"""
FIRST: Final = ("first-number", (5, 900))


class DeskDoor:
    """The door of one process."""

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
        self._passkeys = Passkeys(keyring, public_url)

    async def standing(self, secret: str) -> Standing:
        """What this browser is."""
        if not secret:
            return Standing.NOBODY
        async with self._database.reading() as connection:
            stores = Stores(connection, self._keyring)
            found = await stores.conversations.find(Address(WEB, secret))
            if found is None:
                return Standing.NOBODY
            if found.session is None:
                over = await stores.sessions.ended_at(found.contact.id)
                return Standing.OVER if over else Standing.NOBODY
            return await self._of(stores, found.session)

    async def by_number(self, code: str, number: str, secret: str, locale: str) -> Entry:
        """Sign in with a member's code and a number. A wrong one of either sounds alike."""
        plain = plain_code(code)
        if plain is None:
            return Entry()
        tag = int.from_bytes(plain.encode(), "big")
        lock = lock_number(self._keyring.pseudonym("throttle", "sign-in lock", plain))
        async with self._database.transaction(lock) as connection:
            stores, now = Stores(connection, self._keyring), self._clock.now()
            wait = max(
                [
                    await stores.throttle.wait(name, tag, now, per_contact=limit)
                    for name, limit in TRIES
                ]
            )
            if wait:
                return Entry(wait=wait)
            member_id = await stores.factors.by_code(plain)
            if not await self._right(stores, member_id, number, now) or member_id is None:
                await _failed(stores, member_id, "TOTP", now)
                return Entry()
            for name, _ in TRIES:
                await stores.throttle.clear(name, tag)
            return await self._enter(stores, member_id, secret, locale, now)

    def task(self) -> str:
        """What a browser asks a passkey to sign, as JSON."""
        return self._passkeys.task(self._clock.now())

    async def by_passkey(self, answer: str, secret: str, locale: str) -> Entry:
        """Sign in with what the passkey answered. A challenge is answered once."""
        credential = self._passkeys.parse(answer)
        if credential is None:
            return Entry()
        async with self._database.transaction() as connection:
            stores, now = Stores(connection, self._keyring), self._clock.now()
            key = await stores.factors.passkey(credential.raw_id)
            if key is None:
                return Entry()
            right = self._passkeys.check(credential, key, now)
            if right is None or not await self._spent(stores, right.challenge, now):
                await _failed(stores, key.member_id, "passkey", now)
                return Entry()
            await stores.factors.count(key.id, right.count)
            return await self._enter(stores, key.member_id, secret, locale, now)

    async def factors(self, secret: str) -> Factors | None:
        """What the member has; None for whoever may not set anything up here."""
        async with self._database.transaction(self._lock(secret)) as connection:
            stores = Stores(connection, self._keyring)
            session = await self._setter(stores, secret)
            if session is None:
                return None
            kept = await stores.factors.numbers(session.member_id)
            return Factors(
                await stores.factors.code(session.member_id),
                kept is not None and kept.confirmed,
                len(await stores.factors.passkeys(session.member_id)),
            )

    async def new_task(self, secret: str) -> str | None:
        """What a browser asks a new passkey, as JSON."""
        async with self._database.transaction(self._lock(secret)) as connection:
            stores = Stores(connection, self._keyring)
            session = await self._setter(stores, secret)
            if session is None:
                return None
            code = await stores.factors.code(session.member_id)
            known = await stores.factors.passkeys(session.member_id)
            return self._passkeys.new_task(session.member_id, code, known, self._clock.now())

    async def add_passkey(self, secret: str, answer: str) -> bool:
        """Remember a new passkey; False when its answer is not right."""
        try:
            async with self._database.transaction(self._lock(secret)) as connection:
                stores, now = Stores(connection, self._keyring), self._clock.now()
                session = await self._setter(stores, secret)
                if session is None:
                    return False
                made = self._passkeys.check_new(answer, session.member_id, now)
                if made is None or not await self._spent(stores, made.challenge, now):
                    return False
                await stores.factors.add_passkey(
                    session.member_id, made.credential_id, made.public_key, made.count, now
                )
                await self._set_up(stores, session, "passkey", now)
                return True
        except Collision:
            return False  # the same passkey a second time

    async def offer(self, secret: str, *, fresh: bool = False) -> Offer | None:
        """The secret that waits to be confirmed; `fresh` makes one."""
        async with self._database.transaction(self._lock(secret)) as connection:
            stores = Stores(connection, self._keyring)
            session = await self._setter(stores, secret)
            if session is None:
                return None
            kept = await stores.factors.numbers(session.member_id)
            if kept is not None and kept.confirmed:
                return None
            if fresh:
                text = numbers.fresh_secret()
                await stores.factors.offer(session.member_id, text, self._keyring.session)
            elif kept is None:
                return None
            else:
                text = kept.secret(self._keyring.session)
            code = await stores.factors.code(session.member_id)
            return Offer(text, numbers.link(text, code))

    async def confirm(self, secret: str, number: str) -> Entry:
        """Take a first number as the sign that the telephone has the secret."""
        async with self._database.transaction(self._lock(secret)) as connection:
            stores, now = Stores(connection, self._keyring), self._clock.now()
            session = await self._setter(stores, secret)
            if session is None:
                return Entry()
            name, limit = FIRST
            wait = await stores.throttle.wait(name, session.member_id, now, per_contact=limit)
            if wait:
                return Entry(wait=wait)
            kept = await stores.factors.numbers(session.member_id)
            step = None
            if kept is not None and not kept.confirmed:
                step = numbers.step_of(kept.secret(self._keyring.session), number, now)
            if step is None or not await stores.factors.use(session.member_id, step):
                return Entry()
            await stores.factors.confirm(session.member_id, now)
            await stores.throttle.clear(name, session.member_id)
            await self._set_up(stores, session, "TOTP", now)
            return Entry(secret)

    async def _of(self, stores: Stores, session: Session) -> Standing:
        if self._time_outs.over(session, self._clock.now()):
            return Standing.OVER
        if not self._time_outs.unproved(session):
            return Standing.IN
        known = await stores.factors.any(session.member_id)
        return Standing.KNOWN if known else Standing.NEW

    async def _setter(self, stores: Stores, secret: str) -> Session | None:
        """The session of somebody who may set up a factor: whoever is in, or never had one."""
        found = await stores.conversations.find(Address(WEB, secret))
        if found is None or found.session is None:
            return None
        standing = await self._of(stores, found.session)
        return found.session if standing in (Standing.NEW, Standing.IN) else None

    async def _right(
        self, stores: Stores, member_id: int | None, number: str, now: datetime
    ) -> bool:
        kept = await stores.factors.numbers(member_id) if member_id is not None else None
        if kept is None or not kept.confirmed:
            numbers.step_of(numbers.fresh_secret(), number, now)  # it takes as long
            return False
        step = numbers.step_of(kept.secret(self._keyring.session), number, now)
        return step is not None and await stores.factors.use(kept.member_id, step)

    async def _enter(
        self, stores: Stores, member_id: int, before: str, locale: str, now: datetime
    ) -> Entry:
        """A session of its own for a member, under a secret that nobody has had before."""
        member = await stores.members.get(member_id)
        if member is None:
            return Entry()
        old = await stores.conversations.find(Address(WEB, before)) if before else None
        if old is not None:
            await end(stores, old, now)
        address = Address(WEB, secrets.token_urlsafe(32))
        contact = await stores.contacts.add(address, locale, now)
        session_id = await stores.sessions.begin(member_id, contact.id, now, proved=True)
        await _begun(stores, member_id, member.unit_id, session_id, now)
        buttons = (Button(Text("session-queue"), "triage.queue:"),)
        welcome = Reply(
            Text("session-welcome", {"name": member.name, "unit": member.unit_name}),
            buttons=buttons if may(member.role, Action.SEE_QUEUE) else (),
            card=WELCOME,
        )
        await Delivery(stores, now).answer(contact, [welcome], None, address)
        return Entry(address.id)

    async def _set_up(self, stores: Stores, session: Session, what: str, now: datetime) -> None:
        member = await stores.members.get(session.member_id)
        if member is None:
            return
        await stores.audit.record(
            "factor-added", now=now, unit_id=member.unit_id, member_id=member.id, subject=what
        )
        if session.proved_at is None:
            await stores.sessions.prove(session.id, now)
            await stores.letters.forget_card(session.contact_id, SIGN_IN)
            await _begun(stores, member.id, member.unit_id, session.id, now)

    async def _spent(self, stores: Stores, challenge: bytes, now: datetime) -> bool:
        return await stores.limits.once(f"passkey {challenge.hex()}", now, LIFETIME)

    def _lock(self, secret: str) -> int:
        return lock_number(pseudonym(self._keyring, Address(WEB, secret)))


async def _begun(
    stores: Stores, member_id: int, unit_id: int, session_id: int, now: datetime
) -> None:
    await stores.audit.record(
        "session-begun", now=now, unit_id=unit_id, member_id=member_id, subject=str(session_id)
    )


async def _failed(stores: Stores, member_id: int | None, how: str, now: datetime) -> None:
    member = await stores.members.get(member_id) if member_id is not None else None
    if member is not None:
        await stores.audit.record(
            "sign-in-failed", now=now, unit_id=member.unit_id, member_id=member.id, subject=how
        )
