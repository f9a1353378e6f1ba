"""Pictures that staff have asked for: drawn beside the turns, in a thread, and sent when they are
there. A process that ends meanwhile leaves them undrawn; the words were sent before.
"""

from __future__ import annotations

import asyncio
import logging
from base64 import b64encode
from collections.abc import Callable

from bot.domain.coverage import Chart, Drawing, Map
from bot.domain.errors import TinbaoError
from bot.domain.flow import Turn
from bot.domain.message import Media, MediaKind, Reply
from bot.domain.ports import Clock
from bot.engine.bells import Bells
from bot.engine.delivery import Delivery
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.stores import Stores

Draw = Callable[[Chart | Map], bytes]
"""Makes a PNG; may fail in any way."""
_log = logging.getLogger(__name__)


class Drawings:
    """The pictures of one process; without `draw` there are none. One is drawn at a time."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        clock: Clock,
        bells: Bells,
        draw: Draw | None = None,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._clock = clock
        self._bells = bells
        self._draw = draw
        self._tasks: set[asyncio.Task[None]] = set()
        self._working = asyncio.Lock()

    def follow(self, turn: Turn, delivery: Delivery) -> None:
        """Draw what a turn asks for, once it is committed."""
        if turn.drawing and self._draw and turn.who.member_id is not None:
            wanted = (turn.who.member_id, turn.who.contact_id, turn.drawing, self._draw)
            delivery.then.append(lambda: self._begin(*wanted))

    async def idle(self) -> None:
        """Wait until nothing is drawn any more."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def stop_all(self) -> None:
        """The process ends."""
        for task in list(self._tasks):
            task.cancel()

    def _begin(self, member_id: int, contact_id: int, drawing: Drawing, draw: Draw) -> None:
        task = asyncio.create_task(self._run(member_id, contact_id, drawing, draw))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, member_id: int, contact_id: int, drawing: Drawing, draw: Draw) -> None:
        async with self._working:
            png = await asyncio.to_thread(_drawn, draw, drawing.figures)
        if not png:
            return
        picture = Media(
            MediaKind.PHOTO, data=b64encode(png).decode(), name=f"{drawing.file_name}.png"
        )
        reply = Reply(drawing.about, drawing.buttons, (picture,), protect=True)
        try:
            await self._send(member_id, contact_id, reply)
        except TinbaoError as error:
            _log.error("a picture could not be sent: %s", type(error).__name__)

    async def _send(self, member_id: int, contact_id: int, reply: Reply) -> None:
        async with self._database.transaction() as connection:
            stores = Stores(connection, self._keyring)
            member = await stores.members.by_contact(contact_id)
            contact = await stores.contacts.get(contact_id)
            if contact is None or member is None or member.id != member_id:
                return  # they work here no longer
            delivery = Delivery(stores, self._clock.now())
            await delivery.later(contact, reply)
        self._bells.ring(*delivery.bells)


def _drawn(draw: Draw, figures: Chart | Map) -> bytes:
    """The picture; empty when it cannot be drawn."""
    try:
        return draw(figures)
    except BaseException as error:
        # A panic of the typesetter is no `Exception`.
        _log.error("a picture could not be drawn: %s", type(error).__name__)
        return b""
