"""`tinbao erase` and `tinbao retention`: what is kept no longer."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.common import ConfigOption, JsonOption, opened, put, put_json, put_table
from bot.domain.errors import OperatorError
from bot.domain.tip import TipKind, TipStatus
from bot.domain.unit_settings import of_kind


def erase(
    reference: Annotated[str, typer.Argument(help="The tip's reference, such as TK-7F3KQ.")],
    reason: Annotated[
        str, typer.Option(help="Why, for the audit: a court's decision, a mistake.")
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do it. Without it: only show.")] = False,
    config: ConfigOption = None,
) -> None:
    """Erase one tip now: its key, content, files and way back. It cannot be undone.

    The line in the register stays: reference, unit, kind, point, times, outcome.
    """
    if yes and not reason.strip():
        raise typer.BadParameter("--reason is needed: the audit keeps why a tip was erased")
    asyncio.run(_erase(config, reference, reason.strip(), yes=yes))


async def _erase(config: Path | None, reference: str, reason: str, *, yes: bool) -> None:
    from bot.engine.retention import RetentionRun, erase_tip

    async with opened(config) as app:
        async with app.stores() as stores:
            held = await stores.retention.holding(reference)
        if held is None:
            raise OperatorError("there is no tip with that reference")
        if held.erased:
            put(f"{held.reference} was erased before; nothing is left to erase.")
            return
        put(
            f"{held.reference}: {held.messages} messages, {held.notes} notes, {held.files} files, "
            f"{held.chats} chats that can be asked."
        )
        if held.status != TipStatus.CLOSED:
            put("It is not closed: whoever works on it loses it.")
        if not yes:
            put('Nothing was erased. To erase it: add --reason "…" --yes')
            return
        now = app.clock.now()
        async with app.stores() as stores:
            await erase_tip(stores, held.tip_id, now)
            await stores.audit.record(
                "content-erased",
                now=now,
                unit_id=held.unit_id,
                subject=held.reference,
                why=reason,
            )
        run = RetentionRun(app.database, app.files, app.keyring)
        await run.forget_marked(now)
        files = await run.delete_files()
        clean = await app.database.scrub()
    put(f"{held.reference} is erased, with {files} files. Backups from before still hold it.")
    if not clean:
        put("The database's journal is in use; the running tinbao empties it within the hour.")


def retention(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what is due.")] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Erase what has passed its time, and show how long each unit keeps what.

    A tinbao that is running does the same every hour.
    """
    asyncio.run(_retention(config, dry_run=dry_run, as_json=as_json))


async def _retention(config: Path | None, *, dry_run: bool, as_json: bool) -> None:
    from bot.engine.retention import RetentionRun

    async with opened(config) as app:
        run = RetentionRun(app.database, app.files, app.keyring)
        now = app.clock.now()
        found = await (run.due(now) if dry_run else run.run(now))
        async with app.stores() as stores:
            kept = {
                unit.slug: await stores.unit_settings.of(unit.id)
                for unit in await stores.units.all()
            }
    if as_json:
        put_json(
            {
                "erased": not dry_run,
                "contacts": found.contacts,
                "content": found.content,
                "files": found.files,
                "kept": {
                    slug: {
                        name: {kind.value: int(of_kind(values, name, kind)) for kind in TipKind}
                        for name in ("contact-days", "content-months")
                    }
                    for slug, values in kept.items()
                },
            }
        )
        return
    put_table(
        ("unit", "contact, days", "content, months"),
        [
            (slug, _shown(v, "contact-days"), _shown(v, "content-months"))
            for slug, v in kept.items()
        ],
    )
    verb = "due" if dry_run else "erased"
    put(f"{verb}, way back: {', '.join(found.contacts) or 'none'}")
    put(f"{verb}, content: {', '.join(found.content) or 'none'}")


def _shown(values: dict[str, str], name: str) -> str:
    """The unit's own number, then the kinds that differ: `30 dealing:60`."""
    usual = of_kind(values, name, "")
    kinds = ((kind.value, of_kind(values, name, kind)) for kind in TipKind)
    return " ".join([usual, *(f"{kind}:{held}" for kind, held in kinds if held != usual)])
