"""Chats on Zalo and pages on the web, for those who go from the one to the other."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot.demo.samples import make
from bot.domain.message import MediaKind, Upload
from bot.domain.tip import ThreadMessage
from storage.conversations import Found
from storage.schema import doors, tip_contacts, tips
from tests.end_to_end.talk_chats import words
from tests.end_to_end.village import Platform, Village, configured, village
from tests.end_to_end.world import UNHURRIED

ZALO = "zalo_bot/ted"
OA = "zalo_oa/2468"
PAGE = "web/" + "p" * 43
OTHER = "web/" + "q" * 43
STORY = "canary kể: nhà cuối xóm đêm nào cũng có xe lạ"
MORE = "canary kể thêm: xe 84-B1"
_LINK = re.compile(r"/d#([0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2})")


@asynccontextmanager
async def on_zalo(
    folder: Path, database_url: str, name: str = "zalo_bot"
) -> AsyncIterator[Village]:
    """A village whose platform is Zalo."""
    async with village(configured(folder, database_url)) as here:
        here.platform = Platform(name, UNHURRIED)
        yield here


async def said(here: Village, chat: str) -> str:
    """All that a chat was ever told."""
    await here.send()
    return "\n".join(await words(here, chat))


async def links(here: Village, chat: str) -> list[str]:
    """The codes of all links that a chat was shown, oldest first."""
    await here.send()
    shown = [b.url for reply in await here.heard(chat) for b in reply.buttons]
    assert all(_LINK.fullmatch(url) for url in shown if url.startswith("/d"))
    return [found[1] for url in shown if (found := _LINK.fullmatch(url))]


async def asked_for(here: Village, chat: str = ZALO) -> str:
    """The code of the link that a chat gets when it asks for the web page."""
    await here.says(chat, "/web")
    return (await links(here, chat))[-1]


async def opens(here: Village, page: str, code: str) -> str:
    """Somebody presses the button on the link's page; the newest that is said there."""
    await here.says(page, door=code)
    return (await words(here, page))[-1]


async def telling(here: Village, chat: str = ZALO, story: str = STORY) -> None:
    """A report that is begun: its kind chosen, something told."""
    await here.says(chat, "xin chào")
    await here.presses(chat, "intake.kind:use")
    await here.says(chat, story)


async def sends(here: Village, chat: str) -> None:
    """What is being told is sent."""
    await here.presses(chat, "intake.story:send")


async def photo(here: Village, chat: str, name: str = "p") -> None:
    """A photo that the platform still holds."""
    here.platform.files.setdefault(name, make("anh.jpg"))
    upload = Upload(MediaKind.PHOTO, platform_ref=name, size=9, media_type="image/jpeg")
    await here.says(chat, uploads=(upload,))


async def found(here: Village, chat: str) -> Found | None:
    """Where a conversation stands."""
    async with here.app.database.reading() as connection:
        from storage.stores import Stores

        return await Stores(connection, here.app.keyring).conversations.find(here.address(chat))


async def contact(here: Village, chat: str) -> int:
    there = await found(here, chat)
    assert there is not None
    return there.contact.id


async def threads(here: Village) -> list[list[ThreadMessage]]:
    """What every tip says, oldest first."""
    async with here.app.stores() as stores:
        ids = list(
            (await stores.connection.execute(select(tips.c.id).order_by(tips.c.id))).scalars()
        )
        return [await stores.tips.open(tip) for tip in ids]


async def asked_where(here: Village) -> set[int]:
    """The chats that can be asked about some tip."""
    async with here.app.database.reading() as connection:
        return set((await connection.execute(select(tip_contacts.c.contact_id))).scalars())


async def count(here: Village, table: Any = doors) -> int:
    async with here.app.database.reading() as connection:
        return int(
            (await connection.execute(select(func.count()).select_from(table))).scalar_one()
        )
