"""Too many at once: slowed down, never dropped. Muted: aside, never lost."""

from __future__ import annotations

import asyncio
import base64
import html
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, CookieJar
from altcha import v1 as altcha
from sqlalchemy import select

from bot.demo.phone import Phone
from bot.demo.setup import UNIT
from bot.domain.queue import Filter
from bot.domain.tip import Body
from storage.schema import mutes
from tests.chromium import DESK, PHONE, chromium, in_chromium, violations
from tests.end_to_end.canaries import hits, in_tables
from tests.end_to_end.waiting import shows, until
from tests.end_to_end.world import World, world

STORY = "Nhà cuối xóm có người lạ ra vào ban đêm."


class Clock:
    """The machine's clock, moved ahead by the test."""

    ahead = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + Clock.ahead


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Clock]]:
    monkeypatch.setattr("bot.app.SystemClock", Clock)
    Clock.ahead = timedelta(0)
    yield Clock
    Clock.ahead = timedelta(0)


def visitor() -> ClientSession:
    return ClientSession(cookie_jar=CookieJar(unsafe=True))


async def form(here: World, who: ClientSession, story: str = STORY, **more: str) -> str:
    """Fill in the one-page report; the page it leads to."""
    code = await here.cast().code("Thôn 3")
    async with who.post(f"{here.url}/q/{code}/form", data={"story": story, **more}) as came:
        assert came.status == 200
        return str(came.url.path) + " " + await came.text()


async def send(here: World, who: ClientSession, **fields: str) -> str:
    data = {"choice": "intake.held:send", **fields}
    async with who.post(f"{here.url}/chat", data=data) as came:
        return str(came.url.path) + " " + await came.text()


def task_of(page: str) -> dict[str, Any]:
    found = re.search(r'data-task="([^"]+)"', page)
    assert found
    task: dict[str, Any] = json.loads(html.unescape(found[1]))
    return task


def solved(task: dict[str, Any], **changed: Any) -> str:
    answer = altcha.solve_challenge(
        task["challenge"], task["salt"], task["algorithm"], task["maxnumber"], 0
    )
    assert answer
    fields = {n: task[n] for n in ("algorithm", "challenge", "salt", "signature")}
    raw = json.dumps({**fields, "number": answer.number, **changed})
    return base64.b64encode(raw.encode()).decode()


async def filed(here: World) -> int:
    async with here.app.stores() as stores:
        unit = await stores.units.by_slug(UNIT)
        assert unit
        return await stores.queue.count(unit.id, Filter(), here.app.clock.now())


async def held(here: World, who: ClientSession) -> str:
    """The page somebody gets who has sent five already."""
    for n in range(5):
        assert "Mã biên nhận" in await form(here, who, f"{STORY} {n}")
    page = await form(here, who, STORY)
    assert page.startswith("/chat/held")
    assert await filed(here) == 5
    return page


async def test_a_proof_sends_what_was_held_and_only_once(
    database_url: str, tmp_path: Path
) -> None:
    async with world(database_url, tmp_path) as here, visitor() as who:
        task = task_of(await held(here, who))
        right = solved(task)
        assert "Mã biên nhận" in await send(here, who, proof=right, nonce="1")
        assert await filed(here) == 6
        assert (await form(here, who, "lần bảy")).startswith("/chat/held")
        assert (await send(here, who, proof=right, nonce="2")).startswith("/chat/held")
        assert await filed(here) == 6


async def test_no_wrong_proof_passes_and_nothing_is_lost(
    database_url: str, tmp_path: Path
) -> None:
    async with world(database_url, tmp_path) as here, visitor() as who, visitor() as other:
        await held(here, other)
        mine = task_of(await held_again(here, who))
        foreign = solved(task_of(await held_page(here, other)))
        stretched = mine["salt"].replace("expires=", "expires=9")
        wrong = [
            foreign,
            solved(mine, number=1),
            solved(mine, signature="0" * 64),
            solved(mine, salt=stretched),
            "not base64 at all",
            base64.b64encode(b"[1, 2]").decode(),
            base64.b64encode(b'{"number": "x"}').decode(),
        ]
        before = await filed(here)
        for n, answer in enumerate(wrong):
            page = await send(here, who, proof=answer, nonce=str(n))
            assert page.startswith("/chat/held"), n
        assert await filed(here) == before
        late = solved(task_of(await held_page(here, who)))
        assert "Mã biên nhận" in await send(here, who, proof=late, nonce="late")


async def held_page(here: World, who: ClientSession) -> str:
    async with who.get(f"{here.url}/chat/held") as came:
        return await came.text()


async def held_again(here: World, who: ClientSession) -> str:
    for n in range(5):
        await form(here, who, f"{STORY} {n}")
    return await form(here, who, STORY)


