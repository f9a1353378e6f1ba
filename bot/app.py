"""The composition root: builds every part and joins them. The only place that knows all."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, cast

from aiohttp import web

from bot import health, pictures, platforms
from bot.channels import fit
from bot.channels.web.channel import WebChannel
from bot.channels.web.settings import WebSettings
from bot.cleaning.cleaner import Cleaner
from bot.cleaning.store import CleanFiles
from bot.clock import SystemClock
from bot.config import Config
from bot.domain.message import whole
from bot.domain.ports import Channel, Clock
from bot.engine.bells import Bells
from bot.engine.desk_queue import StaffQueue
from bot.engine.gate import WebGate
from bot.engine.mailbox import WebMailbox
from bot.engine.oa_news import tell_oa_broken
from bot.engine.outbox import Sender
from bot.engine.rotation import Rotation, Rules
from bot.engine.sign_news import SignReports
from bot.engine.staff_door import DeskDoor
from bot.engine.supervision import kept_up
from bot.engine.tally import Tally
from bot.engine.turn import TurnEngine
from bot.key_source import key_source
from bot.opening import create, known_keys
from bot.places import Places
from bot.roles import ROLES, needs
from bot.texts import Texts
from bot.working import work_of
from handlers import desk_lines
from handlers.router import Router
from qr.codes import qr_png
from storage.crypto import loading
from storage.crypto.keyring import UNIT, Keyring, KnownKey
from storage.crypto.sources import KeySource
from storage.database import Database
from storage.files import files_from_url
from storage.sessions import TimeOuts
from storage.stores import Stores
from storage.units import Unit

if TYPE_CHECKING:
    from bot.channels.telegram.adapter import TelegramChannel

log = logging.getLogger(__name__)


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
        source: KeySource,
    ) -> None:
        self.config = config
        self.roles = roles
        self.database = database
        self.keyring = keyring
        self.clock = clock
        self.key_source = source
        self._known: list[KnownKey] = []
        self.texts = Texts.load()
        self.files = CleanFiles(files_from_url(config.files.url), Cleaner())
        self.bells = Bells()
        self.router = Router()
        self.time_outs = TimeOuts(
            timedelta(minutes=config.staff.idle_minutes),
            timedelta(hours=config.staff.session_hours),
            config.staff.second_factor == "required",
            timedelta(hours=config.staff.pin_hours),
        )
        self.tally = Tally(database, keyring, clock)
        self.engine = TurnEngine(
            database,
            keyring,
            self.router,
            lambda typed, offered, numbers: fit.match(
                typed, offered, self.texts.labels, numbers=numbers
            ),
            clock,
            self.bells,
            timedelta(hours=config.retention.draft_hours),
            self.refresh_keys,
            desk="desk" in roles,
            time_outs=self.time_outs,
            counts=self.tally,
            draw=pictures.of_places(self.texts),
        )
        self.rotation = Rotation(
            database,
            keyring,
            clock,
            source,
            Rules.days(config.keys.grace_days, config.keys.rotate_days, drafts=roles == ROLES),
            self.refresh_keys,
        )
        self.mailbox = WebMailbox(database, keyring, self.bells, clock, self.time_outs)
        self.accounts = platforms.of(
            platforms.Parts(config, self.texts, self.files, database, keyring, clock),
            partial(tell_oa_broken, database, keyring, clock, self.bells),
        )
        self.senders = [
            Sender(channel, database, keyring, clock, self.bells, config.public_url, self.files)
            for channel in self.platforms
        ]

    @staticmethod
    async def create(config: Config) -> None:
        """Make what `open` asks for; see `bot.opening.create`."""
        await create(config)

    @classmethod
    async def open(
        cls, config: Config, roles: frozenset[str] = ROLES, clock: Clock | None = None
    ) -> App:
        """Check the database and the keys, and build. Raises `OperatorError` with what to do."""
        database = Database.connect(config.database.url, config.house)
        clock = clock or SystemClock()
        try:
            known = await known_keys(config, database)
            source = key_source(config.keys)
            keyring = loading.load(source, known, needs(roles), now=clock.now())
        except BaseException:
            await database.close()
            raise
        return cls(config, roles, database, keyring.expires(), clock, source)

    @property
    def platforms(self) -> list[Channel]:
        """The channels that are sent to."""
        return [account.channel for account in self.accounts.values()]

    @property
    def telegram(self) -> TelegramChannel | None:
        """Telegram's, which knows the bot's name once it has been open for a moment."""
        account = self.accounts.get("telegram")
        return cast("TelegramChannel", account.channel) if account else None

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
        async with self.stores() as stores:
            known = await stores.key_register.known()
        loading.refuse_without_desk(self.key_source, known)
        made = loading.create_missing(self.key_source, [f"{UNIT}/{slug}/1"])
        async with self.stores() as stores:
            now = self.clock.now()
            unit = await stores.units.add(
                slug=slug, name=name, prefix=prefix, parent_id=parent_id, hotline=hotline, now=now
            )
            await stores.key_register.add(made, now)
            for chain in (unit.id, None):  # the service's knows which chains there must be
                await stores.audit.record("unit-added", now=now, unit_id=chain, subject=slug)
        await self.refresh_keys()
        return unit

    async def refresh_keys(self) -> None:
        """Take up keys that were made, and leave those that were replaced, since this process last
        looked. A private key that is not in this process's folder stops nothing that runs; the log
        says it.
        """
        async with self.database.reading() as connection:
            known = await Stores(connection, self.keyring).key_register.known()
        if known == self._known:
            self.keyring.expires()
            return
        missing: list[str] = []
        ring = loading.load(
            self.key_source, known, needs(self.roles), now=self.clock.now(), missing=missing
        )
        self.keyring.take_over(ring.expires())
        for problem in missing:
            log.error("%s", problem)
        self._known = [] if missing else known

    def web_channel(self, **changes: object) -> WebChannel:
        """The web channel; `changes` override its settings (the demo frames it)."""
        settings = WebSettings(
            public_url=self.config.public_url,
            secure=self.config.behind_tls,
            languages=self.config.service.languages,
            telegram_username=lambda: self.telegram.username if self.telegram else "",
            zalo_page=self.config.zalo.link,
            zalo_prefill=self.config.zalo.prefill,
        )
        places = Places(self.database, self.keyring, short=bool(settings.zalo_page))
        return WebChannel(
            self.engine,
            self.mailbox,
            self.files,
            self.texts,
            settings.with_changes(**changes),
            places.find,
            lambda link: qr_png(whole(link, self.config.public_url)),
            gate=WebGate(self.database, self.keyring, self.clock),
            door=DeskDoor(
                self.database, self.keyring, self.clock, self.time_outs, self.config.public_url
            ),
            queue=StaffQueue(
                self.database,
                self.keyring,
                self.clock,
                self.time_outs,
                desk_lines.line,
                desk_lines.tab,
            ),
            counts=self.tally,
            sign_news=SignReports(self.database, self.keyring, self.clock, self.bells),
        )

    def web_application(self) -> web.Application:
        """What this process's roles serve: pages, webhooks, and health in any case."""
        app = self.web_channel().application() if "web" in self.roles else web.Application()
        app.add_routes(health.routes(self))
        for account in self.accounts.values() if "intake" in self.roles else ():
            app.add_routes([*account.routes(self.engine), *account.pages])
        return app

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """The background work of this process's roles, while the block runs."""
        async with AsyncExitStack() as stack:
            for account in self.accounts.values():
                await account.channel.open()
                stack.push_async_callback(account.channel.close)
                if "sender" in self.roles:
                    await account.ready()
            tasks = [asyncio.create_task(kept_up(name, run)) for name, run in work_of(self)]
            try:
                yield
            finally:
                self.engine.afterwards.stop_all()
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def close(self) -> None:
        """Close the database."""
        await self.database.close()
