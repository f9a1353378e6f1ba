"""Several units with staff in one village: who sits where, and what they hear."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot.demo import enrolling
from bot.demo.setup import point_code
from bot.domain.access import Role
from bot.domain.message import Form, Text
from bot.domain.tip import Tip
from bot.texts import Texts
from storage.units import Unit
from tests.end_to_end.custody_chats import RESIDENT
from tests.end_to_end.village import Village, configured, village

TEXTS = Texts.load(strict=True)
STORY = "canary kể: nhà cuối xóm đêm nào cũng có xe"
WHY = "canary lý do: chuyện ở địa bàn xã bên"
NOTE = "canary dặn: đã hỏi người báo một lần"


@dataclass(frozen=True)
class Seat:
    """A member of a unit at their chat."""

    here: Village
    chat: str
    unit: Unit

    async def says(self, words: str) -> None:
        await self.here.says(self.chat, words)

    async def presses(self, *payloads: str) -> None:
        for payload in payloads:
            await self.here.presses(self.chat, payload)

    async def heard(self) -> str:
        """All that was said in this chat, in Vietnamese."""
        await self.here.send()
        return "\n".join(said(reply.text) for reply in await self.here.heard(self.chat))

    async def last(self) -> str:
        await self.here.send()
        return said((await self.here.heard(self.chat))[-1].text)


def said(what: Text) -> str:
    return TEXTS.render(what, "vi")


async def office(here: Village, slug: str, name: str = "", parent: str = "dong-nai") -> Unit:
    """A unit, made when it is not there."""
    async with here.app.stores() as stores:
        found = await stores.units.by_slug(slug)
        above = await stores.units.by_slug(parent) if parent else None
    if found is not None:
        return found
    prefix = "".join(part[0] for part in slug.split("-")).upper() + "X"
    return await here.app.add_unit(
        slug=slug, name=name, prefix=prefix, parent_id=above.id if above else None
    )


async def seat(here: Village, unit: Unit, role: Role, name: str) -> Seat:
    """Somebody who enrols in a unit by invitation, like everybody."""
    async with here.app.stores() as stores:
        code = await enrolling.invitation(stores, unit.id, role.value, name, here.clock.now())
    chat = f"web/{secrets.token_urlsafe(32)}"
    await here.says(chat, f"TB-{code}")
    await here.says(chat, name)
    return Seat(here, chat, unit)


@dataclass
class Offices:
    """A province over two communes, everybody at their desk."""

    here: Village
    lan: Seat
    mai: Seat
    minh: Seat
    dong_nai: Unit

    async def filed(self, kind: str = "use", **more: Any) -> str:
        """A resident of Tân Khai reports; the reference."""
        form = Form(kind, STORY, **({"reply": "ask-back"} | more))
        code = await point_code(self.here.app, "Thôn 3")
        await self.here.says(RESIDENT, start=code, form=form)
        await self.here.send()
        return (await self.here.receipt(RESIDENT))[1]

    async def moved(
        self, reference: str, to: Unit, note: str = "", who: Seat | None = None
    ) -> str:
        """The owner hands it on; what they hear last."""
        who = who or self.lan
        await who.presses(f"triage.take:{reference}", f"transfer.to:{reference}")
        await who.presses(f"transfer.choose:{to.id}")
        await who.says(WHY)
        await (who.says(note) if note else who.presses("transfer.note:none"))
        await who.presses("transfer.confirm:yes")
        return await who.last()

    async def tip(self, reference: str) -> Tip:
        async with self.here.app.stores() as stores:
            for unit in await stores.units.all():
                tip = await stores.tips.by_reference(unit.id, reference)
                if tip is not None:
                    return tip
        raise AssertionError(reference)

    async def run(self, sql: str) -> list[Any]:
        async with self.here.app.database.transaction() as connection:
            found = await connection.execute(text(sql))
            return list(found.all()) if found.returns_rows else []


@asynccontextmanager
async def everybody(folder: Path, database_url: str) -> AsyncIterator[Offices]:
    async with village(configured(folder, database_url)) as here:
        tan_khai = await here.unit()
        minh_hung = await office(here, "minh-hung", "xã Minh Hưng")
        dong_nai = await office(here, "dong-nai")
        yield Offices(
            here,
            await seat(here, tan_khai, Role.OFFICER, "Lan"),
            await seat(here, tan_khai, Role.OFFICER, "Mai"),
            await seat(here, minh_hung, Role.OFFICER, "Minh"),
            dong_nai,
        )
