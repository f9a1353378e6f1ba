"""How a chat is left: emptied, forgotten, and nothing of its draft kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from bot.domain.access import Action, roles_that
from bot.domain.channels import shows
from bot.domain.flow import Outgoing, State
from bot.domain.message import Reply, Text
from storage.contacts import WEB, Contact
from storage.outbox_rows import WIPE
from storage.stores import Stores

_FILE: Final = re.compile(r"[0-9a-f]{32}")


async def wipe(stores: Stores, contact: Contact, now: datetime) -> None:
    """Empty a chat and forget it. Staff are emptied only: the audit refers to them for ever.

    A platform needs the address until its messages are deleted, so the contact is marked.
    """
    await stores.conversations.rest(contact.id)
    await stores.doors.close(contact.id)
    await stores.contacts.unlink(contact.id)
    await stores.offers.forget(contact.id)
    if contact.channel == WEB:
        await stores.letters.forget(contact.id)
    else:
        await stores.outbox.add(contact, [Reply(Text("wipe"))], now, action=WIPE)
    if not await stores.members.ever(contact.id):
        await stores.forgetting.mark(contact.id, contact.channel, now)


async def wipe_others(stores: Stores, contact_ids: Iterable[int], now: datetime) -> set[int | str]:
    """Empty several chats; the bells to ring for it."""
    bells: set[int | str] = set()
    for contact_id in contact_ids:
        other = await stores.contacts.get(contact_id)
        if other is not None:
            await wipe(stores, other, now)
            if not shows(other.channel).deletes:
                await stores.outbox.add(other, [Reply(Text("common-wiped-stays"))], now)
            bells.add(other.id if other.channel == WEB else other.channel)
    return bells


async def leave(stores: Stores, contact: Contact, state: State, now: datetime) -> None:
    """Empty and forget a chat without a word: somebody left the page, or told their platform that
    we may not write any more. A page is forgotten at once.
    """
    await stores.retention.drop_unfiled(files_in(state))
    if contact.channel == WEB and not await stores.members.ever(contact.id):
        await stores.contacts.forget(contact.id)
        return
    await stores.outbox.drop_waiting(contact.id)
    await wipe(stores, contact, now)


async def unreachable(stores: Stores, contact_id: int, now: datetime) -> None:
    """A platform says that nothing gets to this chat any more."""
    await stores.contacts.gone(contact_id, now)
    await no_group(stores, contact_id, now)


async def no_group(stores: Stores, contact_id: int, now: datetime) -> None:
    """A group chat from which the bot was put out, or that is no more, is no board and gets no
    messages; of the second whoever keeps the groups hears.
    """
    await stores.boards.remove(contact_id)
    group = await stores.groups.leave(contact_id, now)
    if group is None:
        return
    await stores.audit.record("group-left", now=now, unit_id=group.unit_id, subject=str(group.id))
    told = Reply(Text("common-group-left", {"channel": group.channel}), protect=True)
    keepers = roles_that(Action.KEEP_GROUPS)
    await stores.outbox.add_notice(Outgoing(told, unit_id=group.unit_id, roles=keepers), now)


def files_in(state: State | None) -> set[str]:
    """The ids of everything in a conversation's drafts that may be a file's."""
    if state is None:
        return set()
    return set(_ids(state.draft)) | files_in(state.aside)


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if _FILE.fullmatch(value):
            yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _ids(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _ids(inner)
