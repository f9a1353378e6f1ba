"""`tinbao member`: who a unit's staff are and how they sign in; a lost telephone."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.common import (
    ConfigOption,
    JsonOption,
    UnitOption,
    opened,
    put,
    put_json,
    put_table,
    unit_named,
)
from bot.domain.access import Action, Role, may, roles_that
from bot.domain.codes import grouped
from bot.domain.errors import OperatorError
from bot.domain.flow import Outgoing
from bot.domain.message import Reply, Text

if TYPE_CHECKING:
    from datetime import datetime

    from bot.app import App
    from storage.members import Member
    from storage.stores import Stores
    from storage.units import Unit

member = typer.Typer(help="Staff and how they sign in.", no_args_is_help=True)


@member.command("list")
def list_members(
    unit: UnitOption, config: ConfigOption = None, as_json: JsonOption = False
) -> None:
    """List a unit's staff: role, sessions, passkeys, numbers on a phone."""
    asyncio.run(_list(config, unit, as_json))


@member.command("reset-factors")
def reset_factors(
    name: Annotated[str, typer.Argument(help="The member's name, as colleagues see it.")],
    unit: UnitOption,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make somebody who lost a phone set up signing in anew: ends all their sessions.

    Prints one-time codes that lead them back as who they were: one for a page, and one for each
    chat account they worked from.
    """
    asyncio.run(_reset(config, unit, name, as_json))


@member.command("role")
def role_of(
    name: Annotated[str, typer.Argument(help="The member's name, as colleagues see it.")],
    role: Annotated[Role, typer.Option(help="What they may do from now on.")],
    unit: UnitOption,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Change what a member may do, from their next message on.

    The member, leads and administrators are told. Who may work on tips no more gives theirs back
    to the queue, which their colleagues hear; what they asked of custodians ends. Custodians come
    and go with their keys: see tinbao custodian.
    """
    asyncio.run(_role(config, unit, name, role, as_json))


async def _role(config: Path | None, slug: str, name: str, role: Role, as_json: bool) -> None:
    async with opened(config) as app:
        changed, freed = await change_role(app, slug, name, role)
    if as_json:
        put_json({"name": changed.name, "unit": slug, "role": role.value, "tips_back": freed})
        return
    back = f" {freed} of their tips went back to the queue." if freed else ""
    put(f"{changed.name} was {changed.role} and is {role.value} now.{back}")
    put("What their chats and pages show stays there until their sessions are ended: /phien")


async def change_role(app: App, slug: str, name: str, role: Role) -> tuple[Member, int]:
    """The member as they were, and how many tips went back. Raises `OperatorError`."""
    async with app.stores() as stores:
        now = app.clock.now()
        unit = await unit_named(stores, slug)
        one = await _named(stores, unit, name)
        if Role.CUSTODIAN in (one.role, role):
            raise OperatorError(
                "a custodian's role goes with a key: see tinbao custodian add, invite and retire"
            )
        if one.role == role:
            raise OperatorError(f"{one.name} is {role.value} already")
        await stores.members.change_role(one.id, role.value)
        await stores.audit.record(
            "role-changed", now=now, unit_id=unit.id, subject=f"{one.id} {role.value}"
        )
        freed = 0 if may(role, Action.TAKE_TIP) else await _tips_back(stores, one, now)
        if not may(role, Action.REQUEST_IDENTITY):
            await _end_requests(stores, one, now)
        now_is = Text(f"enrol-role-{role.value}")
        told = Text("enrol-role-changed", {"name": one.name, "role": now_is})
        whom = Outgoing(Reply(told), unit_id=unit.id, roles=roles_that(Action.REMOVE_MEMBER))
        await stores.outbox.add_notice(whom, now)
        if role not in whom.roles:
            yours = Reply(Text("enrol-role-yours", {"role": now_is}))
            mine = Outgoing(yours, unit_id=unit.id, member_id=one.id)
            await stores.outbox.add_notice(mine, now)
    return one, freed


async def _tips_back(stores: Stores, one: Member, now: datetime) -> int:
    """Give their tips back to the queue, on record, and say so to who may take them; how many."""
    from bot.engine.boards import redraw
    from bot.engine.delivery import Delivery

    held = await stores.statuses.held(one.id)
    if not held:
        return 0
    await stores.statuses.release_all(one.id)
    for tip_id in held:
        if tip := await stores.tips.get(tip_id):
            await stores.audit.record(
                "tip-released", now=now, unit_id=tip.unit_id, subject=tip.reference
            )
    back = Reply(Text("enrol-tips-back", {"name": one.name, "count": len(held)}), protect=True)
    takers = Outgoing(back, unit_id=one.unit_id, roles=roles_that(Action.TAKE_TIP))
    await stores.outbox.add_notice(takers, now)
    await redraw(stores, Delivery(stores, now), held)
    return len(held)


async def _end_requests(stores: Stores, one: Member, now: datetime) -> None:
    """Nobody is to decide what they asked for, or to answer them: they have no tip it concerns."""
    from handlers.identity.base import custodian_members

    for asked in await stores.disclosures.withdraw_of(one.id):
        kept = await stores.identities.of(asked.tip_id)
        if kept is None:
            continue
        ended = Reply(
            Text("identity-request-ended", {"reference": asked.reference}),
            card=f"tip:identity-{asked.id}",
            protect=True,
        )
        keepers, _ = await custodian_members(kept, stores.custodians, stores.members)
        for keeper in keepers:
            notice = Outgoing(ended, unit_id=keeper.unit_id, member_id=keeper.id)
            await stores.outbox.add_notice(notice, now)


async def _named(stores: Stores, unit: Unit, name: str) -> Member:
    known = await stores.members.of_unit(unit.id)
    found = [one for one in known if one.name.casefold() == name.strip().casefold()]
    if not found:
        names = ", ".join(one.name for one in known)
        raise OperatorError(
            f"{unit.name} has no member of that name; "
            + (f"known are {names}" if names else "it has no members yet")
        )
    return found[0]


async def _list(config: Path | None, slug: str, as_json: bool) -> None:
    rows = []
    async with opened(config) as app, app.stores() as stores:
        unit = await unit_named(stores, slug)
        for one in await stores.members.of_unit(unit.id):
            numbers = await stores.factors.numbers(one.id)
            rows.append(
                {
                    "name": one.name,
                    "role": one.role,
                    "sessions": len(await stores.sessions.of_member(one.id)),
                    "passkeys": len(await stores.factors.passkeys(one.id)),
                    "numbers": numbers is not None and numbers.confirmed,
                }
            )
    if as_json:
        put_json(rows)
        return
    heads = ("NAME", "ROLE", "SESSIONS", "PASSKEYS", "NUMBERS")
    put_table(heads, [tuple(_word(value) for value in row.values()) for row in rows])


async def _reset(config: Path | None, slug: str, name: str, as_json: bool) -> None:
    from bot.engine.leaving import wipe
    from storage.contacts import WEB

    async with opened(config) as app:
        now = app.clock.now()
        async with app.stores() as stores:
            unit = await unit_named(stores, slug)
            lost = await _named(stores, unit, name)
            await stores.factors.forget(lost.id)
            had_pin = await stores.pins.exists(lost.id)
            await stores.pins.reset(lost.id)
            live = await stores.sessions.of_member(lost.id)
            for session in live:
                # Chats too: a telephone that is lost is signed in to its chat account.
                contact = await stores.contacts.get(session.contact_id)
                await stores.sessions.end(session.id, lost.id, now)
                if contact is not None:
                    await wipe(stores, contact, now)
            chats = sum(session.channel != WEB for session in live)
            codes = [
                "TB-"
                + grouped(await stores.invites.create(unit.id, lost.role, now, member_id=lost.id))
                for _ in range(1 + chats)
            ]
            await stores.audit.record(
                "factors-reset", now=now, unit_id=unit.id, subject=str(lost.id)
            )
        page = f"{app.config.public_url}/chat"
    if as_json:
        ended = {"pages": len(live) - chats, "chats": chats, "pin": had_pin}
        put_json({"code": codes[0], "codes": codes, "name": lost.name, "unit": slug, **ended})
        return
    put("\n".join(codes))
    pin = " Their PIN is dropped." if had_pin else ""
    put(
        f"{lost.name}'s passkeys and numbers are erased. Ended: {len(live) - chats} web sessions, "
        f"{chats} chat accounts.{pin}"
    )
    put("Hand the codes over in person. Each holds once, for 48 hours, and leads them back.")
    put(f"- They open {page}, send a code as a message and set up how they sign in.")
    if chats:
        put("- In each chat account that is still theirs, they send another code to the bot.")
        put("  For one that was on the lost phone, they first log that phone out of the account.")


def _word(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
