"""Tips that belong together: offered as twins, merged, taken apart, related; whatever comes
between.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.demo.setup import enrol
from bot.domain.access import Role
from bot.domain.tip import TipStatus
from bot.engine.retention import erase_tip
from storage.schema import contact_outcomes, merges
from tests.end_to_end.links_chats import (
    BAY,
    FIRST,
    LAN,
    MINH,
    NAM,
    OTHER,
    SECOND,
    TU,
    merged,
    payloads,
    queue,
    row,
    screen,
    shown,
    tip,
)
from tests.end_to_end.village import Village, configured, village


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with village(configured(tmp_path, database_url)) as there:
        await enrol(there.app, MINH.partition("/")[2], Role.OFFICER, "Đồng chí Minh")
        yield there


async def test_a_likely_twin_is_offered_with_its_reasons_and_then_no_more(here: Village) -> None:
    first, other = await tip(here, TU, FIRST), await tip(here, BAY, OTHER, "use")
    second = await tip(here, NAM, SECOND)
    await here.presses(LAN, f"triage.open:{second}")
    told = await shown(here, LAN)
    assert f"Có thể trùng với {first}" in told
    assert "cùng ngày" in told
    assert "lời kể giống" in told
    assert other not in told
    assert f"links.merge:{second}/{first}" in await payloads(here, LAN)

    await here.presses(LAN, f"links.apart:{second}/{first}")
    for reference in (second, first):
        await here.presses(LAN, f"triage.open:{reference}")
        assert "Có thể trùng" not in await shown(here, LAN)


async def test_what_a_colleague_owns_is_not_merged_but_can_be_related(here: Village) -> None:
    first, second = await tip(here, TU, FIRST), await tip(here, NAM, SECOND)
    await here.presses(MINH, f"triage.take:{first}")
    await here.presses(LAN, f"triage.open:{second}")
    assert f"links.relate:{second}/{first}" in await payloads(here, LAN)
    await here.presses(LAN, f"links.merge:{second}/{first}")
    assert "Đồng chí Minh giữ" in await shown(here, LAN)
    await here.presses(LAN, f"links.merge:{first}/{second}")
    assert "Đồng chí Minh giữ" in await shown(here, LAN)
    assert await queue(here) == [first, second]

    await here.presses(LAN, f"links.relate:{second}/{first}")
    for reference, name in ((first, second), (second, first)):
        await here.presses(MINH, f"triage.open:{reference}")
        assert f"Liên quan: {name}" in await shown(here, MINH)
    await here.presses(MINH, f"links.unrelate:{first}/{second}")
    await here.presses(MINH, f"links.related:{second}")
    assert "chưa có tin nào liên quan" in await shown(here, MINH)


async def test_a_merged_tip_is_read_asked_and_ended_with_the_other(here: Village) -> None:
    await here.set("show-outcomes", "yes")
    first, second = await merged(here)
    assert await queue(here) == [first]
    await here.presses(LAN, f"triage.open:{first}")
    dossier = await shown(here, LAN)
    assert f"Từ người báo thứ hai · tin {second} (đã gộp)" in dossier
    assert SECOND in dossier

    await here.presses(LAN, f"triage.ask:{first}")
    await here.presses(LAN, f"triage.ask_whom:{second}")
    assert f"người báo tin {second}" in await shown(here, LAN)
    for step in ("ask_write:ready", "choose:s0"):
        await here.presses(LAN, f"{'triage' if 'ask' in step else 'talk'}.{step}")
        assert second in await shown(here, LAN)
        assert first not in await shown(here, LAN)
    await here.presses(LAN, "talk.preview:back")
    await here.presses(LAN, "talk.choose:type")
    await here.says(LAN, "Họ đi xe màu gì ạ?")
    assert f"Đã gửi câu hỏi về tin {second}" in await shown(here, LAN)
    await here.send()
    assert "xe màu gì" in await screen(here, NAM)
    assert "xe màu gì" not in await screen(here, TU)
    await here.says(NAM, "Xe màu đỏ")
    await here.send()
    assert f"người báo {second} (đã gộp) vừa bổ sung" in await screen(here, LAN)
    await here.presses(LAN, f"triage.open:{first}")
    assert "Xe màu đỏ" in await shown(here, LAN)

    await here.presses(LAN, f"triage.ask:{first}")
    await here.presses(LAN, "triage.ask_whom:all")
    await here.says(LAN, "Lúc mấy giờ ạ?")
    await here.send()
    for chat in (TU, NAM):
        assert "mấy giờ" in await screen(here, chat)

    await here.presses(LAN, f"triage.close:{first}")
    await here.presses(LAN, "triage.close_outcome:right")
    await here.presses(LAN, "triage.close_confirm:yes")
    await here.send()
    assert await row(here, first) == await row(here, second) == ("closed", "right")
    assert f"Tin {second} đã được xử lý xong" in await screen(here, NAM)
    assert f"Tin {first} đã được xử lý xong" in await screen(here, TU)
    assert first not in await screen(here, NAM)
    assert second not in await screen(here, TU)
    async with here.app.database.reading() as connection:
        counted = await connection.execute(select(contact_outcomes.c["count"]))
        assert list(counted.scalars()) == [1, 1]


async def test_a_reporter_sees_where_their_tip_stands(here: Village) -> None:
    first, second = await tip(here, TU, FIRST), await tip(here, NAM, SECOND)
    receipt, _ = await here.receipt(NAM)
    await here.presses(LAN, f"triage.take:{first}")
    await here.says(NAM, receipt)
    await here.send()
    new = await shown(here, NAM)
    await here.presses(LAN, f"links.merge:{second}/{first}")
    await here.says(NAM, receipt)
    await here.send()
    now = await shown(here, NAM)
    assert second in now
    assert first not in now
    assert now != new


async def test_taken_apart_it_stands_as_it_stood(here: Village) -> None:
    first, second = await merged(here)
    await here.presses(LAN, f"triage.take:{second}")
    assert f"đã gộp vào tin {first}" in await shown(here, LAN)
    await here.presses(MINH, f"links.unmerge:{second}")
    assert "Đồng chí Lan giữ" in await shown(here, MINH)
    await here.presses(LAN, f"links.unmerge:{second}")
    assert await row(here, second) == (TipStatus.NEW, "")
    assert await queue(here) == [first, second]
    await here.presses(LAN, f"links.unmerge:{second}")
    assert "không gộp vào tin nào" in await shown(here, LAN)


async def test_there_are_no_chains_and_no_circles(here: Village) -> None:
    first, second = await merged(here)
    third = await tip(here, BAY, OTHER)
    await here.presses(LAN, f"links.merge:{first}/{third}")
    async with here.app.stores() as stores:
        unit = await stores.units.by_slug("tan-khai")
        assert unit is not None
        top = await stores.tips.by_reference(unit.id, third)
        assert top is not None
        assert [part.reference for part in await stores.merging.parts(top.id)] == [second, first]
        assert top.owner_name == "Đồng chí Lan"
    for value in (f"{third}/{second}", f"{third}/{third}", f"{second}/{third}"):
        await here.presses(LAN, f"links.merge:{value}")
    async with here.app.database.reading() as connection:
        assert len((await connection.execute(select(merges.c.tip_id))).all()) == 2


async def test_of_two_merges_that_cross_one_is_done(here: Village) -> None:
    first, second = await tip(here, TU, FIRST), await tip(here, NAM, SECOND)
    await asyncio.gather(
        here.presses(LAN, f"links.merge:{first}/{second}"),
        here.presses(MINH, f"links.merge:{second}/{first}"),
    )
    assert len(await queue(here)) == 1


@pytest.mark.parametrize("gone", [0, 1], ids=["the first", "the merged one"])
async def test_erasing_one_does_not_break_the_other(here: Village, gone: int) -> None:
    pair = await merged(here)
    lost, kept = pair[gone], pair[1 - gone]
    async with here.app.stores() as stores:
        unit = await stores.units.by_slug("tan-khai")
        assert unit is not None
        found = await stores.tips.by_reference(unit.id, lost)
        assert found is not None
        assert await erase_tip(stores, found.id, here.clock.now())
    await here.presses(LAN, f"triage.open:{kept}")
    assert (SECOND if gone == 0 else FIRST) in await shown(here, LAN)
    assert await queue(here) == [kept]


VALUES = ("", "/", "TK-00000", "{}/TK-00000", "DN-AAAAA/{}", "9" * 50, "{}/{}/{}", "☃/☃")
STEPS = ("merge", "unmerge", "relate", "unrelate", "related", "apart")


async def test_a_forged_button_is_answered_kindly(here: Village) -> None:
    reference = await tip(here, TU, FIRST)
    for step in STEPS:
        for value in VALUES:
            before = len(await here.heard(LAN))
            await here.presses(LAN, f"links.{step}:{value.replace('{}', reference)}")
            assert len(await here.heard(LAN)) > before
    assert here.app.engine.failed == 0
    assert await queue(here) == [reference]


async def test_the_other_tip_can_be_typed(here: Village) -> None:
    first, second = await tip(here, TU, FIRST), await tip(here, NAM, SECOND)
    await here.presses(LAN, f"triage.more:{second}")
    assert f"links.merge:{second}" in await payloads(here, LAN)
    await here.presses(LAN, f"links.merge:{second}")
    await here.says(LAN, "mã nào nhỉ")
    assert "xem lại mã" in await shown(here, LAN)
    await here.says(LAN, first.lower())
    assert await queue(here) == [first]