async def test_an_old_solution_is_too_late(
    clock: type[Clock], database_url: str, tmp_path: Path
) -> None:
    async with world(database_url, tmp_path) as here, visitor() as who:
        old = solved(task_of(await held(here, who)))
        clock.ahead += timedelta(minutes=11)
        assert "Mã biên nhận" in await send(here, who, nonce="1")  # the wait is over anyway
        for n in range(9):
            page = await form(here, who, f"nữa {n}")
            if page.startswith("/chat/held"):
                break
        before = await filed(here)
        assert (await send(here, who, proof=old, nonce="2")).startswith("/chat/held")
        assert await filed(here) == before


async def test_without_scripts_a_short_wait_does(
    clock: type[Clock], database_url: str, tmp_path: Path
) -> None:
    async with world(database_url, tmp_path) as here, visitor() as who:
        page = await held(here, who)
        tag = r'<noscript><meta http-equiv="refresh" content="(\d+)"></noscript>'
        (seconds,) = re.findall(tag, page)
        assert (await send(here, who, nonce="1")).startswith("/chat/held")
        clock.ahead += timedelta(seconds=int(seconds))  # it comes back when the wait is over
        assert "Đến lượt anh/chị" in await held_page(here, who)
        assert "Mã biên nhận" in await send(here, who, nonce="2")
        assert await filed(here) == 6


async def test_what_is_urgent_is_never_slowed(database_url: str, tmp_path: Path) -> None:
    async with world(database_url, tmp_path) as here, visitor() as who:
        await held(here, who)
        async with who.post(f"{here.url}/chat", data={"choice": "intake.held:danger"}) as came:
            assert "Mã biên nhận" in await came.text()
        assert "Mã biên nhận" in await form(here, who, kind="psychosis")


async def test_a_village_meeting_gets_through(database_url: str, tmp_path: Path) -> None:
    async with world(database_url, tmp_path) as here:

        async def one(n: int) -> str:
            async with visitor() as who:
                return await form(here, who, f"{STORY} {n}")

        for start in range(0, 150, 10):
            pages = await asyncio.gather(*(one(n) for n in range(start, start + 10)))
            assert all(page.startswith("/chat ") for page in pages)
        assert await filed(here) == 150
        # On a slow machine a few more may have become free while those came.
        for _ in range(40):
            async with visitor() as who:
                held = "Đang có nhiều tin" in await form(here, who)
            if held:
                break
        assert held
        assert hits(await in_tables(here.app.database), {"127.0.0.1"}) == []


async def test_on_telegram_the_draft_waits(
    clock: type[Clock], database_url: str, tmp_path: Path
) -> None:
    async with world(database_url, tmp_path, "telegram-webhook") as here:
        phone = await here.cast("telegram-webhook").resident()
        code = await here.cast("telegram-webhook").code("Thôn 3")
        for n in range(6):
            await phone.scan(code)
            await phone.say(f"{STORY} {n}")
            await shows(phone, "Gửi luôn")
            await phone.press("Gửi luôn")
            await shows(phone, "Mã biên nhận" if n < 5 else "Phần viết vẫn giữ đây")
        assert await filed(here) == 5
        clock.ahead += timedelta(minutes=15)
        await phone.press("Gửi lại")

        async def sixth() -> bool:
            return await filed(here) == 6

        await until(sixth)


async def tap(phone: Phone, label: str) -> None:
    await shows(phone, label)
    await phone.press(label)


async def report(resident: Phone, code: str, *, urgent: bool = False) -> None:
    await resident.scan(code)
    if urgent:
        await tap(resident, "Đang nguy hiểm")
        await tap(resident, "Tiếp tục báo tin khẩn")
    await resident.say(STORY)
    await tap(resident, "Gửi luôn")


async def test_a_muted_reporter_waits_aside_and_is_not_lost(
    database_url: str, tmp_path: Path
) -> None:
    async with world(database_url, tmp_path) as here:
        people = here.cast()
        resident, officer = await people.resident(), await people.member("officer", "Anh Minh")
        code = await people.code("Thôn 3")
        await report(resident, code)
        await shows(officer, "Mở tin")
        await tap(officer, "Mở tin")
        await tap(officer, "Tạm ẩn người báo này")
        await officer.say("gửi nhiều tin đùa")
        await shows(officer, "Đã tạm ẩn người báo")
        await report(resident, code)
        await shows(resident, "Mã biên nhận")
        assert await filed(here) == 1
        await report(resident, code, urgent=True)
        assert await filed(here) == 2
        await officer.say("/hang-doi")
        await shows(officer, "đang tạm ẩn")
        await tap(officer, "Tin chờ riêng (1)")
        seen = await shows(officer, "Tin chờ riêng · 1 tin")
        await officer.press(next(label for label in seen.buttons if label.startswith("Mở ")))
        await shows(officer, "đang bị tạm ẩn ở đơn vị")
        await tap(officer, "Bỏ tạm ẩn")
        await report(resident, code)
        assert await filed(here) == 3
        await resident.close()
        await officer.close()


