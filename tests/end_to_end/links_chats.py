"""Residents who tell of the same thing, and two officers who find out."""

from __future__ import annotations

from sqlalchemy import select

from bot.domain.message import Form
from bot.domain.queue import Filter
from bot.texts import Texts
from storage.schema import tips
from tests.end_to_end.village import OFFICER, Village

TU, NAM, BAY = "telegram/1", "telegram/2", "telegram/3"
LAN, MINH = f"web/{OFFICER}", "web/the colleague's own phone"
FIRST = "Tối qua hai thanh niên đi xe máy tới nhà hoang cuối xóm bán ma tuý"
SECOND = "ban ma tuy o nha hoang cuoi xom, hai thanh nien di xe may toi qua"
OTHER = "Sáng nay quán karaoke gần chợ có nhóm người lạ dùng thuốc lắc, mở nhạc rất to"
TEXTS = Texts.load()


async def tip(here: Village, chat: str, story: str, kind: str = "dealing") -> str:
    await here.says(chat, form=Form(kind, story, reply="ask-back"))
    await here.send()
    return (await here.receipt(chat))[1]


async def screen(here: Village, chat: str) -> str:
    return "\n".join(TEXTS.render(reply.text, "vi") for reply in await here.heard(chat))


async def shown(here: Village, chat: str) -> str:
    return TEXTS.render((await here.heard(chat))[-1].text, "vi")


async def payloads(here: Village, chat: str) -> list[str]:
    return [button.payload for button in (await here.heard(chat))[-1].buttons]


async def row(here: Village, reference: str) -> tuple[str, str]:
    async with here.app.database.reading() as connection:
        found = await connection.execute(
            select(tips.c.status, tips.c.outcome).where(tips.c.reference == reference)
        )
        return tuple(found.one())


async def queue(here: Village) -> list[str]:
    unit = await here.unit()
    async with here.app.stores() as stores:
        page = await stores.queue.page(unit.id, Filter(), here.clock.now(), limit=50)
    return [tip.reference for tip in page]


async def merged(here: Village) -> tuple[str, str]:
    """Two tips of two people; the second is merged into the first, which Lan owns."""
    first, second = await tip(here, TU, FIRST), await tip(here, NAM, SECOND)
    await here.presses(LAN, f"triage.take:{first}")
    await here.presses(LAN, f"links.merge:{second}/{first}")
    return first, second
