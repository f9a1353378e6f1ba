"""Choices with numbers, for chats in which nothing can be pressed: every button of an answer gets
one, and what is typed is looked up among them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.domain.channels import Shows, shows
from bot.domain.flow import Flow, Turn
from bot.domain.message import Button, Inbound, Reply, Text
from bot.domain.routing import Router
from storage.contacts import Contact
from storage.conversations import Found
from storage.offers import FIRST
from storage.stores import Stores

Match = Callable[[str, Sequence[Button], bool], str | None]
"""Finds which offered button some typed words mean; returns its payload. The last argument:
whether numbers and slips of a finger count.
"""

AT_ONCE: Final = 9
"""Choices in one message: more than that nobody reads on a telephone."""
REMEMBERED: Final = 24
MORE: Final = "nav.more:"
_BY_WORDS: Final = ("nav.cancel:", "nav.restart:", "intake.offer:no")
"""What drops all that was told has no number: "7" may be when it was, "4" how many they were."""
_TELLS_MORE: Final = ("follow_up", "write")
"""Where what is written goes to a tip that was sent."""
_PAGE: Final = re.compile(r"(\d{1,3})-(\d{1,3})")
_BARE: Final = re.compile(r"(?:số|so|chọn|chon|no|#)?\s*(\d{1,2})\s*[.)]?", re.IGNORECASE)


def finish(
    turn: Turn,
    platform: Shows,
    offered: Sequence[Button],
    earlier: Sequence[Button],
    router: Router,
) -> None:
    """Say what the platform cannot do, and give its choices numbers.

    `offered`, `earlier`: as they were before this turn. What was offered goes on counting where a
    conversation is over and offers nothing new.
    """
    if turn.hushed and not platform.deletes:
        turn.replies[-1:-1] = [Reply(Text("common-typed-stays"))]
    if not platform.numbers:
        return
    new: list[Button] = []
    turn.replies[:] = [_numbered(reply, new) for reply in turn.replies]
    state = turn.state
    if not new and state.flow:
        offered, earlier = (), (*offered, *earlier)
    elif new:
        offered, earlier = new, (*offered, *earlier)
    state.offered = tuple(offered)
    state.earlier = _standing(earlier, router.flows)


def turned_page(turn: Turn) -> bool:
    """Show the choices that found no room, when they are asked for; what is offered stays."""
    if not turn.payload.startswith(MORE):
        return False
    page = _PAGE.fullmatch(turn.payload.removeprefix(MORE))
    rest = turn.state.offered[int(page[1]) : int(page[2])] if page else ()
    if not rest:
        return False
    turn.replies.append(Reply(Text("choices-rest"), _first(rest)))
    return True


async def meant(stores: Stores, inbound: Inbound, found: Found, match: Match) -> str:
    """The payload of what somebody typed; empty where it is no choice."""
    state = found.state
    if not inbound.text or inbound.uploads or inbound.form or inbound.group:
        return ""
    if not shows(found.contact.channel).numbers:
        return match(inbound.text, state.offered, False) or "" if state.offered else ""
    bare = _BARE.fullmatch(inbound.text.strip())
    if bare:
        if int(bare[1]) >= FIRST and found.who.member_id is not None:
            return await stores.offers.payload(found.contact.id, int(bare[1]))
        if await _answers(stores, found):
            return ""
    typed = match(inbound.text, state.offered, True) if state.offered else None
    return typed or match(inbound.text, state.earlier, False) or ""


async def in_notice(stores: Stores, contact: Contact, reply: Reply, now: datetime) -> Reply:
    """A notice as a chat without buttons can show it: staff get numbers that stay; residents, who
    are answered by just writing, only the words.
    """
    payloads = [button.payload for button in reply.buttons if button.payload]
    if not payloads or not shows(contact.channel).numbers:
        return reply
    if not await stores.offers.staff(contact.id):
        return reply
    numbers = iter(await stores.offers.add(contact.id, payloads, now))
    buttons = (replace(b, number=next(numbers, 0)) if b.payload else b for b in reply.buttons)
    return replace(reply, buttons=tuple(buttons))


async def _answers(stores: Stores, found: Found) -> bool:
    """Whether a bare number is what an officer asked for ("how many?"), not one of old choices."""
    place = (found.state.flow, found.state.step)
    if found.who.member_id is not None or (found.state.flow and place != _TELLS_MORE):
        return False
    return bool(await stores.tips.awaiting_answer(found.contact.id))


def _numbered(reply: Reply, offered: list[Button]) -> Reply:
    """The reply with numbers, which go on from those in `offered`; all its choices are added."""
    choices = [button for button in reply.buttons if button.payload]
    if not choices:
        return reply
    begin = len(offered)
    end = begin + len(choices)
    if len(choices) > AT_ONCE:
        end += (len(choices) - 2) // (AT_ONCE - 1)
    while choices:
        if len(choices) > AT_ONCE:
            more = Button(
                Text("choices-more", {"n": len(choices) - AT_ONCE + 1}),
                f"{MORE}{len(offered) + AT_ONCE}-{end}",
            )
            page, choices = [*choices[: AT_ONCE - 1], more], choices[AT_ONCE - 1 :]
        else:
            page, choices = choices, []
        for button in page:
            offered.append(replace(button, number=_next(offered, button.payload)))
    links = [button for button in reply.buttons if not button.payload]
    return replace(reply, buttons=(*_first(offered[begin:end]), *links))


def _next(offered: Sequence[Button], payload: str) -> int:
    """The number of one more choice; 0 for one that can be chosen by its words alone."""
    if payload.startswith(_BY_WORDS):
        return 0
    number = 1 + max((button.number for button in offered), default=0)
    return number if number < FIRST else 0


def _first(choices: Sequence[Button]) -> tuple[Button, ...]:
    """As far as one message shows them."""
    return tuple(choices[:AT_ONCE])


def _standing(buttons: Sequence[Button], flows: Mapping[str, Flow]) -> tuple[Button, ...]:
    """Those that mean something wherever a conversation stands, the newest first."""
    standing: dict[str, Button] = {}
    for button in buttons:
        name, _, step = button.payload.partition(":")[0].partition(".")
        spec = flows[name].steps.get(step) if name in flows else None
        if spec and spec.entry:
            standing.setdefault(button.payload, button)
    return tuple(standing.values())[:REMEMBERED]
