"""`tinbao invite`: how somebody becomes a member of a unit's staff."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.commands.common import (
    ConfigOption,
    JsonOption,
    UnitOption,
    opened,
    put,
    put_json,
    unit_named,
)
from bot.domain.access import Role
from bot.domain.codes import grouped


def invite(
    unit: UnitOption,
    role: Annotated[Role, typer.Option(help="What the new member may do.")],
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print a one-time code that makes somebody a member of a unit.

    Whoever sends it to the bot within 48 hours is the member.
    """
    asyncio.run(_invite(config, unit, role, as_json))


async def _invite(config: Path | None, slug: str, role: Role, as_json: bool) -> None:
    from storage.invites import LIFETIME

    async with opened(config) as app:
        now = app.clock.now()
        async with app.stores() as stores:
            unit = await unit_named(stores, slug)
            code = "TB-" + grouped(await stores.invites.create(unit.id, role.value, now))
            await stores.audit.record("invite", now=now, unit_id=unit.id, subject=role.value)
        until = now + LIFETIME
        local = until.astimezone(ZoneInfo(app.config.service.timezone))
        page = f"{app.config.public_url}/chat"
    if as_json:
        put_json(
            {"code": code, "unit": slug, "role": role.value, "valid_until": until.isoformat()}
        )
        return
    put(code)
    put(f"Good for one {role.value} of {unit.name} until {local:%d.%m.%Y %H:%M}.")
    put(f"Hand it over in person. They open {page} (or the bot) and send it as a message.")
    if role is Role.COMMUNICATOR:
        put("A communicator can do nothing yet: what this role is for comes with a later part.")
