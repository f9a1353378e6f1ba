"""The daily digest: at its hour, once, whatever stood still meanwhile, and with a picture."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.demo.web_phone import WebPhone
from bot.digest.chart import Chart
from bot.domain.access import Role
from bot.domain.duty import Figures, midnights, next_at
from bot.domain.message import Reply
from bot.domain.tip import TipStatus
from bot.domain.unit_settings import SETTINGS
from bot.engine.digest import Digests, Draw
from tests.end_to_end.desk_people import STORY, TEXTS, choices, filed, joins, words
from tests.end_to_end.village import Village, configured, village
from tests.end_to_end.waiting import shows
from tests.end_to_end.world import Platform, world

MINH, TU, HOA = (f"telegram/{n}" for n in (2001, 2002, 2003))
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
PNG = b"\x89PNG\r\n\x1a\n"
CHART = Chart(lambda text: TEXTS.render(text, "vi"))


@pytest.fixture
async def desk(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    """An officer and a lead on Telegram. It is three in the afternoon in Vietnam."""
    async with village(configured(tmp_path, database_url)) as there:
        await joins(there, MINH, "Anh Minh")
        await joins(there, TU, "Anh Tư", Role.LEAD)
        await joins(there, HOA, "Chị Hoa", Role.AUDITOR)
        yield there


async def at(desk: Village, moment: str, *, send: bool = True) -> None:
    """The clocks of Vietnam show this (`24 07:00`), and what is due is done and sent."""
    day, _, clock = moment.partition(" ")
    then = datetime.combine(date(2026, 11, int(day)), time.fromisoformat(clock), VIETNAM)
    assert then > desk.clock.now()
    desk.clock.time = then.astimezone(UTC)
    await desk.tick()
    if send:
        await desk.send()


async def digests(desk: Village, chat: str = MINH) -> list[Reply]:
    return [reply for reply in await desk.heard(chat) if reply.text.key == "duty-digest"]


def counted(reply: Reply) -> list[int]:
    """Came in, open, urgent."""
    return [int(str(reply.text.args[name])) for name in ("came", "open", "urgent")]


def run(desk: Village, draw: Draw | None = None) -> Digests:
    app = desk.app
    return Digests(app.database, app.keyring, desk.clock, app.bells, VIETNAM, draw)


async def test_it_comes_at_its_hour_also_when_nothing_happened(desk: Village) -> None:
    await at(desk, "23 23:59")
    await at(desk, "24 06:59")
    assert await digests(desk) == []
    await at(desk, "24 07:00")
    await at(desk, "24 07:01")
    await at(desk, "24 23:30")
    [officers], [leads] = await digests(desk), await digests(desk, TU)
    assert words(officers) == words(leads)
    assert words(officers).splitlines()[:2] == [
        "☀️ Tình hình 24 giờ qua, lúc 07:00 24/11/2026",
        "Tin mới: 0 · nhận: 0 · kết luận: 0 · chuyển đi: 0 · đóng: 0",
    ]
    assert choices(officers) == {"Xem từng tin": "duty.book:24"}
    assert await digests(desk, HOA) == []
    await filed(desk, urgency="urgent")
    await filed(desk, "dong-nai", urgency="urgent")
    await at(desk, "25 07:00")
    assert [counted(reply) for reply in await digests(desk)] == [[0, 0, 0], [1, 1, 1]]
    assert STORY not in "".join(words(reply) for reply in await desk.heard(MINH))


async def test_after_two_days_down_there_is_one(desk: Village) -> None:
    await at(desk, "23 20:00")
    await filed(desk)
    await at(desk, "26 09:15")
    await at(desk, "26 09:16")
    assert len(await digests(desk)) == 1
    await at(desk, "27 07:00")
    assert len(await digests(desk)) == 2


async def test_who_was_away_for_days_gets_the_last_one_alone(desk: Village) -> None:
    await at(desk, "23 20:00")
    for day in ("24", "25", "26"):
        await at(desk, f"{day} 07:00", send=False)
    await desk.send()
    [only] = await digests(desk)
    assert "07:00 26/11/2026" in words(only)


async def test_of_two_schedulers_one_sends_it(desk: Village) -> None:
    await asyncio.gather(run(desk).send_due(), run(desk).send_due())
    desk.clock.pass_by(hours=20)
    sent = await asyncio.gather(*(run(desk).send_due() for _ in range(3)))
    await desk.send()
    assert sum(sent) >= 1
    assert len(await digests(desk)) == 1


async def test_a_unit_chooses_its_hour_or_none(desk: Village) -> None:
    await at(desk, "23 16:00")
    await desk.set("digest-hour", "17:30")
    await at(desk, "23 17:29")
    await at(desk, "23 17:31")
    assert len(await digests(desk)) == 1
    await desk.set("digest-hour", "off")
    await at(desk, "24 18:00")
    await at(desk, "25 18:00")
    assert len(await digests(desk)) == 1
    await desk.set("digest-hour", "06:00")
    await at(desk, "25 18:01")
    assert len(await digests(desk)) == 1, "not at once when it is wanted again"
    await at(desk, "26 06:00")
    assert len(await digests(desk)) == 2


async def test_another_hour_brings_no_second_one_that_day(desk: Village) -> None:
    await at(desk, "24 06:00")
    await at(desk, "24 07:00")
    await desk.set("digest-hour", "09:30")
    await at(desk, "24 08:00")
    await at(desk, "24 09:30")
    assert len(await digests(desk)) == 1
    await at(desk, "25 07:00")
    assert len(await digests(desk)) == 1
    await at(desk, "25 09:30")
    assert len(await digests(desk)) == 2
    await desk.set("digest-hour", "07:00")
    await at(desk, "25 10:00")
    await at(desk, "26 07:00")
    assert len(await digests(desk)) == 3


async def test_its_picture_shows_fourteen_days(desk: Village) -> None:
    seen: list[Figures] = []

    def draw(figures: Figures) -> bytes:
        seen.append(figures)
        return CHART.draw(figures)

    await run(desk, draw).send_due()
    await filed(desk)
    desk.clock.pass_by(days=2)
    await filed(desk)
    desk.clock.pass_by(minutes=1)
    await run(desk, draw).send_due()
    await desk.send()
    here = next(figures for figures in seen if sum(n for _, n in figures.days))
    assert [day for day, _ in here.days] == [date(2026, 11, n) for n in range(12, 26)]
    assert [n for _, n in here.days][-4:] == [0, 1, 0, 1]
    assert here.open == {"new": 2}
    [digest] = await digests(desk)
    [picture] = digest.media
    assert picture.drawn.startswith(PNG)


class Panic(BaseException):
    """What a library in Rust raises when it gives up."""


@pytest.mark.parametrize("fault", [RuntimeError("no font"), Panic("canary")])
async def test_without_a_picture_the_text_goes_out(
    tmp_path: Path, fault: BaseException, caplog: pytest.LogCaptureFixture
) -> None:
    def draw(figures: Figures) -> bytes:
        raise fault

    async with village(configured(tmp_path, f"sqlite+aiosqlite:///{tmp_path}/t.db")) as desk:
        await joins(desk, MINH, "Anh Minh")
        await run(desk, draw).send_due()
        desk.clock.pass_by(days=1)
        await run(desk, draw).send_due()
        await desk.send()
        [digest] = await digests(desk)
    assert digest.media == ()
    assert type(fault).__name__ in caplog.text
    assert "canary" not in caplog.text


@pytest.mark.parametrize("platform", ["web", "telegram-webhook"])
async def test_the_picture_arrives(tmp_path: Path, platform: Platform) -> None:
    async with world(f"sqlite+aiosqlite:///{tmp_path}/t.db", tmp_path, platform) as here:
        phone = await here.cast(platform).member("officer", "Minh")
        app, long_ago = here.app, datetime(2026, 1, 1, tzinfo=UTC)
        async with app.stores() as stores:
            for unit in await stores.units.all():
                await stores.chores.forget(f"digest/{unit.id}")
                await stores.chores.plan(f"digest/{unit.id}", long_ago, long_ago)
        await Digests(
            app.database, app.keyring, app.clock, app.bells, VIETNAM, CHART.draw
        ).send_due()
        seen = await shows(phone, "Tình hình 24 giờ qua")
        assert seen.files == ("photo",)
        if isinstance(phone, WebPhone) and phone._session:
            async with phone._session.get(f"{here.url}/chat") as page:
                [link] = set(re.findall(r"/chat/file/\d+/0", await page.text()))
            async with phone._session.get(f"{here.url}{link}") as picture:
                assert picture.content_type == "image/png"
                assert (await picture.read()).startswith(PNG)
        await phone.close()


@pytest.mark.parametrize("most", [0, 1, 100_000])
def test_whatever_the_figures_there_is_one_picture(most: int) -> None:
    days = tuple((date(2026, 11, 1) + timedelta(days=n), most * (n % 3)) for n in range(14))
    for counts in ({}, {status.value: most for status in TipStatus}):
        assert CHART.draw(Figures(days, counts)).startswith(PNG)


def test_hours_are_those_of_the_units_clocks() -> None:
    now = datetime(2026, 11, 23, 23, 59, tzinfo=UTC)  # 06:59 in Vietnam
    assert next_at(time(7), now, VIETNAM) == now + timedelta(minutes=1)
    at_seven = now + timedelta(minutes=1)
    assert next_at(time(7), at_seven, VIETNAM) == at_seven + timedelta(days=1)
    berlin = ZoneInfo("Europe/Berlin")
    before = datetime(2026, 10, 24, 12, tzinfo=UTC)  # the night in which summer time ends
    assert next_at(time(7), before, berlin) == datetime(2026, 10, 25, 6, tzinfo=UTC)
    first, *_, last = midnights(now, VIETNAM, 14)
    assert (first, last) == (
        datetime(2026, 11, 11, tzinfo=VIETNAM),
        datetime(2026, 11, 24, tzinfo=VIETNAM),
    )


@pytest.mark.parametrize("value", ["7:00", "24:00", "07:60", "aa:bb", "٠٧:٠٠", "", "07.00", "x"])
def test_a_time_that_is_none_is_refused(value: str) -> None:
    assert not SETTINGS["digest-hour"].fits(value)
    assert all(SETTINGS["digest-hour"].fits(good) for good in ("00:00", "23:59", "off"))
