"""The demo's page: phones side by side, each the real chat under a path of its own."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from jinja2 import Environment, PackageLoader, StrictUndefined

from bot import health
from bot.app import App
from bot.demo.setup import OTHER_PORT, STAFF, held, opened, point_code
from bot.demo.staff_phone import StaffPhone
from bot.serve import serve
from qr.codes import qr_png
from qr.links import point_link

RESIDENT: Final = "/may/ba-con"
PLACE: Final = "Thôn 3"
PORTS: Final = range(8080, 8100)
HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


async def run(folder: Path, port: int | None, announce: Callable[[str], None]) -> None:
    """Serve the demo until it is told to stop. Raises `OSError` when the port is taken."""
    chosen = free_port() if port is None else port
    with held(folder):
        async with opened(folder, chosen) as app:
            await serve(
                app,
                application=await demo_application(app, folder),
                announce=announce,
                instead=OTHER_PORT,
            )


async def demo_application(app: App, folder: Path) -> web.Application:
    """The page at `/`, the phones below `/may`, and the service as it always is."""
    framed = app.web_channel(frame_ancestors="self")
    root = framed.application()
    root.add_routes(health.routes(app))
    code = await point_code(app, PLACE)
    sticker = point_link(app.config.public_url, code)
    root.middlewares.insert(0, _front(sticker, f"{RESIDENT}/q/{code}"))
    root.add_subapp(RESIDENT, framed.application(RESIDENT))
    for prefix, role, name in STAFF:
        phone = StaffPhone(app, prefix, role, name, folder / f"{role.value}.phone")
        await phone.secret()
        root.add_subapp(prefix, phone.hold(framed.application(prefix)))
    return root


def free_port() -> int:
    """The first of the usual ports that nobody holds. Raises `OSError` when all are taken."""
    for port in PORTS:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError(errno.EADDRINUSE, "ports 8080 to 8099 are taken: choose one with --port")


def _front(sticker: str, landing: str) -> Middleware:
    """Answers for the demo's own page, in the place of the service's home page."""
    (officer, _, lan), (lead, _, hung) = STAFF
    names = {"officer": officer, "lan": lan, "lead": lead, "hung": hung}
    environment = Environment(
        loader=PackageLoader("bot.demo", "page"), autoescape=True, undefined=StrictUndefined
    )
    page = environment.get_template("index.html").render(place=PLACE, landing=landing, **names)
    style = files("bot.demo").joinpath("page", "demo.css").read_bytes()
    ours = {
        "/": (page.encode(), "text/html"),
        "/demo.css": (style, "text/css"),
        "/demo-qr.png": (qr_png(sticker), "image/png"),
    }

    @web.middleware
    async def front(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path not in ours:
            return await handler(request)
        body, kind = ours[request.path]
        charset = "utf-8" if kind.startswith("text/") else None
        return web.Response(body=body, content_type=kind, charset=charset, headers=HEADERS)

    return front
