"""Where staff sign in to their pages. Implements `bot.domain.ports.StaffDoor`.

Needs no key but the session's: the pages may be served where the desk's keys are not.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from bot.domain.access import Action, may
from bot.domain.message import Address, Button, Reply, Text
from bot.domain.ports import Entry, Standing
from bot.engine.delivery import Delivery
from bot.engine.passkeys import SIGN_IN
from bot.engine.proofs import begun
from bot.engine.proving import WELCOME, end
from bot.engine.setting_up import SettingUp
from storage.contacts import WEB
from storage.factors import plain_code
from storage.stores import Stores


class DeskDoor(SettingUp):
    """The door of one process."""

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
            return await self._standing(stores, found.session)

    async def by_number(self, code: str, number: str, secret: str, locale: str) -> Entry:
        """Sign in with a member's code and a number. A wrong one of either sounds alike."""
        plain = plain_code(code)
        if plain is None:
            return Entry()
        async with self._database.transaction(self._proofs.lock(plain)) as connection:
            stores, now = Stores(connection, self._keyring), self._clock.now()
            tried = await self._proofs.number(stores, plain, number, now)
            if tried.member_id is None:
                return Entry(wait=tried.wait)
            return await self._enter(stores, tried.member_id, secret, locale, now)

    def task(self) -> str:
        """What a browser asks a passkey to sign, as JSON."""
        return self._proofs.passkeys.task(self._clock.now())

    async def by_passkey(self, answer: str, secret: str, locale: str) -> Entry:
        """Sign in with what the passkey answered. A challenge is answered once."""
        credential = self._proofs.passkeys.parse(answer)
        if credential is None:
            return Entry()
        async with self._database.transaction() as connection:
            stores, now = Stores(connection, self._keyring), self._clock.now()
            member_id = await self._proofs.passkey(stores, credential, SIGN_IN, now)
            if member_id is None:
                return Entry()
            return await self._enter(stores, member_id, secret, locale, now)

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
        await begun(stores, member_id, member.unit_id, session_id, now)
        buttons = (Button(Text("session-queue"), "queue.list:"),)
        welcome = Reply(
            Text("session-welcome", {"name": member.name, "unit": member.unit_name}),
            buttons=buttons if may(member.role, Action.SEE_QUEUE) else (),
            card=WELCOME,
        )
        await Delivery(stores, now).answer(contact, [welcome], None, address)
        return Entry(address.id)
