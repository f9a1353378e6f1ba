"""What is recorded and said when somebody's ways to sign in change."""

from __future__ import annotations

from datetime import datetime

from bot.domain.access import Action, roles_that
from bot.domain.flow import Outgoing
from bot.domain.message import Button, Reply, Text
from storage.stores import Stores


async def tell(
    stores: Stores, member_id: int, deed: str, what: str, now: datetime, *, notices: bool = True
) -> int | None:
    """Record it, and (`notices`) tell the member wherever they work and those who can end their
    sessions: if it was somebody else, these know what to do. The member's unit.

    Each of them has a notice of their own, which waits until they work again.
    """
    member = await stores.members.get(member_id)
    if member is None:
        return None
    unit_id = member.unit_id
    await stores.audit.record(deed, now=now, unit_id=unit_id, member_id=member.id, subject=what)
    if not notices:
        return unit_id
    way = Text("session-way-numbers" if what == "TOTP" else "session-way-passkey")
    own = Reply(
        Text(f"session-{deed}", {"way": way}),
        buttons=(Button(Text("session-list"), "safety.sessions:"),),
        protect=True,
    )
    await stores.outbox.add_notice(Outgoing(own, unit_id=unit_id, member_id=member.id), now)
    theirs = Reply(
        Text(f"session-{deed}-of", {"name": member.name, "way": way}),
        buttons=(Button(Text("session-list-of"), "safety.colleagues:"),),
        protect=True,
    )
    for lead in await stores.members.of_unit(unit_id):
        if lead.role in roles_that(Action.END_SESSIONS) and lead.id != member.id:
            notice = Outgoing(theirs, unit_id=unit_id, member_id=lead.id)
            await stores.outbox.add_notice(notice, now)
    return unit_id
