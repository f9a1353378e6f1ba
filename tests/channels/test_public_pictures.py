"""Pictures at addresses that anybody can open, for an hour, and that nobody can guess."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pytest
from aiohttp import ClientSession, web
from PIL import Image

from bot.channels.public_pictures import LARGEST, PublicPictures, UnfitPicture, fit
from bot.domain.errors import ConfigError
from bot.shelf import Shelf
from storage.crypto import loading
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.stores import Stores

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SECRET = "the_secret_of_the_tests"


@dataclass
class SetClock:
    at: datetime = NOW

    def now(self) -> datetime:
        return self.at


@dataclass
class Wall:
    """The real thing on a real database, behind a real port."""

    database: Database
    keyring: Keyring
    clock: SetClock
    pictures: PublicPictures
    session: ClientSession
    url: str

    async def opens(self, address: str) -> tuple[int, bytes]:
        async with self.session.get(address, allow_redirects=False) as got:
            assert "Set-Cookie" not in got.headers
            return got.status, await got.read()


@pytest.fixture
async def wall(database_url: str, tmp_path: Path) -> AsyncIterator[Wall]:
    database = Database.connect(database_url)
    made = loading.create_missing(tmp_path / "keys", ["session"])
    keyring = loading.load(tmp_path / "keys", made, {"session"})
    clock = SetClock()
    shelf = Shelf(database, keyring, clock)
    app = web.Application()
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    app.add_routes(PublicPictures(shelf, SECRET, "", clock).routes())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    # Not the one that serves: what one process publishes another one shows.
    pictures = PublicPictures(shelf, SECRET, f"{url}/", clock)
    async with ClientSession() as session:
        yield Wall(database, keyring, clock, pictures, session, url)
    await runner.cleanup()
    await database.close()


def picture(kind: str = "JPEG", side: int = 16, mode: str = "RGB") -> bytes:
    out = BytesIO()
    Image.effect_noise((side, side), 90).convert(mode).save(out, kind)
    return out.getvalue()


async def test_a_picture_is_shown_for_an_hour(wall: Wall) -> None:
    for kind, media_type in (("JPEG", "image/jpeg"), ("PNG", "image/png")):
        content = picture(kind)
        address = await wall.pictures.publish(content)
        assert address.startswith(f"{wall.url}/p/")
        async with wall.session.get(address) as got:
            assert (got.status, await got.read()) == (200, content)
            assert got.headers["Content-Type"] == media_type
            assert got.headers["X-Content-Type-Options"] == "nosniff"
            assert got.headers["Cache-Control"] == "private, max-age=60"
            assert "Set-Cookie" not in got.headers
    wall.clock.at += timedelta(minutes=59)
    assert (await wall.opens(address))[0] == 200
    wall.clock.at += timedelta(minutes=1)
    assert await wall.opens(address) == (404, b"")


async def test_no_address_can_be_guessed_or_changed(wall: Wall) -> None:
    address = await wall.pictures.publish(picture())
    name = address.rpartition("/")[2]
    picture_id, until, mac = name.split(".")
    other = PublicPictures(
        Shelf(wall.database, wall.keyring, wall.clock), "x" * 20, "", wall.clock
    )
    longer = f"{int(until) + 1}"
    for wrong in (
        f"{picture_id}.{longer}.{mac}",
        f"{picture_id}.{until}.{'A' * 22}",
        f"{picture_id}.{until}.{mac[:-1]}",
        f"{picture_id}.{until}.{mac}A",
        f"{picture_id}.{until}.{mac}=",
        f"{picture_id}.0{until}.{mac}",
        f"{picture_id}.{until}",
        f"{'A' * 22}.{until}.{mac}",
        picture_id,
        other.signed(picture_id, NOW + timedelta(hours=1)),
        wall.pictures.signed("A" * 22, NOW + timedelta(hours=1)),
        wall.pictures.signed(picture_id, NOW),
        "..%2f..%2fetc%2fpasswd",
        "%00",
        "é",
    ):
        assert (await wall.opens(f"{wall.url}/p/{wrong}"))[0] == 404, wrong
    dice = random.Random(7)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
    for _ in range(20_000):
        at = dice.randrange(len(name))
        wrong = name[:at] + dice.choice(letters) + name[at + 1 :]
        assert wrong == name or not wall.pictures.meant(wrong)
    assert wall.pictures.meant(name) == picture_id


async def test_one_picture_for_many_groups_is_kept_once(wall: Wall) -> None:
    content = picture()
    first = await wall.pictures.publish(content)
    assert await wall.pictures.publish(content) == first
    assert await wall.pictures.publish(picture("PNG")) != first
    wall.clock.at += timedelta(minutes=31)
    again = await wall.pictures.publish(content)
    assert again != first, "what is nearly over is not given out any more"
    assert (await wall.opens(again))[0] == 200


async def test_what_is_over_is_erased(wall: Wall) -> None:
    address = await wall.pictures.publish(picture())
    picture_id = wall.pictures.meant(address.rpartition("/")[2])

    async def there(at: datetime) -> bool:
        async with wall.database.transaction() as connection:
            pictures = Stores(connection, wall.keyring).public_pictures
            await pictures.forget(at)
            return await pictures.get(picture_id, NOW) is not None

    assert await there(NOW + timedelta(minutes=59))
    assert not await there(NOW + timedelta(hours=1))


def test_what_fits_stays_as_it_is() -> None:
    for kind, media_type in (("JPEG", "image/jpeg"), ("PNG", "image/png")):
        content = picture(kind)
        assert fit(content) == (content, media_type)


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "L"), ("WEBP", "RGB")]
)
def test_what_is_too_large_is_made_smaller(kind: str, mode: str) -> None:
    large = picture(kind, 1400, mode)
    made, media_type = fit(large)
    assert len(made) <= LARGEST
    assert media_type == "image/jpeg"
    assert max(Image.open(BytesIO(made)).size) >= 800, "still to be read on a telephone"


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.4", b"<svg/>", b"GIF89a", b"\xff\xd8\xff" + b"x" * LARGEST]
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(UnfitPicture):
        fit(content)


def test_a_bomb_is_not_opened() -> None:
    out = BytesIO()
    Image.new("1", (8_000, 8_000)).save(out, "PNG")
    with pytest.raises(UnfitPicture, match="pixels"):
        fit(out.getvalue() + b"\0" * LARGEST)


def test_without_a_secret_nothing_is_published() -> None:
    with pytest.raises(ConfigError):
        PublicPictures(cast("Any", None), "", "", SetClock())
