"""The composition root: builds every part and joins them. The only place that knows all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aiohttp import web

from bot import health
from bot.channels import fit
from bot.channels.web.channel import WebChannel
from bot.channels.web.settings import Place, WebSettings
from bot.config import Config
from bot.domain.errors import KeyFileError, OperatorError
from bot.domain.message import whole
from bot.domain.ports import Channel, Clock
from bot.engine.bells import Bells
from bot.engine.fetcher import Fetcher
from bot.engine.mailbox import WebMailbox
from bot.engine.notices import Notices
from bot.engine.outbox import Sender
from bot.engine.scheduler import Scheduler
from bot.engine.supervision import kept_up
from bot.engine.turn import TurnEngine
from bot.texts import Texts
from handlers.router import Router
from qr.codes import qr_png
from storage import migrate
from storage.crypto import keyring as keys
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.files import files_from_url
from storage.stores import Stores
from storage.units import Unit

if TYPE_CHECKING:
    from bot.channels.telegram.adapter import TelegramChannel

ROLES: Final = frozenset({"intake", "desk", "sender", "scheduler", "web"})
NEEDS: Final = {
    "intake": {keys.SESSION},
    "web": {keys.SESSION},
    "desk": {keys.SESSION, keys.UNIT},
    "sender": {keys.RELAY},
    "scheduler": {keys.SESSION},
}
"""Which private keys a role loads; what it does not need is not read."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The current time in UTC."""
        return datetime.now(UTC)


