"""Puts what a turn says where it belongs: letters for the web, outbox rows for platforms. All
in the turn's transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.domain.flow import Outgoing
from bot.domain.message import Address, Reply
from bot.engine.choices import in_notice
from storage.contacts import WEB, Contact
from storage.notices import ALARM, alarm_card, drop_waiting
from storage.outbox_rows import UNIT
from storage.stores import Stores


class Delivery:
    """The post of one transaction. `bells` are to be rung once it is committed."""

    def __init__(self, stores: Stores, now: datetime) -> None:
        self._stores = stores
        self.now = now
        self.bells: set[int | str] = set()
        self.cards: set[str] = set()
        self.then: list[Callable[[], None]] = []
        """To be called once it is committed."""

    def committed(self) -> None:
        """Do what was put off until now."""
        for deed in self.then:
            deed()

    async def answer(
        self,
        contact: Contact,
        replies: Sequence[Reply],
        said: Reply | None,
        visitor: Address | None,
        message_id: int | None = None,
    ) -> None:
        """What was said and answered in a contact's own turn."""
        self.cards.update(reply.card for reply in replies if reply.card)
        if contact.channel == WEB:
            await self._stores.letters.post(
                contact,
                replies,
                self.now,
                said=said,
                visitor=visitor,
                message_id=message_id,
            )
            self.bells.add(contact.id)
        elif replies:
            await self._stores.outbox.add(contact, list(replies), self.now, message_id=message_id)
            self.bells.add(contact.channel)

    async def post(self, outgoing: Outgoing) -> None:
        """A message to another chat, or a notice to a unit's members."""
        if outgoing.contact_id is None:
            await self._stores.outbox.add_notice(outgoing, outgoing.not_before or self.now)
            self.bells.add(UNIT)
            return
        contact = await self._stores.contacts.get(outgoing.contact_id)
        if contact is not None:
            await self.later(contact, outgoing.reply, outgoing.message_id)

    async def later(self, contact: Contact, reply: Reply, message_id: int | None = None) -> None:
        """Something that is said between two turns of a chat."""
        reply = await in_notice(self._stores, contact, reply, self.now)
        await self.answer(contact, [reply], None, None, message_id)

    async def ring(self, outgoing: Outgoing, tip_id: int) -> None:
        """An urgent tip rings again, instead of what nobody was there for: whoever comes in after
        a weekend hears it once.
        """
        if outgoing.unit_id is not None:
            card = alarm_card(tip_id)
            await drop_waiting(self._stores.connection, outgoing.unit_id, ALARM, card)
            await self._stores.outbox.add_notice(outgoing, self.now, action=ALARM, card=card)
            self.bells.add(UNIT)

    async def card(self, contact: Contact, reply: Reply) -> None:
        """A board's card, drawn anew."""
        await self._stores.outbox.add_card(contact, reply, self.now)
        self.bells.add(contact.channel)
