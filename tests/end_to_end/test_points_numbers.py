"""The rule of small numbers from end to end (docs/points/numbers.md): what a communicator, an
officer and the command line are told, and what a difference of two answers tells.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import cli
from bot.app import App
from bot.config import Config
from bot.domain.access import Role
from bot.domain.message import Form
from bot.domain.points import SignEvent
from bot.domain.small_numbers import quarter_told
from bot.domain.tip import Body
from storage.point_counts import Seen
from storage.points import Point
from storage.stores import Stores
from tests.end_to_end.desk_hands import Chat, member
from tests.end_to_end.village import Village, configured, village
from tests.fresh import sqlite

AUGUST = datetime(2026, 8, 10, 3, tzinfo=UTC)
SCHOOL = "Trường Hoa Sen"


async def used(
    stores: Stores, point: Point, scans: int, sent: int, at: datetime, kind: str = "use"
) -> None:
    """Signs scanned, conversations begun, tips sent."""
    day = at.date().isoformat()
    await stores.point_counts.add([Seen(point.sticker_id, day, scans, scans)])
    for _ in range(sent):
        await stores.tips.file(
            unit_id=point.unit_id,
            point_id=point.id,
            kind=kind,
            urgency="normal",
            body=Body("x"),
            contact_id=None,
            now=at,
        )


@dataclass
class Desk:
    """Thôn 3 with a school in it; an officer and a communicator."""

    here: Village
    officer: Chat
    communicator: Chat
    hamlet: Point
    school: Point
    seen: dict[str, str] = field(default_factory=dict)

    async def use(self, point: Point, scans: int, sent: int, at: datetime = AUGUST) -> None:
        async with self.here.app.stores() as stores:
            await used(stores, point, scans, sent, at)

    async def told(self, who: Chat) -> str:
        return await who.forge("points.coverage:use/0")


@pytest.fixture
async def desk(database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    async with village(configured(tmp_path, database_url)) as here:
        unit = await here.unit()
        async with here.app.stores() as stores:
            hamlet = next(p for p in await stores.points.of_unit(unit.id) if p.name == "Thôn 3")
            school = await stores.points.add(
                unit_id=unit.id, kind="school", name=SCHOOL, now=AUGUST, parent_id=hamlet.id
            )
            for point in (hamlet, school):
                (sign,) = await stores.stickers.of_point(point.id)
                assert await stores.stickers.mark(sign, SignEvent.INSTALLED, AUGUST)
        officer = await member(here, "Lan")
        thu = await member(here, "Thu", Role.COMMUNICATOR)
        yield Desk(here, officer, thu, hamlet, school)


def line(said: str, begins: str) -> str:
    return next(each for each in said.splitlines() if each.startswith(begins))


async def test_two_answers_a_day_apart_do_not_tell_of_the_tip_between_them(desk: Desk) -> None:
    await desk.use(desk.hamlet, 21, 7)
    before = await desk.told(desk.communicator)
    whole = await desk.communicator.forge("points.coverage:all")
    await desk.use(desk.school, 1, 1, desk.here.clock.now())
    desk.here.clock.pass_by(days=1)
    assert await desk.told(desk.communicator) == before
    assert await desk.communicator.forge("points.coverage:all") == whole
    assert line(before, "Thôn 3:") == "Thôn 3: 20 → 20 → 5"
    assert "tháng này" not in before


async def test_a_hamlet_minus_its_school_tells_nothing(desk: Desk) -> None:
    await desk.use(desk.hamlet, 20, 6)
    without = await desk.told(desk.communicator)
    await desk.use(desk.school, 4, 3)
    assert await desk.told(desk.communicator) == without
    assert SCHOOL not in without  # a place has no figures of its own
    for which in ("never", "under"):  # lists of single places are the desk's
        assert SCHOOL not in await desk.communicator.forge(f"points.coverage:{which}/0")
    assert SCHOOL in await desk.officer.forge("points.coverage:under/0")


async def test_what_a_communicator_does_to_signs_undoes_no_rounding(desk: Desk) -> None:
    """A quarter that is over stays to the letter when signs are marked and places come or go."""
    for point in (desk.hamlet, desk.school):
        await desk.use(point, 4, 4)
    before = await desk.told(desk.communicator)
    assert line(before, "Thôn 3:") == "Thôn 3: 5 → 5 → 5"
    async with desk.here.app.stores() as stores:
        now = desk.here.clock.now()
        for what in (SignEvent.DAMAGED, SignEvent.INSPECTED, SignEvent.REVOKED):
            sign = await stores.stickers.get(desk.school.sticker_id)
            assert sign is not None
            assert await stores.stickers.mark(sign, what, now)
    assert await desk.told(desk.communicator) == before
    async with desk.here.app.stores() as stores:
        unit = desk.hamlet.unit_id
        for n in range(30):
            await stores.points.add(unit_id=unit, kind="hamlet", name=f"Xóm {n}", now=now)
        await stores.points.revoke(desk.school.id, now)
    assert await desk.told(desk.communicator) == before


async def test_the_desk_alone_is_told_exactly(desk: Desk) -> None:
    await desk.use(desk.hamlet, 23, 7)
    await desk.use(desk.school, 2, 1, desk.here.clock.now())
    said = await desk.told(desk.officer)
    assert line(said, "Thôn 3:") == "Thôn 3: 23 → 20 → 7"
    assert line(said, "tháng này") == "tháng này đến nay: 2 lượt quét, 1 tin"
    assert line(await desk.told(desk.communicator), "Thôn 3:") == "Thôn 3: 20 → 20 → 5"
    admin = await member(desk.here, "Tâm", Role.ADMIN)
    assert await desk.told(admin) == await desk.told(desk.communicator)
    assert SCHOOL not in await desk.officer.forge("points.coverage:never/0")


async def test_tips_about_officials_are_in_no_figure(desk: Desk) -> None:
    async with desk.here.app.stores() as stores:
        await used(stores, desk.hamlet, 9, 9, AUGUST, "official")
    assert line(await desk.told(desk.officer), "Thôn 3:") == "Thôn 3: 9 → 5 → 0"
    assert line(await desk.told(desk.communicator), "Thôn 3:") == "Thôn 3: 5 → 5 → dưới 5"


async def test_the_desk_cannot_watch_a_report_about_an_official_come(desk: Desk) -> None:
    """What was begun and not sent tells of it: neither live, nor in a quarter that is over."""
    async with desk.here.app.stores() as stores:
        for point in (desk.hamlet, desk.school):
            day = AUGUST.date().isoformat()
            await stores.point_counts.add([Seen(point.sticker_id, day, 6, 4)])
    before = await desk.told(desk.officer)
    async with desk.here.app.stores() as stores:
        today = desk.here.clock.now().date().isoformat()
        await stores.point_counts.add([Seen(desk.hamlet.sticker_id, today, 0, 1)])
        await used(stores, desk.hamlet, 0, 1, desk.here.clock.now(), "official")
    assert await desk.told(desk.officer) == before
    assert line(before, "quý 3/2026:") == "quý 3/2026: 12 → 5 → 0"
    form = Form(kind="official", story="Cán bộ nhận tiền.", reply="one-way")
    await desk.here.says("web/khach", start=desk.hamlet.code, form=form)
    assert not desk.here.app.tally._seen  # a form about an official begins nothing


async def test_coverage_itself_is_the_same_for_everybody_and_drawn(desk: Desk) -> None:
    for who in (desk.officer, desk.communicator):
        said = await who.say("/diem")
        await desk.here.app.engine.afterwards.drawings.idle()
        assert "đã gắn 2/28 điểm (7%)" in said
        (picture,) = (await who.replies())[-1].media
        assert picture.drawn.startswith(b"\x89PNG")
        assert "Trường học: 1/4 (25%)" in said


Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def ask(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Ask:
    """The command's JSON, in a folder with a unit, a hamlet and a school."""
    monkeypatch.chdir(tmp_path)
    Path("config.toml").write_text(f'[database]\nurl = "{sqlite(tmp_path / "t.db")}"\n')
    Path("d.csv").write_text(f"kind,name\nhamlet,Thôn 3\nschool,{SCHOOL}\n")
    for command in (
        ["init"],
        ["unit", "add", "tan-khai", "--name", "xã Tân Khai", "--prefix", "TK"],
        ["points", "import", "d.csv", "--unit", "tan-khai"],
    ):
        assert cli.run(command) == 0

    def answer(*more: str) -> dict[str, Any]:
        capsys.readouterr()
        assert cli.run(["points", "coverage", "--unit", "tan-khai", "--json", *more]) == 0
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    return answer


