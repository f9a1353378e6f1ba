"""`tinbao custodian add|invite|list|retire`: what an operator does, on the server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
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
from bot.commands.custodian import custodian, read_text
from bot.domain.access import Role
from bot.domain.codes import grouped
from bot.domain.errors import OperatorError

if TYPE_CHECKING:
    from datetime import datetime

    from storage.crypto.custodian import PublicHalf
    from storage.custodians import Custodian
    from storage.stores import Stores
    from storage.units import Unit

__all__ = ["custodian"]

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="Name or fingerprint.")]


@dataclass(frozen=True, slots=True)
class _At:
    """Where a command works."""

    stores: Stores
    unit: Unit
    now: datetime
    page: str


@asynccontextmanager
async def _at(config: Path | None, slug: str) -> AsyncIterator[_At]:
    async with opened(config) as app, app.stores() as stores:
        unit = await unit_named(stores, slug)
        yield _At(stores, unit, app.clock.now(), f"{app.config.public_url}/chat")


@custodian.command("add")
def add(
    public_file: Annotated[
        Path, typer.Argument(metavar="PUBLICFILE", help="The .pub file a custodian handed in.")
    ],
    unit: UnitOption,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Register a custodian: from now on identities of this unit are sealed to them too.

    Compare the fingerprint with the custodian over the telephone first. Prints a one-time code
    with which they come into the chat to decide requests.
    """
    from storage.crypto.custodian import public_from

    asyncio.run(_add(config, unit, public_from(read_text(public_file)), as_json))


async def _add(config: Path | None, slug: str, half: PublicHalf, as_json: bool) -> None:
    async with _at(config, slug) as at:
        for known in await at.stores.custodians.of_unit(at.unit.id):
            if known.fingerprint == half.fingerprint:
                raise OperatorError(f"{known.fingerprint} is or was a custodian of {slug} already")
            if known.name.casefold() == half.name.casefold() and known.retired_at is None:
                raise OperatorError(f"{slug} has a custodian {known.name}: retire that one first")
        made = await at.stores.custodians.add(at.unit.id, half, at.now)
        await at.stores.audit.record(
            "custodian-added", now=at.now, unit_id=at.unit.id, subject=made.fingerprint
        )
        code = await _invitation(at, made)
        active = len(await at.stores.custodians.keepers(at.unit.id))
    if as_json:
        put_json({"name": made.name, "fingerprint": made.fingerprint, "code": code})
        return
    put(f"{made.name} keeps a key of {at.unit.name} now: {made.fingerprint}")
    put("Let them read the fingerprint out to you; if it differs, retire this key at once.")
    put(f"Identities are sealed to all {active} from now on; those left before are not." if
        active > 1 else
        "This is the only custodian: whoever has this key and its passphrase opens alone. Add"
        " another one.")  # fmt: skip
    _put_code(code, at.page)


@custodian.command("invite")
def invite(
    name: NameArgument, unit: UnitOption, config: ConfigOption = None, as_json: JsonOption = False
) -> None:
    """Print a new one-time code for a custodian who has to come into the chat again."""
    asyncio.run(_invite(config, unit, name, as_json))


async def _invite(config: Path | None, slug: str, name: str, as_json: bool) -> None:
    async with _at(config, slug) as at:
        code = await _invitation(at, await _named(at, name))
    if as_json:
        put_json({"code": code})
    else:
        _put_code(code, at.page)


@custodian.command("list")
def show(unit: UnitOption, config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """List the custodians of a unit, and how many identities need each of them."""
    asyncio.run(_show(config, unit, as_json))


async def _show(config: Path | None, slug: str, as_json: bool) -> None:
    rows = []
    async with _at(config, slug) as at:
        for one in await at.stores.custodians.of_unit(at.unit.id):
            member = await at.stores.members.get(one.member_id) if one.member_id else None
            status = "retired" if one.retired_at else "active"
            needed = await at.stores.custodians.needed_for(one)
            rows.append((one.name, one.fingerprint, status, "yes" if member else "no", needed))
    heads = ("name", "fingerprint", "status", "in chat", "identities")
    if as_json:
        keys = [head.replace(" ", "_") for head in heads]
        put_json([dict(zip(keys, row, strict=True)) for row in rows])
        return
    put_table(heads, [tuple(str(cell) for cell in row) for row in rows])


@custodian.command("retire")
def retire(name: NameArgument, unit: UnitOption, config: ConfigOption = None) -> None:
    """Seal no new identity to a custodian. Those sealed before still need the key."""
    asyncio.run(_retire(config, unit, name))


async def _retire(config: Path | None, slug: str, name: str) -> None:
    async with _at(config, slug) as at:
        one = await _named(at, name)
        if one.retired_at:
            raise OperatorError(f"{one.name} ({one.fingerprint}) has been retired already")
        await at.stores.custodians.retire(one.id, at.now)
        await at.stores.audit.record(
            "custodian-retired", now=at.now, unit_id=at.unit.id, subject=one.fingerprint
        )
        needed = await at.stores.custodians.needed_for(one)
        left = await at.stores.custodians.keepers(at.unit.id)
    put(f"New identities are no longer sealed to {one.name} ({one.fingerprint}).")
    put(
        f"{needed} sealed identities still need this key: keep it, or they can never be opened."
        if needed
        else "No identity needs this key any more."
    )
    if not left:
        put("There is no custodian left: reporters are not offered to leave a name.")


async def _named(at: _At, name: str) -> Custodian:
    everybody = await at.stores.custodians.of_unit(at.unit.id)
    wanted = name.casefold()
    found = [c for c in everybody if wanted in (c.name.casefold(), c.fingerprint.casefold())]
    if len(found) > 1:
        found = [c for c in found if c.retired_at is None]
    if len(found) != 1:
        known = ", ".join(c.name for c in everybody) or "nobody yet"
        raise OperatorError(f"{at.unit.slug} has no custodian {name}; there is {known}")
    return found[0]


async def _invitation(at: _At, one: Custodian) -> str:
    code = await at.stores.invites.create(at.unit.id, Role.CUSTODIAN.value, at.now, one.id)
    await at.stores.audit.record(
        "invite", now=at.now, unit_id=at.unit.id, subject=Role.CUSTODIAN.value
    )
    return f"TB-{grouped(code)}"


def _put_code(code: str, page: str) -> None:
    put(code)
    put(f"Hand this code over in person: good once, for 48 hours, at {page} or in the bot.")
