"""One installation on two machines: real processes with key folders of their own, one PostgreSQL,
one folder of files.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import aiohttp

from bot.app import App
from bot.config import Config
from bot.demo.phone import Phone
from bot.demo.setup import opened_as
from bot.serve import any_port
from tests.end_to_end.other_ends import Telegram
from tests.end_to_end.world import Platform, World
from tests.fakes.telegram_server import FakeTelegram
from tests.forked import begun

INTAKE = "intake,web"
DESK = "desk,sender,scheduler"
INNER = "web,desk,sender,scheduler"
"""The desk with pages of its own, for staff."""
OUTER = ("session.key", "draft*.key")
ALL = (*OUTER, "desk*.key", "relay*.key", "unit*.key", "audit*.key")
NEEDED = {INTAKE: OUTER, DESK: ALL, INNER: ALL}


@dataclass
class Machine:
    """A folder with a configuration and keys, and the process that runs there."""

    roles: str
    folder: Path
    url: str
    process: ForkServerProcess | None = None

    @property
    def keys(self) -> Path:
        """Its key folder."""
        return self.folder / "keys"

    @property
    def log(self) -> Path:
        """What it has said."""
        return self.folder / "log"

    @property
    def pid(self) -> int:
        """Of the running process."""
        assert self.process is not None
        assert self.process.pid is not None
        return self.process.pid

    async def start(self) -> None:
        """Until it answers."""
        command = ("run", "--config", "config.toml", "--roles", self.roles)
        self.process = await begun(self.folder, self.log, *command)
        async with asyncio.timeout(120), aiohttp.ClientSession() as session:
            while True:
                with contextlib.suppress(aiohttp.ClientError):
                    async with session.get(f"{self.url}/readyz") as answer:
                        if answer.status == 200:
                            return
                assert self.process.is_alive(), self.log.read_text()
                await asyncio.sleep(0.05)

    async def kill(self, number: int = signal.SIGKILL) -> None:
        """As a power failure does."""
        if self.process is not None and self.process.is_alive():
            os.kill(self.pid, number)
            await asyncio.to_thread(self.process.join)


@dataclass
class Installation:
    """Both machines. `admin` has every key and does no work: it prepares and looks on."""

    admin: App
    intake: Machine
    desk: Machine
    folder: Path
    telegram: FakeTelegram | None = None
    world: World = field(init=False)
    phones: list[Phone] = field(default_factory=list)

    def __post_init__(self) -> None:
        end = Telegram(self.telegram, "") if self.telegram else None
        self.world = World(self.admin, self.intake.url, self.folder, end)

    async def resident(self, platform: Platform = "web") -> Phone:
        """Somebody who has never written."""
        self.phones.append(await self.world.cast(platform).resident())
        return self.phones[-1]

    async def officer(self, name: str, platform: Platform = "web") -> Phone:
        """Somebody who has just enrolled."""
        self.phones.append(await self.world.cast(platform).member("officer", name))
        return self.phones[-1]

    async def close(self) -> None:
        """Put the phones away."""
        for phone in self.phones:
            await phone.close()


@asynccontextmanager
async def split(
    database_url: str,
    folder: Path,
    *,
    telegram: str = "",
    desk: str = DESK,
    pin_hours: str = "0",
) -> AsyncIterator[Installation]:
    """An installation with the sample units, running. `telegram`: "webhook" or "polling"; `desk`:
    the inner machine's roles.
    """
    async with AsyncExitStack() as stack:
        fake = await stack.enter_async_context(FakeTelegram()) if telegram else None
        ports = any_port(), any_port()
        given: dict[str, dict[str, Any]] = {
            "service": {"public_url": f"http://127.0.0.1:{ports[0]}"},
            "database": {"url": database_url},
            "files": {"url": f"file:{folder / 'shared'}"},
            "staff": {
                "second_factor": "off",
                "idle_minutes": "0",
                "session_hours": "0",
                "pin_hours": pin_hours,
            },
        }
        if fake is not None:
            given["telegram"] = {
                "token": fake.token,
                "mode": telegram,
                "webhook_secret": "the_secret_of_the_tests",
                "api_base": fake.url,
            }
        # The first machine makes all keys; each other one gets copies of what its roles need.
        first = folder / "first"
        config = Config.of(given | {"keys": {"dir": str(first)}})
        admin = await stack.enter_async_context(opened_as(config))
        machines = [
            prepared(folder, roles, port, given, first)
            for roles, port in zip((INTAKE, desk), ports, strict=True)
        ]
        for machine in machines:
            stack.push_async_callback(machine.kill)
            await machine.start()
        installation = Installation(admin, *machines, folder, fake)
        stack.push_async_callback(installation.close)
        yield installation


def prepared(
    folder: Path, roles: str, port: int, given: dict[str, dict[str, Any]], keys: Path
) -> Machine:
    """A machine as the documentation has it set up: its configuration, its keys, no others."""
    machine = Machine(roles, folder / roles.replace(",", "-"), f"http://127.0.0.1:{port}")
    machine.keys.mkdir(parents=True, mode=0o700)
    for pattern in NEEDED[roles]:
        for file in keys.glob(pattern):
            shutil.copy2(file, machine.keys)
    sections = given | {"web": {"listen": f"127.0.0.1:{port}"}, "keys": {"dir": "keys"}}
    lines = []
    for section, values in sections.items():
        lines += [f"[{section}]", *(f'{name} = "{value}"' for name, value in values.items())]
    (machine.folder / "config.toml").write_text("\n".join(lines), encoding="utf-8")
    return machine
