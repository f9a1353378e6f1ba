"""`/healthz`, `/readyz` and `/metrics`: counts of work, nothing about anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from storage.stores import Stores

if TYPE_CHECKING:
    from bot.app import App


def routes(app: App) -> list[web.RouteDef]:
    """The three routes of one process."""

    async def healthz(_: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def readyz(_: web.Request) -> web.Response:
        ready = await app.database.alive()
        return web.Response(
            text="ready\n" if ready else "no database\n", status=200 if ready else 503
        )

    async def metrics(_: web.Request) -> web.Response:
        async with app.database.reading() as connection:
            stores = Stores(connection, app.keyring)
            outbox = await stores.outbox.counts()
            parked = await stores.parcels.parked_count()
            handed_over = await stores.handoffs.count()
        lines = [
            f"tinbao_turns_total {app.engine.handled}",
            f"tinbao_turns_failed_total {app.engine.failed}",
            f"tinbao_events_parked {parked}",
            f"tinbao_events_handed_over {handed_over}",
        ]
        for (channel, status), count in sorted(outbox.items()):
            lines.append(f'tinbao_outbox{{channel="{channel}",status="{status}"}} {count}')
        for sender in app.senders:
            lines.append(f'tinbao_sent_total{{channel="{sender.name}"}} {sender.sent}')
        return web.Response(text="\n".join(lines) + "\n")

    return [
        web.get("/healthz", healthz),
        web.get("/readyz", readyz),
        web.get("/metrics", metrics),
    ]
