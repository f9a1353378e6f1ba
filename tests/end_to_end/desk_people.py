"""Colleagues at the desk of the village, each on a telephone of their own, and tips for them."""

from __future__ import annotations

import asyncio

from bot.demo.setup import UNIT
from bot.domain.access import Role
from bot.domain.codes import grouped
from bot.domain.message import Form, Inbound, Reply
from bot.domain.tip import Body, Tip
from bot.texts import Texts
from storage.audit import AuditEntry
from tests.end_to_end.village import Village

TEXTS = Texts.load(strict=True)
STORY = "canary kể: nhà cuối xóm đêm nào cũng có xe"


async def joins(here: Village, chat: str, name: str, role: Role = Role.OFFICER) -> int:
    """Somebody who types an invitation, then a name; the member's id."""
    unit = await here.unit()
    async with here.app.stores() as stores:
        code = await stores.invites.create(unit.id, role.value, here.clock.now())
    await here.says(chat, f"TB-{grouped(code)}")
    await here.says(chat, name)
    async with here.app.stores() as stores:
        return next(m.id for m in await stores.members.of_unit(unit.id) if m.name == name)


async def reported(here: Village, chat: str = "telegram/9001", kind: str = "use") -> str:
    """Somebody reports and can be asked back; the reference."""
    await here.says(chat, form=Form(kind, STORY, reply="ask-back"))
    await here.send()
    return (await here.receipt(chat))[1]


async def filed(here: Village, slug: str = UNIT, **about: object) -> str:
    """A one-way tip of a unit, at this moment; the reference."""
    what: dict[str, object] = {"kind": "use", "urgency": "normal", **about}
    async with here.app.stores() as stores:
        unit = await stores.units.by_slug(slug)
        assert unit is not None
        done = await stores.tips.file(
            unit_id=unit.id,
            point_id=None,
            body=Body(STORY),
            contact_id=None,
            now=here.clock.now(),
            **what,  # type: ignore[arg-type]
        )
    return done.reference


async def tip(here: Village, reference: str) -> Tip:
    """A tip as it stands."""
    unit = await here.unit()
    async with here.app.stores() as stores:
        found = await stores.tips.by_reference(unit.id, reference)
    assert found is not None
    return found


async def told(here: Village, chat: str) -> list[str]:
    """All that a chat was told, in words, once everything is sent."""
    await here.send()
    return [words(reply) for reply in await here.heard(chat)]


def words(reply: Reply) -> str:
    """A reply in Vietnamese."""
    return TEXTS.render(reply.text, "vi")


def choices(reply: Reply) -> dict[str, str]:
    """A reply's buttons: their words, and what each sends."""
    return {TEXTS.render(b.label, "vi"): b.payload for b in reply.buttons}


async def deeds(here: Village, reference: str) -> list[AuditEntry]:
    """What the audit has of a tip, oldest first."""
    unit = await here.unit()
    async with here.app.stores() as stores:
        rows = await stores.audit.of_unit(unit.id)
    return [row for row in reversed(rows) if row.subject == reference]


async def member(desk: Village, name: str) -> int:
    """A colleague's id."""
    unit = await desk.unit()
    async with desk.app.stores() as stores:
        return next(m.id for m in await stores.members.of_unit(unit.id) if m.name == name)


async def together(desk: Village, *pressed: tuple[str, str]) -> None:
    """Several press at the same moment."""
    desk.clock.pass_by(minutes=1)
    desk.events += 1
    await asyncio.gather(
        *(
            desk.app.engine.handle(Inbound(desk.address(chat), f"t{desk.events}-{n}", choice=what))
            for n, (chat, what) in enumerate(pressed)
        )
    )