async def test_outcomes_are_counted_only_where_wanted(database_url: str, tmp_path: Path) -> None:
    async with world(database_url, tmp_path) as here:
        people = here.cast()
        resident, officer = await people.resident(), await people.member("officer", "Anh Minh")
        code = await people.code("Thôn 3")
        for wanted, shown in (("", False), ("yes", False), ("yes", True)):
            async with here.app.stores() as stores:
                unit = await stores.units.by_slug(UNIT)
                assert unit
                await stores.unit_settings.set(unit.id, "show-outcomes", wanted)
            seen = {message.id for message in await officer.messages()}
            await report(resident, code)

            async def notified(seen: set[str] = seen) -> bool:
                # The round before left a button of the same name: the new one comes with a notice.
                new = [message for message in await officer.messages() if message.id not in seen]
                return any("Mở tin" in message.buttons for message in new)

            await until(notified)
            await officer.press("Mở tin")
            opened = (await officer.messages())[-1]
            assert ("trước đây: 1 tin đúng, 0 tin sai" in opened.text) is shown
            await tap(officer, "Nhận tin")
            await tap(officer, "Kết thúc tin")
            await tap(officer, "Đúng")
            await tap(officer, "Đồng ý kết thúc")
        await resident.close()
        await officer.close()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.browser
@in_chromium[1]
async def test_in_a_browser(scripts: bool, size: Any, tmp_path: Path) -> None:
    async with (
        world(f"sqlite:///{tmp_path / 'tinbao.db'}", tmp_path) as here,
        chromium() as opened,
    ):
        window = await opened.new_context(
            locale="vi-VN", viewport=size, java_script_enabled=scripts
        )
        page = await window.new_page()
        code = await here.cast().code("Thôn 3")
        for n in range(6):
            await page.goto(f"{here.url}/q/{code}/form")
            await page.get_by_label("Anh/chị thấy gì?").fill(f"{STORY} {n}")
            await page.get_by_role("button", name="Gửi tin").click()
            if n < 5:
                await page.wait_for_url("**/chat#last")
        if scripts:  # the proof may be done before anybody could look

            async def sixth() -> bool:
                return await filed(here) == 6

            await until(sixth)
            await page.wait_for_url("**/chat#last")
            return
        await page.wait_for_url("**/chat/held")
        assert await page.get_by_text("vẫn giữ ở đây").is_visible()
        await page.screenshot(path=str(tmp_path / "held.png"))
        Clock.ahead += timedelta(seconds=31)
        await page.reload()
        await page.get_by_role("button", name="Gửi tin").click()
        await page.wait_for_url("**/chat#last")
        assert await filed(here) == 6


@pytest.mark.browser
@in_chromium[1]
async def test_the_page_is_accessible(tmp_path: Path) -> None:
    async with (
        world(f"sqlite:///{tmp_path / 'tinbao.db'}", tmp_path) as here,
        chromium() as opened,
    ):
        window = await opened.new_context(locale="vi-VN", viewport=PHONE)
        page = await window.new_page()
        await page.route("**/static/proof.*", lambda route: route.abort())
        code = await here.cast().code("Thôn 3")
        for n in range(6):
            await page.goto(f"{here.url}/q/{code}/form")
            await page.get_by_label("Anh/chị thấy gì?").fill(f"{STORY} {n}")
            await page.get_by_role("button", name="Gửi tin").click()
            await page.wait_for_url("**/chat#last" if n < 5 else "**/chat/held")
        assert await violations(page) == []
        await page.screenshot(path=str(tmp_path / "held.png"))


async def test_nobody_stands_behind_a_one_way_tip_to_be_muted(
    database_url: str, tmp_path: Path
) -> None:
    async with world(database_url, tmp_path) as here:
        officer = await here.cast().member("officer", "Anh Minh")
        async with here.app.stores() as stores:
            unit = await stores.units.by_slug(UNIT)
            assert unit
            made = await stores.tips.file(
                unit_id=unit.id,
                point_id=None,
                kind="dealing",
                urgency="normal",
                body=Body(STORY),
                contact_id=None,
                now=here.app.clock.now(),
            )
        await officer.say(made.reference)
        await tap(officer, "Tạm ẩn người báo này")
        seen = await shows(officer, f"Tin {made.reference} không để lại đường liên lạc")
        assert "không tạm ẩn được" in seen.text
        async with here.app.database.reading() as connection:
            assert (await connection.execute(select(mutes))).all() == []
        await officer.close()
