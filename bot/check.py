"""`tinbao check`: tries every part of an installation and says in a line each what to do."""

from __future__ import annotations

import os
import shutil
from base64 import b64decode
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache, partial
from pathlib import Path
from typing import Final

import aiohttp

from bot.check_platforms import local, telegram, zalo_bot, zalo_oa
from bot.check_readers import PART as READERS
from bot.check_readers import readers
from bot.check_result import Result
from bot.cleaning.cleaner import Cleaner
from bot.config import Config
from bot.domain.errors import ConfigError, FileRefused, OperatorError, SendError
from bot.key_source import key_source
from bot.roles import ROLES, needs
from storage import migrate
from storage.audit_chains import AuditChains
from storage.crypto import keyring, loading
from storage.crypto.sources import KeySource
from storage.database import Database
from storage.keys import Keys

MIB: Final = 2**20
LEAST_FREE: Final = 500 * MIB
"""Below this, a few films fill the disk."""
MOST_DRIFT: Final = 60.0
"""Seconds that the clock may differ from the web server's."""
AUDITED: Final = 1000
"""Rows of each chain that are verified at least; all of them: tinbao audit verify."""
PATIENCE: Final = aiohttp.ClientTimeout(total=10)
OLDEST: Final = datetime(2026, 11, 1, tzinfo=UTC)
"""Before this program was written: no clock can be right that shows less."""
_PICTURE: Final = "R0lGODdhAQABAIAAAAAAAP///ywAAAAAAQABAAACAkQBADs="


async def check_all(path: Path | None, roles: Collection[str] = ROLES) -> list[Result]:
    """Try all that these roles need. Without a readable configuration there is nothing to try."""
    try:
        config = Config.load(path)
    except ConfigError as error:
        return [Result("configuration", False, str(error))]
    results = [Result("configuration", True, f"{path}" if path else "understood")]
    source = cache(partial(key_source, config.keys))  # asks for a passphrase, once
    parts: dict[str, Callable[[Config], Awaitable[str | list[Result]]]] = {
        "database": _database,
        "keys": partial(_keys, roles=roles, source=source),
        "audit": _audit,
        READERS: readers,
        "files": _files,
        "disk": _disk,
        "cleaning": _cleaning,
        "public URL": _public_url,
        "clock": _clock,
        "telegram": partial(telegram, roles=roles),
        "zalo bot": partial(zalo_bot, roles=roles),
        "zalo oa": partial(zalo_oa, roles=roles, source=source),
    }
    for part, try_it in parts.items():
        results += await _tried(part, try_it, config)
    return results


async def _tried(
    part: str, try_it: Callable[[Config], Awaitable[str | list[Result]]], config: Config
) -> list[Result]:
    try:
        found = await try_it(config)
    except (OperatorError, SendError) as error:
        return [Result(part, False, str(error))]
    except OSError as error:
        return [Result(part, False, error.strerror or type(error).__name__)]
    except Exception as error:  # every part gets its line, whatever happens in another
        return [Result(part, False, f"failed with {type(error).__name__}")]
    return found if isinstance(found, list) else [Result(part, True, found)]


async def _database(config: Config) -> str:
    file = config.database.file
    if file is not None and not file.exists():
        raise OperatorError(f"there is no {file}: run tinbao init")
    database = Database.connect(config.database.url)
    try:
        if not await database.alive():
            raise OperatorError("does not answer: check [database] url and that the server runs")
        if await migrate.current(database) != migrate.newest():
            raise OperatorError("has another schema version: run tinbao init")
    finally:
        await database.close()
    return f"{file or 'PostgreSQL'} answers, schema {migrate.newest()}"


async def _keys(config: Config, roles: Collection[str], source: Callable[[], KeySource]) -> str:
    file = config.database.file
    if file is not None and not file.exists():
        raise OperatorError("cannot be compared without the database: run tinbao init")
    database = Database.connect(config.database.url)
    try:
        async with database.reading() as connection:
            known = await Keys(connection).known()
            lives = await Keys(connection).lives()
    finally:
        await database.close()
    loading.load(source(), known, needs(roles), now=datetime.now(UTC))
    here = [life for life in lives if life.destroyed_at is None and life.kind in needs(roles)]
    lost = [life for life in here if life.exported_at is None and life.kind != keyring.DRAFT]
    tail = f"; {len(lost)} never exported: run tinbao keys export" if lost else ""
    return f"{len(here)} in {config.keys.dir}, all belong to this database{tail}"


