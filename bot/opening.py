"""What a process begins with: a database of the right version, and keys that can be used."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.config import Config
from bot.domain.errors import KeyFileError, OperatorError
from bot.key_source import key_source
from bot.roles import ROLES, needs
from storage import migrate
from storage.crypto import keyring as keys
from storage.crypto import loading
from storage.crypto.keyfile import KeyName
from storage.crypto.keyring import Keyring, KnownKey
from storage.database import Database
from storage.stores import Stores


def database_there(config: Config) -> None:
    """Raise `OperatorError` where a SQLite file should be and is not."""
    file = config.database.file
    if file is not None and not file.exists():
        raise OperatorError(f"there is no database at {file}: run tinbao init first")


async def known_keys(config: Config, database: Database) -> list[KnownKey]:
    """The keys of a database that can be used. Raises `OperatorError` with what to do."""
    database_there(config)
    file = config.database.file
    if not await database.alive():
        raise OperatorError(
            f"{file} cannot be opened: check its owner and that the disk can be written"
            if file
            else "the database does not answer: check [database] url and that the server runs"
        )
    if await migrate.current(database) != migrate.newest():
        raise OperatorError("the database has another schema version: run tinbao init")
    async with database.reading() as connection:
        known = await Stores(connection, Keyring()).key_register.known()
    if not known:
        raise KeyFileError("the database has no keys yet: run tinbao init")
    return known


async def create(config: Config) -> None:
    """Make folders, schema and keys. Running it again mends what is missing."""
    if config.database.file:
        config.database.file.parent.mkdir(parents=True, exist_ok=True)
    config.files.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    source = key_source(config.keys, new=True)
    database = Database.connect(config.database.url, config.house)
    try:
        await migrate.upgrade(database)
        async with database.transaction() as connection:
            stores = Stores(connection, Keyring())
            epochs = (keys.RELAY, keys.DRAFT, keys.DESK, keys.AUDIT)
            wanted = [keys.SESSION, *(f"{kind}/1" for kind in epochs)]
            wanted += [f"{keys.UNIT}/{unit.slug}/1" for unit in await stores.units.all()]
            known = {key.key_id for key in await stores.key_register.known()}
            missing = [key_id for key_id in wanted if key_id not in known]
            newest = loading.newest_draft(await stores.key_register.known())
            if newest and not source.exists(KeyName.parse(newest.key_id)):
                # A restored backup's drafts were sealed to a key that is gone by now.
                missing.append(f"{keys.DRAFT}/{newest.epoch + 1}")
            made = loading.create_missing(source, missing)
            now = datetime.now(UTC)
            await stores.key_register.add(made, now)
            # A key that the database knows and nobody has is lost: saying "ready" would lie.
            everything = await stores.key_register.known()
            loading.load(source, everything, needs(ROLES), now=now)
            await stores.clocks.start_missing(now)
            await stores.alarms.start_missing(now)
    finally:
        await database.close()