class App:
    """One process of the service. `App.open` checks everything it needs before it serves
    anybody.
    """

    def __init__(
        self,
        config: Config,
        roles: frozenset[str],
        database: Database,
        keyring: Keyring,
        clock: Clock,
    ) -> None:
        self.config = config
        self.roles = roles
        self.database = database
        self.keyring = keyring
        self.clock = clock
        self.texts = Texts.load()
        self.files = files_from_url(config.files.url)
        self.bells = Bells()
        self.router = Router()
        self.engine = TurnEngine(
            database,
            keyring,
            self.router,
            lambda typed, offered: fit.match(typed, offered, self.texts.labels, numbers=False),
            clock,
            self.bells,
            timedelta(hours=config.retention.draft_hours),
            self.refresh_keys,
        )
        self.mailbox = WebMailbox(database, keyring, self.bells)
        self.telegram: TelegramChannel | None = self._telegram() if config.telegram.on else None
        self.senders = [
            Sender(channel, database, keyring, clock, self.bells, config.public_url, self.files)
            for channel in self.platforms
        ]

    @classmethod
    async def create(cls, config: Config) -> None:
        """Make what `open` asks for: folders, schema, keys. Running it again mends what is
        missing.
        """
        if config.database.file:
            config.database.file.parent.mkdir(parents=True, exist_ok=True)
        config.files.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        database = Database.connect(config.database.url)
        try:
            await migrate.upgrade(database)
            async with database.transaction() as connection:
                stores = Stores(connection, Keyring())
                wanted = [keys.SESSION, f"{keys.RELAY}/1"]
                wanted += [f"{keys.UNIT}/{unit.slug}/1" for unit in await stores.units.all()]
                known = {key.key_id for key in await stores.key_register.known()}
                missing = [key_id for key_id in wanted if key_id not in known]
                made = keys.create_missing(config.keys.dir, missing)
                await stores.key_register.add(made, datetime.now(UTC))
                # A key that the database knows and nobody has is lost: saying "ready" would lie.
                everything = await stores.key_register.known()
                keys.load(config.keys.dir, everything, {keys.SESSION, keys.RELAY, keys.UNIT})
        finally:
            await database.close()

    @classmethod
    async def open(
        cls, config: Config, roles: frozenset[str] = ROLES, clock: Clock | None = None
    ) -> App:
        """Check the database and the keys, and build. Raises `OperatorError` with what to do."""
        database = Database.connect(config.database.url)
        try:
            keyring = await cls._keyring(config, roles, database)
        except BaseException:
            await database.close()
            raise
        return cls(config, roles, database, keyring, clock or SystemClock())

    @staticmethod
    async def _keyring(config: Config, roles: frozenset[str], database: Database) -> Keyring:
        file = config.database.file
        if file is not None and not file.exists():
            raise OperatorError(f"there is no database at {file}: run tinbao init first")
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
        return keys.load(
            Path(config.keys.dir), known, set().union(*(NEEDS[role] for role in roles))
        )

    @property
    def platforms(self) -> list[Channel]:
        """The channels that are sent to."""
        return [self.telegram] if self.telegram else []

    @asynccontextmanager
    async def stores(self) -> AsyncIterator[Stores]:
        """The stores of one transaction, for commands."""
        async with self.database.transaction() as connection:
            yield Stores(connection, self.keyring)

    async def add_unit(
        self, *, slug: str, name: str, prefix: str, parent_id: int | None = None, hotline: str = ""
    ) -> Unit:
        """Store a unit with its first key pair. The key file is made before the row that needs
        it.
        """
        made = keys.create_missing(self.config.keys.dir, [f"{keys.UNIT}/{slug}/1"])
        async with self.stores() as stores:
            now = self.clock.now()
            unit = await stores.units.add(
                slug=slug, name=name, prefix=prefix, parent_id=parent_id, hotline=hotline, now=now
            )
            await stores.key_register.add(made, now)
            await stores.audit.record("unit-added", now=now, unit_id=unit.id, subject=slug)
        await self.refresh_keys()
        return unit

    async def refresh_keys(self) -> None:
        """Take up keys of units that were added since this process began."""
        async with self.database.reading() as connection:
            known = await Stores(connection, self.keyring).key_register.known()
        needs = set().union(*(NEEDS[role] for role in self.roles))
        self.keyring.take_over(keys.load(self.config.keys.dir, known, needs))

    def web_channel(self, **changes: object) -> WebChannel:
        """The web channel; `changes` override its settings (the demo frames it)."""
        settings = WebSettings(
            public_url=self.config.public_url,
            secure=self.config.behind_tls,
            languages=self.config.service.languages,
            telegram_username=lambda: self.telegram.username if self.telegram else "",
        )
        return WebChannel(
            self.engine,
            self.mailbox,
            self.files,
            self.texts,
            settings.with_changes(**changes),
            self.place,
            lambda link: qr_png(whole(link, self.config.public_url)),
        )

    def web_application(self) -> web.Application:
        """What this process's roles serve: pages, webhooks, and health in any case."""
        app = self.web_channel().application() if "web" in self.roles else web.Application()
        app.add_routes(health.routes(self))
        webhook_here = "intake" in self.roles and self.config.telegram.mode == "webhook"
        if self.telegram and webhook_here:
            from bot.channels.telegram import webhook

            app.add_routes(webhook.routes(self.telegram, self.engine))
        return app

    async def place(self, code: str) -> Place | None:
        """What a QR code stands for."""
        async with self.database.reading() as connection:
            stores = Stores(connection, self.keyring)
            point = await stores.points.by_code(code)
            if point is None:
                return None
            unit = await stores.units.get(point.unit_id)
        return Place(point.name, unit.name, unit.hotline, point.revoked)

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """The background work of this process's roles, while the block runs."""
        async with AsyncExitStack() as stack:
            if self.telegram:
                await self.telegram.open()
                stack.push_async_callback(self.telegram.close)
            tasks = [asyncio.create_task(kept_up(name, run)) for name, run in self._work()]
            try:
                yield
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def close(self) -> None:
        """Close the database."""
        await self.database.close()

    def _work(self) -> list[tuple[str, Callable[[], Awaitable[None]]]]:
        common = (self.database, self.keyring, self.clock, self.bells)
        work: list[tuple[str, Callable[[], Awaitable[None]]]] = []
        if "sender" in self.roles:
            work.append(("notices", Notices(*common).run))
            work += [(f"outbox of {s.name}", s.run) for s in self.senders]
            work += [
                (f"files of {c.name}", Fetcher(c, self.files, *common).run) for c in self.platforms
            ]
        if "scheduler" in self.roles:
            scheduler = Scheduler(self.engine, self.files, self.database, self.keyring, self.clock)
            work.append(("scheduler", scheduler.run))
        if self.telegram and "intake" in self.roles:
            work.append(("telegram", self._listen))
        return work

    async def _listen(self) -> None:
        """Telegram's way in: our long poll, or the registration of our webhook."""
        if self.telegram is None:
            return
        if self.config.telegram.mode == "polling":
            from bot.channels.telegram.poll import poll

            await poll(self.telegram, self.engine)
            return
        await self.telegram.set_webhook(self.config.public_url)
        await asyncio.Event().wait()

    def _telegram(self) -> TelegramChannel:
        # Imported only where it is configured: the library costs 20 MiB and a third of a second.
        from bot.channels.telegram.adapter import TelegramChannel
        from bot.channels.telegram.settings import TelegramSettings

        section = self.config.telegram
        settings = TelegramSettings(
            token=section.token.get_secret_value(),
            mode=section.mode,
            webhook_secret=section.webhook_secret.get_secret_value(),
            api_base=section.api_base,
            proxy=section.proxy,
        )
        return TelegramChannel(settings, self.texts, self.files, qr_png)
