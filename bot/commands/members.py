"""`tinbao member`: who a unit's staff are and how they sign in; a lost telephone."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

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
from bot.domain.codes import grouped
from bot.domain.errors import OperatorError

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
    """Make somebody who lost a phone set up signing in anew, and end their pages.

    Prints a one-time code that leads them back as who they were.
    """
    asyncio.run(_reset(config, unit, name, as_json))


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
            known = await stores.members.of_unit(unit.id)
            found = [one for one in known if one.name.casefold() == name.strip().casefold()]
            if not found:
                names = ", ".join(one.name for one in known)
                raise OperatorError(
                    f"{unit.name} has no member of that name; "
                    + (f"known are {names}" if names else "it has no members yet")
                )
            lost = found[0]
            await stores.factors.forget(lost.id)
            for session in await stores.sessions.of_member(lost.id):
                contact = await stores.contacts.get(session.contact_id)
                if session.channel == WEB:
                    await stores.sessions.end(session.id, lost.id, now)
                    if contact is not None:
                        await wipe(stores, contact, now)
            code = "TB-" + grouped(
                await stores.invites.create(unit.id, lost.role, now, member_id=lost.id)
            )
            await stores.audit.record(
                "factors-reset", now=now, unit_id=unit.id, subject=str(lost.id)
            )
        page = f"{app.config.public_url}/chat"
    if as_json:
        put_json({"code": code, "name": lost.name, "unit": slug})
        return
    put(code)
    put(f"{lost.name} can sign in nowhere until they set it up anew. The code holds 48 hours.")
    put(f"Hand it over in person. They open {page} and send it as a message.")


def _word(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