async def _audit(config: Config) -> str:
    """Each chain from its last checkpoint on, and the newest thousand rows at least."""
    file = config.database.file
    if file is not None and not file.exists():
        raise OperatorError("cannot be verified without the database: run tinbao init")
    database = Database.connect(config.database.url)
    try:
        async with database.reading() as connection:
            chains = AuditChains(connection, keyring.Keyring())
            verdicts = await chains.verify(datetime.now(UTC), most=AUDITED)
    finally:
        await database.close()
    for verdict in verdicts:
        if verdict.fault is not None and verdict.fault.kind == "unsigned":
            raise OperatorError(f"{verdict.fault}: start the scheduler, which signs")
        if verdict.fault is not None:
            raise OperatorError(f"{verdict.fault}: stop, keep a copy, and look into it")
    rows = sum(verdict.rows for verdict in verdicts)
    unsigned = sum(verdict.unsigned for verdict in verdicts)
    return f"{len(verdicts)} chains whole, {rows:,} rows verified, {unsigned} not signed yet"


async def _files(config: Config) -> str:
    folder = config.files.folder
    if not folder.is_dir():
        raise OperatorError(f"there is no folder {folder}: run tinbao init")
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise OperatorError(f"{folder} cannot be written: give it to the user that runs tinbao")
    return f"{folder} can be written"


async def _disk(config: Config) -> str:
    folder = config.files.folder
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE:
        raise OperatorError(f"only {free // MIB} MiB free: make room, or attachments are refused")
    return f"{free // MIB:,} MiB free"


async def _cleaning(config: Config) -> str:
    """The libraries and the limits, tried on the smallest picture there is."""

    async def picture() -> AsyncIterator[bytes]:
        yield b64decode(_PICTURE)

    try:
        made = [piece async for piece in Cleaner().run(picture())]
    except FileRefused as refused:
        raise OperatorError(
            f"a picture could not be cleaned ({refused.reason}): install the libraries of "
            "requirements.lock, and let this user start processes"
        ) from None
    return f"a picture was cleaned, {sum(map(len, made))} bytes are left"


async def _public_url(config: Config) -> str:
    if not config.service.public_url:
        return "not set: the service is for this machine only ([service] public_url)"
    if not (config.behind_tls or local(config.public_url)):
        raise OperatorError("must begin with https://, or everybody on the way can read along")
    await _visit(config)
    return f"{config.public_url} answers"


async def _visit(config: Config) -> str:
    """The time at the web server, as it says it."""
    url = f"{config.public_url}/healthz"
    try:
        async with aiohttp.ClientSession(timeout=PATIENCE) as session, session.get(url) as answer:
            if answer.status != 200:
                raise OperatorError(
                    f"{url} answers {answer.status}: check the web server before it"
                )
            return answer.headers.get("Date", "")
    except (aiohttp.ClientError, TimeoutError):
        raise OperatorError(
            f"{url} does not answer: start tinbao run, and check DNS and the web server before it"
        ) from None


async def _clock(config: Config) -> str:
    now = datetime.now(UTC)
    if now < OLDEST:
        raise OperatorError(
            f"shows {now:%Y-%m-%d}: set the clock, or switch on time synchronisation"
        )
    drift = await _drift(config)
    if drift is not None and abs(drift) > MOST_DRIFT:
        raise OperatorError(
            f"is {drift:.0f} s off the web server's: switch on time synchronisation"
        )
    return f"{now:%Y-%m-%d %H:%M:%S} UTC" + ("" if drift is None else f", {drift:.0f} s off")


async def _drift(config: Config) -> float | None:
    """Seconds between our clock and the web server's; None when there is none to ask."""
    if not config.service.public_url:
        return None
    try:
        there = parsedate_to_datetime(await _visit(config))
    except (OperatorError, ValueError):
        return None
    return (datetime.now(UTC) - there).total_seconds()
