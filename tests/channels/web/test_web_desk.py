"""The queue beside the conversation: who is given it, what it shows, and that nobody else is."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest_asyncio
from sqlalchemy import update

from bot.domain.codes import grouped
from storage.schema import tips
from tests.end_to_end.station import Browser, Station, members, secret_in, station

QUEUE = "/desk/queue"
ASSETS = ("desk_queue.", 'id="queue"')


@pytest_asyncio.fixture
async def here(tmp_path: Path) -> AsyncIterator[Station]:
    async with station(f"sqlite:///{tmp_path / 'tinbao.db'}", tmp_path) as opened:
        yield opened


async def status(browser: Browser, path: str = QUEUE) -> int:
    async with browser.http.get(browser.url + path) as answer:
        if answer.status == 200:
            assert answer.headers["Cache-Control"] == "no-store"
        return answer.status


def references(page: str) -> list[str]:
    """The tips of a page of the queue, in their order."""
    return re.findall(r'value="triage\.open:([^"]+)"', page)


async def shut_out(browser: Browser) -> bool:
    """Whether neither the queue nor anything of it is to be had here."""
    page = await browser.get("/chat")
    return await status(browser) == 404 and not any(asset in page for asset in ASSETS)


async def test_a_resident_learns_of_no_queue(here: Station) -> None:
    resident = await here.browser()
    assert await shut_out(resident)
    await resident.say("có chuyện ở đầu xóm")
    assert await shut_out(resident)


async def test_a_member_sees_it_once_they_have_proved_who_they_are(here: Station) -> None:
    await here.file()
    officer = await here.joined("Anh Minh")
    assert await shut_out(officer)
    officer, _, _ = await here.set_up("Chị Lan")
    page = await officer.get("/chat")
    assert all(asset in page for asset in ASSETS)
    assert 'value="triage.open:' in await officer.get(QUEUE)


async def test_an_ended_session_and_a_removed_member_see_it_no_more(here: Station) -> None:
    lead, _, _ = await here.set_up("Anh Hùng", role="lead")
    officer, _, _ = await here.set_up("Anh Minh")
    assert await status(lead) == await status(officer) == 200
    gone = (await members(here))[-1]
    async with here.app.stores() as stores:
        assert await stores.members.remove(gone, here.clock.now())
    assert await shut_out(officer)
    here.clock.on(hours=13)
    assert await shut_out(lead)


async def test_looking_keeps_no_session_open(here: Station) -> None:
    officer, _, _ = await here.set_up("Anh Minh")
    for _ in range(40):
        here.clock.on(minutes=1)
        last = await status(officer)
    assert last == 404


async def test_a_custodian_has_none(here: Station) -> None:
    custodian, _, _ = await here.set_up("Chị Hoa", role="custodian")
    assert await shut_out(custodian)


async def test_an_officer_sees_their_own_unit_only(here: Station) -> None:
    await here.file()
    officer, _, _ = await here.set_up("Anh Minh")
    other = await here.app.add_unit(slug="xa-ben", name="Công an xã bên", prefix="XB")
    async with here.app.stores() as stores:
        code = await stores.invites.create(other.id, "officer", here.clock.now())
    stranger = await here.browser()
    await stranger.say(f"TB-{grouped(code)}")
    await stranger.say("Anh Xa")
    _, page = await stranger.post("/desk/factor/totp")
    await stranger.post("/desk/factor/confirm", number=here.number(secret_in(page)))
    assert "triage.open:" in await officer.get(QUEUE)
    seen = await stranger.get(QUEUE)
    assert 'id="queue-name"' in seen
    assert "triage.open:" not in seen


async def test_views_pages_and_forged_ones(here: Station) -> None:
    officer, _, _ = await here.set_up("Anh Minh")
    for _ in range(22):
        await here.file()
    first, second = await officer.get(QUEUE), await officer.get(QUEUE + "?page=2")
    assert first.count("triage.open:") == 20
    assert second.count("triage.open:") == 2
    assert await officer.get(QUEUE + "?page=99") == second
    for forged in (
        "?page=-1",
        "?page=0",
        "?page=9" + "9" * 30,
        "?view=closed",
        "?view=%00&page=²",
    ):
        assert (await officer.get(QUEUE + forged)).count("triage.open:") == 20
    reference = first.partition("triage.open:")[2].partition('"')[0]
    await officer.say(choice=f"triage.open:{reference}")
    await officer.say(choice=f"triage.take:{reference}")
    assert (await officer.get(QUEUE + "?view=mine")).count("triage.open:") == 1
    assert reference not in await officer.get(QUEUE + "?view=free&page=1")
    assert "triage.open:" not in await officer.get(QUEUE + "?view=urgent")
    page = await officer.get("/chat?view=mine")
    assert f'value="triage.open:{reference}" aria-current="true"' in page


async def test_a_deadline_that_has_passed_is_said(here: Station) -> None:
    await here.file()
    officer, _, _ = await here.set_up("Anh Minh")
    async with here.app.stores() as stores:
        due = here.clock.now() - timedelta(days=2)
        await stores.queue._db.execute(update(tips).values(due_at=due))
    late = await officer.get(QUEUE + "?view=overdue")
    assert "quá hạn 2 ngày" in late


async def test_what_ended_and_what_waits_aside_have_tabs(here: Station) -> None:
    officer, _, _ = await here.set_up("Anh Minh")
    resident = await here.browser()

    async def press(*deeds: str) -> None:
        for deed in deeds:
            await officer.say(choice=f"triage.{deed}")

    await resident.post("/form", story="Lại có xe lạ.", kind="use", reply="ask-back")
    (first,) = references(await officer.get(QUEUE))
    await press(f"mute:{first}")
    await officer.say("gửi nhiều tin đùa")
    assert "Tin chờ riêng" not in await officer.get(QUEUE)
    await resident.post("/form", story="Lại nữa.", kind="use", reply="ask-back")
    assert references(await officer.get(QUEUE)) == [first]
    assert 'data-view="side">Tin chờ riêng (1)</a>' in await officer.get(QUEUE)
    aside = references(await officer.get(QUEUE + "?view=side"))
    assert len(aside) == 1
    assert first not in aside

    assert references(await officer.get(QUEUE + "?view=ended")) == []
    close = ("close_outcome:right", "close_confirm:yes")
    await press(f"take:{first}", f"close:{first}", *close)
    ended = await officer.get(QUEUE + "?view=ended")
    assert 'data-view="ended" aria-current="true">Đã kết thúc</a>' in ended
    assert references(ended) == [first]
    assert "Anh Minh · Đúng" in ended
    assert "Hàng đợi trống." in await officer.get(QUEUE)


async def test_a_machine_without_the_desks_keys_shows_it(here: Station, tmp_path: Path) -> None:
    folder = tmp_path / "split"
    folder.mkdir()
    web = frozenset({"web"})
    async with station(f"sqlite:///{folder / 'tinbao.db'}", folder, web) as outer:
        officer, _, _ = await outer.set_up("Anh Minh")
        assert await status(officer) == 200
