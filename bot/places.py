"""What a code stands for, looked up anew for each page: what an operator changes holds at once."""

from __future__ import annotations

from bot.channels.web.settings import Place
from bot.domain.signs import Sign, channels_of
from bot.domain.unit_settings import SETTINGS
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.stores import Stores


class Places:
    """Answers for one process. `short`: whether pages show short codes."""

    def __init__(self, database: Database, keyring: Keyring, *, short: bool) -> None:
        self._database = database
        self._keyring = keyring
        self._short = short

    async def find(self, code: str, *, form: bool = False) -> Place | None:
        """The place of a code, scanned or short. `form`: with what only the one-page report asks
        for; many open a sign's page and few the report.
        """
        async with self._database.reading() as connection:
            stores = Stores(connection, self._keyring)
            point = await stores.points.by_code(code)
            if point is None:
                return None
            unit = await stores.units.get(point.unit_id)
            held = await stores.unit_settings.of(unit.id)
            of = {name: held.get(name, SETTINGS[name].default) for name in _SHOWN}
            sticker = await stores.stickers.get(point.sticker_id) if self._short else None
            custody = form and bool(await stores.custodians.keepers(unit.id))
            parent = unit.parent_id if form else None
            above = (await stores.units.get(parent)).name if parent else ""
        return Place(
            point.name,
            unit.name,
            unit.hotline,
            point.revoked,
            custody,
            of["reply-default"],
            above,
            code=point.code,
            short=sticker.short if sticker else "",
            channels=channels_of(of["channels"]),
            sign=Sign(point.sticker_id, of["timezone"]),
        )


_SHOWN = ("reply-default", "channels", "timezone")
