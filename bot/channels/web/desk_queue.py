"""The queue of a signed-in member of staff, beside their conversation. Nobody else is told that
there is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from aiohttp import web

from bot.channels.web.letters import shown
from bot.channels.web.site import Site
from bot.domain.desk_queue import VIEWS, DeskQueue
from bot.domain.ports import Letter
from bot.domain.queue import View

_OF_A_DOSSIER: Final = ("triage.note:", "triage.more:", "triage.take:")
"""What only the buttons below an opened tip begin with."""


class QueuePart:
    """Handlers of one mounted application."""

    def __init__(self, site: Site, queue: DeskQueue) -> None:
        self._site = site
        self._queue = queue

    def routes(self) -> list[web.RouteDef]:
        """Where they are found."""
        return [web.get("/desk/queue", self.show)]

    async def show(self, request: web.Request) -> web.Response:
        """A page of the queue, as the script puts it in place of the one before."""
        found = await queue_for(self._site, request)
        if found is None:
            raise web.HTTPNotFound
        return self._site.page(request, "desk_queue.html", nonce="", opened="", **found)


async def queue_for(site: Site, request: web.Request) -> dict[str, Any] | None:
    """What the queue's template shows; None for whoever has no queue."""
    session = site.cookies.read(request)
    if site.queue is None or session is None:
        return None
    view = request.query.get("view", "")
    found = await site.queue.page(
        session.secret,
        View(view) if view in VIEWS else View.UNIT,
        _number(request.query.get("page", "")),
    )
    if found is None:
        return None
    return {"queue": found, "say": site.pages.say(site.locale(request))}


def opened(letters: Sequence[Letter]) -> str:
    """The reference of the tip that the conversation has open, "" for none."""
    for letter in reversed(shown(letters)):
        for button in letter.reply.buttons:
            if button.payload.startswith(_OF_A_DOSSIER):
                return button.payload.partition(":")[2]
    return ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
