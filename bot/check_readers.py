"""The part of `tinbao check` about people: who would read the tips of each unit."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from bot.check_result import Result
from bot.config import Config
from bot.domain.access import Action, roles_that
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.stores import Stores

PART: Final = "readers"


async def readers(config: Config) -> list[Result]:
    """A line for each unit whose tips nobody can read; one line when there is no such unit.

    Every unit can receive tips: residents may choose one without units below it in the chat, also
    without a QR code, and what they say about an official goes to the unit above. Until an
    invitation runs out, somebody is expected: that is no fault yet.
    """
    file = config.database.file
    if file is not None and not file.exists():
        return []  # the line of the database says it
    allowed = roles_that(Action.OPEN_TIP)
    lines = []
    database = Database.connect(config.database.url)
    try:
        async with database.reading() as connection:
            stores = Stores(connection, Keyring())
            units = await stores.units.all()
            invited = await stores.invites.waiting(allowed, datetime.now(UTC))
            for unit in units:
                members = await stores.members.of_unit(unit.id)
                if any(member.role in allowed for member in members):
                    continue
                waits = unit.id in invited
                what = (
                    "until somebody uses the invitation"
                    if waits
                    else f"yet; run tinbao invite --unit {unit.slug} --role lead"
                )
                lines.append(Result(PART, waits, f"{unit.slug}: nobody can read its tips {what}"))
    finally:
        await database.close()
    count = f"{len(units)} units" if len(units) != 1 else "1 unit"
    read = f"{count}, each with somebody who reads its tips"
    return lines or [Result(PART, True, read if units else "no units yet: run tinbao unit add")]
