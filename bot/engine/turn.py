"""The one way in: lock, load, step, commit, acknowledge; one event once, or not at all."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from bot.domain.channels import shows
from bot.domain.errors import Collision, KeyNotHere, SealError, StoreUnavailable, TurnFailed
from bot.domain.flow import State, Turn, Who
from bot.domain.message import Address, Inbound, Reply, Text
from bot.domain.ports import Clock, Handled
from bot.domain.routing import Router
from bot.domain.signs import Counts
from bot.engine import choices, held, proving
from bot.engine.afterwards import Afterwards
from bot.engine.apology import apologise
from bot.engine.bells import Bells, fetch_bell
from bot.engine.boards import redraw
from bot.engine.conversation import converse, rests
from bot.engine.crossing import cross, with_links
from bot.engine.delivery import Delivery
from bot.engine.drawing import Draw
from bot.engine.echo import echoed, unsay
from bot.engine.handing import answered, hand_over, is_for_the_desk
from bot.engine.leaving import files_in, leave, no_group, wipe, wipe_others
from bot.engine.tally import begun_with, may_begin
from bot.engine.uploads import with_files
from storage.contacts import WEB, lock_number, pseudonym
from storage.conversations import Found
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.outbox_rows import LOCALE, UNIT
from storage.sessions import TimeOuts
from storage.stores import Stores

TRIES: Final = 4
_log = logging.getLogger(__name__)


class TurnEngine:
    """Handles events. Safe to call from any number of tasks at once."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        router: Router,
        match: choices.Match,
        clock: Clock,
        bells: Bells,
        draft_lifetime: timedelta = timedelta(hours=24),
        refresh: Callable[[], Awaitable[None]] | None = None,
        *,
        desk: bool = True,
        time_outs: TimeOuts | None = None,
        counts: Counts | None = None,
        draw: Draw | None = None,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._router = router
        self._match = match
        self._clock = clock
        self._bells = bells
        self._draft_lifetime = draft_lifetime
        self.refresh = refresh or _nothing
        self._desk = desk
        """Whether this process has the desk's keys. One that has not hands over what staff do."""
        self._time_outs = time_outs or TimeOuts()
        self._counts = counts
        self.afterwards = Afterwards(database, keyring, clock, bells, draw)
        self.searches = self.afterwards.searches
        self.handled = 0
        self.failed = 0

    async def handle(self, inbound: Inbound) -> Handled:
        """Handle one event to its end; returns after the commit.

        Raises `StoreUnavailable` when nothing could be stored: the caller must not acknowledge. A
        conversation that fails for another reason is answered with an apology, and the event is
        parked, sealed: nothing is lost and one bad event does not come back for ever.
        """
        refreshed = False
        for _ in range(TRIES):
            try:
                return await self._once(inbound, self.run)
            except Collision:
                continue
            except StoreUnavailable:
                raise
            except KeyNotHere:
                # A unit may have been added by a command since this process began.
                if refreshed:
                    raise StoreUnavailable("a key is missing in this process") from None
                await self.refresh()
                refreshed = True
            except Exception as error:
                # Only the type: the message could quote what somebody wrote.
                _log.error("a turn failed with %s and was undone", type(error).__name__)
                self.failed += 1
                if inbound.address.channel == WEB:
                    # The page keeps the words and says so; parked, the form's second try would
                    # count as a repeat.
                    raise TurnFailed(f"a turn failed with {type(error).__name__}") from None
                return await self._once(inbound, apologise)
        raise StoreUnavailable("the database kept colliding; the event was not handled")

    async def withdraw(self, address: Address, event_id: str = "") -> None:
        """See `bot.domain.ports.Engine`. The messages are deleted where the platform can."""
        lock = lock_number(pseudonym(self._keyring, address))
        async with self._database.transaction(lock) as connection:
            stores = Stores(connection, self._keyring)
            now = self._clock.now()
            heard = stores.conversations.first_time
            if event_id and not await heard(address, event_id, now):
                return
            found = await stores.conversations.find(address)
            if found is None:
                return
            await no_group(stores, found.contact.id, now)
            await leave(stores, found.contact, found.state, now)
        self._bells.ring(found.contact.id, found.contact.channel, UNIT)

    async def park(self, channel: str, raw: bytes) -> None:
        """Keep an event that could not be parsed, sealed."""
        async with self._database.transaction() as connection:
            await Stores(connection, self._keyring).parcels.park(channel, raw, self._clock.now())
        _log.warning("an event of %s could not be understood; it is parked", channel)

    async def expire(self, contact_id: int) -> None:
        """Tell a conversation that its time is up."""
        async with self._database.reading() as connection:
            lock = await Stores(connection, self._keyring).contacts.lock_number(contact_id)
        async with self._database.transaction(lock) as connection:
            stores = Stores(connection, self._keyring)
            now = self._clock.now()
            found = await stores.conversations.by_contact(contact_id)
            if found is None or found.expires_at is None or found.expires_at > now:
                return
            if found.who.member_id is not None and await stores.handoffs.waiting(contact_id):
                return  # they have gone on: it only waits for the desk
            if not found.state.flow and not found.state.aside:
                await stores.conversations.rest(contact_id)  # only old buttons
                return
            event = Inbound(Address(found.contact.channel, ""), "timeout")
            telling = "intake" in (found.state.flow, (found.state.aside or found.state).flow)
            if found.contact.channel == WEB and telling and found.who.member_id is None:
                await stores.letters.forget_told(contact_id)
            delivery = Delivery(stores, now)
            await self._speak(stores, delivery, event, found, now, timed_out=True)
        self._bells.ring(*delivery.bells)

    async def end_overdue(self) -> None:
        """End the staff's web sessions whose time is up, and erase what their pages show."""
        async with self._database.reading() as connection:
            overdue = await Stores(connection, self._keyring).sessions.overdue(
                self._time_outs.at(self._clock.now())
            )
        for contact_id in overdue:
            try:
                await self._end_overdue(contact_id)
            except SealError as error:
                _log.error("a session could not be ended: %s", type(error).__name__)
            self._bells.ring(contact_id)

    async def _end_overdue(self, contact_id: int) -> None:
        async with self._database.reading() as connection:
            lock = await Stores(connection, self._keyring).contacts.lock_number(contact_id)
        async with self._database.transaction(lock) as connection:
            stores = Stores(connection, self._keyring)
            if await stores.handoffs.waiting(contact_id):
                return  # what they did before still waits for the desk
            now = self._clock.now()
            found = await stores.conversations.by_contact(contact_id, unread=True)
            if found and found.session and self._time_outs.over(found.session, now):
                await proving.end(stores, found, now)

    async def _once(self, inbound: Inbound, run: Callable[..., object]) -> Handled:
        lock = lock_number(pseudonym(self._keyring, inbound.address))
        handed = 0
        async with self._database.transaction(lock) as connection:
            stores = Stores(connection, self._keyring)
            now = self._clock.now()
            if not await stores.conversations.first_time(inbound.address, inbound.event_id, now):
                return Handled(repeat=True, contact_id=0)
            found = await self._meet(stores, inbound, now)
            delivery = Delivery(stores, now)
            if found.held:
                await held.give(stores, delivery, found.contact, found.who.role)
            if shows(inbound.address.channel).answers and not inbound.group:
                await stores.windows.heard(found.contact.id, now)
            if found.session and not self._time_outs.over(found.session, now):
                await stores.sessions.seen(found.session, now)
            if found.session and self._time_outs.over(found.session, now):
                await proving.end(stores, found, now)
                over = [proving.over(self._time_outs)]
                await delivery.answer(found.contact, over, None, inbound.address)
            elif await proving.refused(stores, delivery, found, inbound.address, self._time_outs):
                _log.debug("an event of somebody who has to sign in first")
            elif run == self.run and await is_for_the_desk(stores, found, here=self._desk):
                handed = await hand_over(stores, delivery, inbound, found, now)
            else:
                await run(stores, delivery, inbound, found, now)  # type: ignore[misc]
                await proving.joined(stores, delivery, found, inbound.address, self._time_outs)
        self.handled += 1
        self._bells.ring(*delivery.bells)
        delivery.committed()
        if handed and found.contact.channel == WEB:
            await answered(self._database, self._keyring, self._bells, found.contact.id, handed)
        return Handled(repeat=False, contact_id=found.contact.id)

    async def _meet(self, stores: Stores, inbound: Inbound, now: datetime) -> Found:
        found = await stores.conversations.find(inbound.address)
        if found is None:
            contact = await stores.contacts.add(inbound.address, inbound.locale, now)
            return Found(contact, Who(contact.id), State(), gone=False, expires_at=None)
        if found.gone:
            await stores.contacts.back(found.contact.id)
        return found

    async def run(
        self, stores: Stores, delivery: Delivery, inbound: Inbound, found: Found, now: datetime
    ) -> None:
        """One event of a contact whose conversation is locked, in an open transaction."""
        if inbound.uploads:
            inbound = await with_files(stores, found.contact, inbound, now)
            delivery.bells.add(fetch_bell(found.contact.channel))
        own = not inbound.group and found.contact.channel != WEB
        if inbound.message_id and not inbound.choice and own:
            await stores.outbox.remember(found.contact.id, inbound.message_id, "", now)
        await self._speak(stores, delivery, inbound, found, now)

    async def _speak(
        self,
        stores: Stores,
        delivery: Delivery,
        inbound: Inbound,
        found: Found,
        now: datetime,
        *,
        timed_out: bool = False,
    ) -> None:
        offered, earlier = found.state.offered, found.state.earlier
        who = replace(found.who, pin_due=self._time_outs.pin_due(found.session, now))
        turn = Turn(inbound, who, now, found.state, timed_out=timed_out)
        turn.payload = inbound.choice or await choices.meant(stores, inbound, found, self._match)
        drafted = files_in(turn.state)
        await cross(stores, delivery, turn, self._router)
        if found.damaged:
            turn.say("draft-damaged")
        begins = may_begin(found)
        if not choices.turned_page(turn):
            await converse(turn, self._router, stores)
            await with_links(stores, turn, found.contact)
            choices.finish(turn, shows(found.contact.channel), offered, earlier, self._router)
        if self._counts and begins and (sign := await begun_with(stores, turn)):
            delivery.then.append(partial(self._counts.started, sign))
        contact = found.contact
        if turn.wiped:
            await wipe(stores, contact, now)
        elif rests(turn.state) or (turn.forget and not turn.state.flow):
            await stores.conversations.rest(contact.id)
        else:
            until = now + (turn.hold or self._draft_lifetime)
            await stores.conversations.save(contact.id, turn.state, until)
        if turn.forget:
            await stores.forgetting.mark(contact.id, contact.channel, now)
        await stores.retention.drop_unfiled(drafted - files_in(turn.state) - turn.replaced)
        # Nobody when it timed out, or was handed over by the machine that knows the address.
        visitor = inbound.address if inbound.address.id else None
        if turn.locale and visitor:
            await stores.contacts.set_locale(contact.id, visitor, turn.locale)
        elif turn.locale and contact.channel != WEB:
            await stores.outbox.add(contact, [Reply(Text(turn.locale))], now, action=LOCALE)
        echo = None
        if visitor and not turn.wiped:
            echo = await echoed(stores, inbound, offered, turn.hushed)
        await delivery.answer(contact, turn.replies, echo, visitor)
        if turn.hushed:
            await unsay(stores, contact, inbound, now)
        delivery.bells |= await wipe_others(stores, turn.wipes, now)
        for outgoing in turn.outgoing:
            await delivery.post(outgoing)
        await redraw(stores, delivery, turn.touched)
        if turn.forget and inbound.group and not turn.replies:
            await stores.forgetting.carry_out(contact.id, now)  # nobody waits to be told anything
        self.afterwards.follow(turn, delivery)


async def _nothing() -> None:
    """There are no keys to look for."""
