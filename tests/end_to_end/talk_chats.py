"""Chats between the desk and reporters: who is in them, and what the tests ask of them."""

from __future__ import annotations

from collections.abc import AsyncIterator

from bot.demo.samples import make
from bot.domain.message import Form, MediaKind, Upload
from bot.texts import Texts
from tests.end_to_end.village import OFFICER, Village

TEXTS = Texts.load(strict=True)
DESK = f"web/{OFFICER}"
LEAD = "web/" + "the lead's own phone"
PHONE = "telegram/1001"
PAGE = "web/" + "p" * 43
OTHER = "web/" + "q" * 43
ASK_BACK = Form("use", "nhà cuối xóm có người lạ", reply="ask-back")
ONE_WAY = Form("use", "nhà cuối xóm có người lạ", reply="one-way")
QUESTION = "canary hỏi: xe màu gì ạ?"


async def words(here: Village, chat: str) -> list[str]:
    return [TEXTS.render(reply.text, "vi") for reply in await here.heard(chat)]


async def last(here: Village, chat: str = DESK) -> str:
    return (await words(here, chat))[-1]


async def pressed(here: Village, label: str, chat: str = DESK) -> str:
    """The newest button of this label is pressed; what is said then."""
    for reply in reversed(await here.heard(chat)):
        for button in reply.buttons:
            if label in TEXTS.render(button.label, "vi"):
                await here.presses(chat, button.payload)
                return await last(here, chat)
    raise AssertionError(f"no button {label}")


async def filed(here: Village, chat: str = PHONE, form: Form = ASK_BACK) -> tuple[str, str]:
    """A tip that the officer has taken: its receipt and reference."""
    await here.says(chat, form=form)
    await here.send()
    receipt, reference = await here.receipt(chat)
    await here.presses(DESK, f"triage.take:{reference}")
    return receipt, reference


async def asked(here: Village, reference: str, text: str = QUESTION) -> None:
    await here.presses(DESK, f"triage.ask:{reference}")
    await here.says(DESK, text)


async def opened(here: Village, reference: str) -> str:
    await here.presses(DESK, f"triage.open:{reference}")
    return await last(here)


async def upload(here: Village, name: str, kind: MediaKind = MediaKind.PHOTO) -> Upload:
    """What an officer's page has sent, cleaned like every upload."""

    async def content() -> AsyncIterator[bytes]:
        yield make(name)

    file = await here.app.files.put(content(), 10_000_000)
    return Upload(kind, file, size=file.size, media_type=file.media_type)
