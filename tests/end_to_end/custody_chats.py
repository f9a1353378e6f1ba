"""Custodians and a request for an identity, through chats of the village."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import select

from bot.domain.message import Form
from storage.crypto.custodian import PublicHalf
from storage.crypto.envelope import generate
from storage.custodians import Custodian
from storage.schema import disclosures
from storage.units import Unit
from tests.end_to_end.village import OFFICER, Village

RESIDENT = "telegram/1001"
STORY = "canary kể: nhà cuối xóm đêm nào cũng có xe"
DESK = f"web/{OFFICER}"


async def custodians(
    here: Village, chats: Sequence[str], unit: Unit | None = None
) -> list[Custodian]:
    """One in each chat."""
    unit = unit or await here.unit()
    made = []
    for number, chat in enumerate(chats):
        half = PublicHalf(f"Người giữ {number}", generate(f"custodian/{number}").public())
        async with here.app.stores() as stores:
            custodian = await stores.custodians.add(unit.id, half, here.clock.now())
            code = await stores.invites.create(
                unit.id, "custodian", here.clock.now(), custodian_id=custodian.id
            )
        await here.says(chat, "TB-" + code)
        await here.says(chat, f"Giữ khoá {number}")
        made.append(custodian)
    return made


async def asked(here: Village, why: str) -> str:
    """A resident leaves a name, and the officer asks for it; the tip's reference."""
    form = Form("use", STORY, reply="ask-back", name="Lê Thị Canary", phone="0912777345")
    await here.says(RESIDENT, form=form)
    await here.send()
    _, reference = await here.receipt(RESIDENT)
    for payload in ("triage.take", "identity.ask"):
        await here.presses(DESK, f"{payload}:{reference}")
    await here.says(DESK, why)
    await here.send()
    return reference


async def request_of(here: Village) -> int:
    """The newest request's id."""
    async with here.app.database.reading() as connection:
        rows = await connection.execute(select(disclosures.c.id).order_by(disclosures.c.id))
        return int(rows.scalars().all()[-1])


async def approves(here: Village, chat: str) -> None:
    """The whole way through the questions."""
    await here.presses(chat, f"identity.approve:{await request_of(here)}")
    await here.says(chat, "đã xem hồ sơ, đủ căn cứ")
    await here.presses(chat, "identity.telling:now")
    await here.send()


def receipt_in(words: str) -> str:
    found = re.search(r"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}\b", words)
    assert found
    return found[0]


def reference_in(words: str) -> str:
    found = re.search(r"TK-\w{5}", words)
    assert found
    return found[0]
