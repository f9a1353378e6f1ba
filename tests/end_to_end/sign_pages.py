"""The pages of signs over HTTP, in a village whose clock is moved by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.demo.setup import UNIT
from storage.points import Point
from storage.schema import point_counts
from storage.stickers import Happened, Sticker
from tests.end_to_end.village import Village, configured, village

OURS = {"Sec-Fetch-Site": "same-origin"}
Counted = dict[str, tuple[int, int]]


@dataclass
class Hamlet:
    """A place, its first sign, and the service around them."""

    here: Village
    http: TestClient[web.Request, web.Application]
    point: Point
    sticker: Sticker
    nonce: int = field(default=0)

    async def opens(self, path: str = "", status: int = 200, **headers: str) -> str:
        """Somebody opens the sign's page, or another one."""
        async with self.http.get(path or f"/q/{self.sticker.code}", headers=headers) as page:
            assert page.status == status
            assert "Set-Cookie" not in page.headers
            return await page.text()

    async def sends(self, path: str, **fields: str) -> aiohttp.ClientResponse:
        """A form, as a browser that has no cookie yet."""
        self.nonce += 1
        fields = {"nonce": f"{self.nonce:030d}", **fields}
        answer = await self.http.post(path, data=fields, headers=OURS, allow_redirects=False)
        self.http.session.cookie_jar.clear()
        return answer

    async def tells(self, what: str, code: str = "") -> None:
        """Two taps: the sign is in a bad way."""
        code = code or self.sticker.code
        answer = await self.sends(f"/q/{code}/sign", what=what)
        assert answer.status == 303
        assert "Set-Cookie" not in answer.headers
        await self.opens(answer.headers["Location"])

    async def history(self) -> list[Happened]:
        async with self.here.app.stores() as stores:
            return await stores.stickers.history(self.point.id, 100)

    async def counted(self) -> Counted:
        """Scans and begun reports of the place by the day, once they are written down."""
        await self.here.app.tally.flush()
        async with self.here.app.database.reading() as connection:
            rows = await connection.execute(
                point_counts.select().where(point_counts.c.point_id == self.point.id)
            )
            return {row.day: (row.scans, row.started) for row in rows}


@asynccontextmanager
async def hamlet(folder: Path, database_url: str, name: str = "Thôn 3") -> AsyncIterator[Hamlet]:
    """A sign at a place of the sample unit; nothing runs in the background."""
    async with village(configured(folder, database_url)) as here:
        async with here.app.stores() as stores:
            unit = await stores.units.by_slug(UNIT)
            assert unit is not None
            point = next(p for p in await stores.points.of_unit(unit.id) if p.name == name)
            (sticker,) = await stores.stickers.of_point(point.id)
        server = TestServer(here.app.web_application())
        jar = aiohttp.CookieJar(unsafe=True)
        async with TestClient(server, cookie_jar=jar) as http:
            yield Hamlet(here, http, point, sticker)
