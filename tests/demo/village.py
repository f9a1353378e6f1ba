"""A village without a network: the real engine, stores and conversations; phones that read the
mailbox themselves.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

from bot import pictures
from bot.channels.fit import match
from bot.demo.enrolling import enrol, invitation
from bot.demo.phone import Phone, PhoneError, Seen
from bot.domain.errors import FileRefused
from bot.domain.message import Address, Inbound, Refusal, Reply, Upload
from bot.engine.bells import Bells
from bot.engine.mailbox import WebMailbox
from bot.engine.notices import Notices
from bot.engine.turn import TurnEngine
from bot.texts import Texts
from handlers.router import Router
from storage import migrate
from storage.crypto import loading
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.files import LocalFiles
from storage.media_types import kind_of
from storage.stores import Stores
from storage.units import Unit

TEXTS = Texts.load(strict=True)


class Clock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class Village:
    """Implements `bot.demo.phone.Cast`."""

    def __init__(
        self, database: Database, keyring: Keyring, units: tuple[Unit, Unit], files: LocalFiles
    ) -> None:
        self.database, self.keyring, self.files = database, keyring, files
        self.unit, self.above = units
        self.bells = Bells()
        self.engine = TurnEngine(
            database,
            keyring,
            Router(),
            lambda typed, offered, numbers: match(typed, offered, TEXTS.labels, numbers=numbers),
            Clock(),
            self.bells,
            draw=pictures.of_places(TEXTS),
        )
        self.mailbox = WebMailbox(database, keyring, self.bells)
        self.notices = Notices(database, keyring, Clock(), self.bells)

    async def resident(self) -> Phone:
        return DirectPhone(self)

    async def member(self, role: str, name: str, *, above: bool = False) -> Phone:
        phone = DirectPhone(self)
        async with self.database.transaction() as connection:
            stores = Stores(connection, self.keyring)
            invite = await invitation(
                stores, (self.above if above else self.unit).id, role, name, datetime.now(UTC)
            )
        await enrol(phone, invite, name)
        return phone

    async def code(self, place: str) -> str:
        async with self.database.reading() as connection:
            for point in await Stores(connection, self.keyring).points.of_unit(self.unit.id):
                if point.name == place:
                    return point.code
        raise PhoneError(f"không có nơi nào tên “{place}”")


class DirectPhone:
    """A web visitor without the web."""

    def __init__(self, village: Village) -> None:
        self.village = village
        self.secret = secrets.token_urlsafe(32)
        self.locale = "vi"

    async def scan(self, code: str) -> None:
        await self._event(start=code)

    async def say(self, text: str) -> None:
        if text == "/english":
            self.locale = "en"
        await self._event(text=text)

    async def press(self, label: str) -> None:
        for letter in reversed(await self.village.mailbox.read(self.secret)):
            for button in letter.reply.buttons:
                if TEXTS.render(button.label, self.locale) == label:
                    return await self._event(choice=button.payload)
        raise PhoneError(f"no button {label}")

    async def send_file(self, name: str, content: bytes, caption: str = "") -> None:
        async def chunks() -> AsyncIterator[bytes]:
            yield content

        try:
            file = await self.village.files.put(chunks(), 1_000_000)
        except FileRefused as refused:
            return await self._event(text=caption, refused=(Refusal(refused.reason),))
        upload = Upload(kind_of(file.media_type), file, size=file.size)
        return await self._event(text=caption, uploads=(upload,))

    async def messages(self) -> list[Seen]:
        letters = await self.village.mailbox.read(self.secret)
        return [self._seen(str(letter.id), letter.reply, letter.mine) for letter in letters]

    async def close(self) -> None:
        pass

    def _seen(self, letter_id: str, reply: Reply, mine: bool) -> Seen:
        return Seen(
            letter_id,
            TEXTS.render(reply.text, self.locale),
            tuple(TEXTS.render(b.label, self.locale) for b in reply.buttons if b.payload),
            tuple(m.kind.value for m in reply.media),
            mine,
        )

    async def _event(self, **fields: object) -> None:
        address = Address("web", self.secret)
        await self.village.engine.handle(Inbound(address, secrets.token_hex(8), **fields))  # type: ignore[arg-type]


@contextlib.asynccontextmanager
async def village(database_url: str, folder: Path) -> AsyncIterator[Village]:
    database = Database.connect(database_url)
    await migrate.upgrade(database)
    now = datetime.now(UTC)
    made = loading.create_missing(
        folder / "keys", ["session", "relay/1", "unit/tan-khai/1", "unit/dong-nai/1"]
    )
    keyring = loading.load(folder / "keys", made, {"session", "relay", "unit"})
    async with database.transaction() as connection:
        stores = Stores(connection, keyring)
        above = await stores.units.add(
            slug="dong-nai", name="tỉnh Đồng Nai", prefix="DN", parent_id=None, hotline="", now=now
        )
        unit = await stores.units.add(
            slug="tan-khai",
            name="xã Tân Khai",
            prefix="TK",
            parent_id=above.id,
            hotline="",
            now=now,
        )
        await stores.key_register.add(made, now)
        for number in (1, 2, 3):
            await stores.points.add(unit_id=unit.id, kind="hamlet", name=f"Thôn {number}", now=now)
    here = Village(database, keyring, (unit, above), LocalFiles(folder / "files"))
    work = asyncio.create_task(here.notices.run())
    try:
        yield here
    finally:
        work.cancel()
        await asyncio.wait([work])
        await here.engine.afterwards.drawings.idle()
        await database.close()