async def happened(scans: int, sent: int, at: datetime) -> None:
    app = await App.open(Config.load(None), frozenset({"intake"}))
    async with app.stores() as stores:
        unit = await stores.units.by_slug("tan-khai")
        assert unit is not None
        await used(stores, (await stores.points.of_unit(unit.id))[0], scans, sent, at)
    await app.close()


def test_the_command_line_tells_what_anybody_may_know(ask: Ask, tmp_path: Path) -> None:
    since, until = quarter_told(datetime.now(UTC).date())
    middle = datetime.combine(since, datetime.min.time(), UTC) + timedelta(days=40)
    asyncio.run(happened(24, 4, middle))
    first = ask("--png", "chart.png")
    asyncio.run(happened(1, 1, datetime.now(UTC)))
    assert ask() == first
    assert first["use"] == {
        "since": since.isoformat(),
        "until": (until - timedelta(days=1)).isoformat(),
        "all": {"scans": 20, "started": 20, "sent": "<5"},
        "parts": [
            {"name": "Thôn 3", "scans": 20, "started": 20, "sent": "<5"},
        ],
    }
    assert first["kinds"]["hamlet"] == {
        "places": 1,
        "installed": 0,
        "damaged": 0,
        "missing": 1,
        "percent": 0,
    }
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")
