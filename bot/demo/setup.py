"""A whole service in one folder: database, keys, sample units, staff."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Final

from bot.app import App
from bot.config import Config
from bot.domain.access import Role
from bot.domain.codes import grouped
from bot.domain.message import Address, Inbound
from bot.samples import sample_units
from bot.sole import serving
from storage.contacts import WEB
from storage.ids import new_id
from storage.many_points import Placed
from storage.point_details import Details
from storage.units import Unit

UNIT: Final = "tan-khai"
"""The unit whose staff the phones belong to."""
ABOVE: Final = "dong-nai"
"""The unit above it."""


STAFF: Final = (
    ("/may/can-bo", Role.OFFICER, "Đồng chí Lan"),
    ("/may/chi-huy", Role.LEAD, "Đồng chí Hùng"),
)
"""Their phones: where each is mounted, and whose it is."""


OTHER_PORT: Final = "choose another with --port"
"""What to do about a port that is taken; the demo reads no configuration."""


def database_of(folder: Path) -> Path:
    """The file of a demo's database."""
    return folder / "tinbao.db"


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """A folder that only this process serves, made when it is not there. Raises
    `OperatorError`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with serving(database_of(folder)):
        yield


def configuration(folder: Path, port: int) -> Config:
    """Everything in `folder`, served on this machine alone; no variable changes it."""
    return Config.of(
        {
            "service": {"public_url": f"http://127.0.0.1:{port}"},
            "database": {"url": f"sqlite:///{database_of(folder)}"},
            "files": {"url": f"file:{folder / 'files'}"},
            "keys": {"dir": str(folder / "keys")},
            "web": {"listen": f"127.0.0.1:{port}"},
            # Nobody comes from elsewhere, and nobody waits for a phone to make a number.
            "staff": {
                "second_factor": "off",
                "idle_minutes": 0,
                "session_hours": 0,
                "pin_hours": 0,
            },
        }
    )


@asynccontextmanager
async def opened(folder: Path, port: int) -> AsyncIterator[App]:
    """The service of a folder, made when the folder is new. Raises `OperatorError`."""
    async with opened_as(configuration(folder, port)) as app:
        yield app


@asynccontextmanager
async def opened_as(config: Config) -> AsyncIterator[App]:
    """The service that `config` describes, with the sample units. Raises `OperatorError`."""
    await App.create(config)
    app = await App.open(config)
    try:
        await _add_sample(app)
        yield app
    finally:
        await app.close()


async def _add_sample(app: App) -> None:
    ids: dict[str, int] = {}
    for sample in sample_units():
        async with app.stores() as stores:
            unit = await stores.units.by_slug(sample.slug)
        if unit is None:
            unit = await app.add_unit(
                slug=sample.slug,
                name=sample.name,
                prefix=sample.prefix,
                parent_id=ids.get(sample.parent),
                hotline=sample.hotline,
            )
            await _add_points(app, unit, sample.points)
        ids[sample.slug] = unit.id


async def _add_points(app: App, unit: Unit, named: Sequence[tuple[str, str]]) -> None:
    """Places (kind, name) with a sign each."""
    places = [Placed(new_id(), kind, name, None, Details()) for kind, name in named]
    now = app.clock.now()
    async with app.stores() as stores:
        rows = [stores.points.row(unit, place, now) for place in places]
        signs = {place.id: 1 for place in places}
        ready = await stores.points.ready(unit, rows, [], signs, now)
        await stores.points.add_many(unit, ready)


async def enrol(app: App, secret: str, role: Role, name: str) -> None:
    """Make the holder of a web session a member, the way anybody becomes one: invitation, name."""
    async with app.stores() as stores:
        unit = await stores.units.by_slug(UNIT)
        if unit is None:
            raise LookupError(UNIT)
        for member in await stores.members.of_unit(unit.id):
            if member.name == name:
                await stores.members.remove(member.id, app.clock.now())
        code = await stores.invites.create(unit.id, role.value, app.clock.now())
    for text in (f"TB-{grouped(code)}", name):
        address = Address(WEB, secret)
        await app.engine.handle(Inbound(address, event_id=secrets.token_hex(8), text=text))


async def point_code(app: App, name: str) -> str:
    """The code that hangs at a place of the sample unit. Raises `LookupError`."""
    async with app.stores() as stores:
        unit = await stores.units.by_slug(UNIT)
        points = await stores.points.of_unit(unit.id) if unit else []
    code = next((point.code for point in points if point.name == name), None)
    if code is None:
        raise LookupError("there is no such place")
    return code
