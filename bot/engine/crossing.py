"""From a chat on a platform to the web page, by a one-time link: see `bot.domain.doorway`.

Everything happens in the turn of whoever opened the link. It holds their conversation's lock, and
takes those of the chats it has to do with besides: from the page to platforms and never the other
way, in the order of their numbers, and before it writes what one of the chats could be waiting
for. So no two turns wait for each other.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.domain.channels import shows
from bot.domain.codes import grouped
from bot.domain.doorway import Doorway, Shut
from bot.domain.errors import Collision
from bot.domain.flow import Outgoing, Turn
from bot.domain.message import DOOR, Reply, Text
from bot.domain.routing import Router
from bot.engine.delivery import Delivery
from storage.connection import lock_too
from storage.contacts import WEB, Contact
from storage.conversations import Found
from storage.stores import Stores

TRIES: Final = (5, 900)
"""Links and seconds for one page, as for receipts."""


async def cross(stores: Stores, delivery: Delivery, turn: Turn, router: Router) -> None:
    """Before a turn: what the opened link leads to becomes the turn's state, or `turn.door` says
    why not. Without a link nothing happens, but that a chat with which the turn may have to do is
    locked.
    """
    chats = {state.via for state in turn.state.line()}
    if turn.inbound.door:
        turn.door = await _looked_at(stores, turn)
        chats.add(turn.door.contact_id)
    await _lock(stores, chats - {0})
    if turn.door is None or turn.door.shut:
        return
    there = await _opened(stores, turn, turn.door)
    if there is not None:
        router.cross(turn)
        await _carry(stores, delivery, turn, turn.door, there)


async def with_links(stores: Stores, turn: Turn, contact: Contact) -> None:
    """After a turn: the link that its replies still want is made, and shown once."""
    if not any(_wants(reply) for reply in turn.replies):
        return
    code = ""
    if contact.channel != WEB and not turn.who.named:
        code = await stores.doors.of(contact.id, turn.now)
    shown = grouped(code)
    for n, reply in enumerate(turn.replies):
        if _wants(reply):
            turn.replies[n], shown = _filled(reply, shown), ""


async def _looked_at(stores: Stores, turn: Turn) -> Doorway:
    """Whose link it is, if anybody's."""
    if turn.who.named:
        return Doorway(Shut.STAFF)
    wait = await stores.throttle.wait("door", turn.who.contact_id, turn.now, per_contact=TRIES)
    if wait > 0:
        return Doorway(Shut.SLOW, wait)
    chat = await stores.doors.leads_to(turn.inbound.door, turn.now)
    return Doorway(Shut.UNKNOWN) if chat is None else Doorway(contact_id=chat)


async def _opened(stores: Stores, turn: Turn, door: Doorway) -> Found | None:
    """What is behind the door, now that its chat is locked: somebody else may have used it while
    we waited. None, and the door is shut, where there is nothing.
    """
    there = None
    if await stores.doors.leads_to(turn.inbound.door, turn.now) == door.contact_id:
        there = await stores.conversations.by_contact(door.contact_id)
    if there is None or there.who.named or there.contact.channel == WEB:
        door.shut = Shut.UNKNOWN
        return None
    door.app, door.state = shows(there.contact.channel).name, there.state
    door.tips = tuple(tip.reference for tip in await stores.tips.of_contact(door.contact_id))
    return there


async def _carry(
    stores: Stores, delivery: Delivery, turn: Turn, door: Doorway, there: Found
) -> None:
    """The rows follow; the chat is told where it goes on, as somebody else may have opened it."""
    if door.shut:
        return
    if not await stores.doors.close(door.contact_id):
        raise Collision("a door was used twice")
    for tip in await stores.tips.of_contact(door.contact_id):
        await stores.tips.link(tip.id, turn.who.contact_id)
    await stores.doors.carry_files(door.contact_id, turn.who.contact_id)
    if door.state is not there.state and door.state.flow:
        await stores.conversations.save(door.contact_id, door.state, there.expires_at)
    elif door.state is not there.state:
        await stores.conversations.rest(door.contact_id)
    left = Text("common-crossed-tips" if door.tips else "common-crossed")
    await delivery.post(Outgoing(Reply(left), contact_id=door.contact_id))


async def _lock(stores: Stores, contact_ids: set[int]) -> None:
    numbers = [await stores.contacts.lock_number(contact_id) for contact_id in contact_ids]
    for number in sorted(number for number in numbers if number is not None):
        await lock_too(stores.connection, number)


def _wants(reply: Reply) -> bool:
    return any(button.url == DOOR for button in reply.buttons) or DOOR in reply.text.args.values()


def _filled(reply: Reply, code: str) -> Reply:
    """With the code; without one the link is left out."""
    buttons = (
        replace(button, url=f"{DOOR}{code}") if button.url == DOOR else button
        for button in reply.buttons
        if code or button.url != DOOR
    )
    args = {name: code if value == DOOR else value for name, value in reply.text.args.items()}
    return replace(reply, text=replace(reply.text, args=args), buttons=tuple(buttons))
