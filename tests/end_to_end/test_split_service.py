"""Living with two machines: news crosses at once, languages are remembered, commands say where
they belong.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from aiohttp import ClientSession, CookieJar

from bot.demo import samples
from bot.demo.enrolling import enrol
from bot.demo.phone import find_button
from bot.demo.web_phone import WebPhone
from tests.end_to_end.split import INNER, INTAKE, split
from tests.end_to_end.waiting import fetched, shows, until
from tests.end_to_end.world import invitation
from tests.forked import done

pytestmark = pytest.mark.postgres


async def test_a_question_of_the_desk_reaches_the_open_page_at_once(
    postgres_url: str, tmp_path: Path
) -> None:
    async with split(postgres_url, tmp_path) as here:
        officer, guest = await here.officer("Lan"), await here.resident()
        await guest.say("Có người bán hàng cấm sau chợ.")
        await guest.press((await shows(guest, "Gửi")).buttons[0])
        await shows(officer, "Mở tin")
        await officer.press("Mở tin")
        await officer.press((await shows(officer, "Nhận tin")).buttons[0])
        asking = find_button((await shows(officer, "Hỏi")).buttons, "Hỏi")
        assert asking is not None
        await officer.press(asking)

        assert isinstance(guest, WebPhone)
        async with (
            ClientSession(cookie_jar=cookies_of(guest)) as browser,
            browser.get(f"{here.intake.url}/chat/events") as line,
            asyncio.timeout(30),
        ):
            while not (await line.content.readline()).startswith(b"id:"):
                pass  # what was there before
            await officer.say("Xe màu gì ạ?")
            lines = [b""]
            while "Xe màu gì ạ?".encode() not in lines[-1]:
                lines.append(await line.content.readline())
        # Without a line between the machines it would have come with a heartbeat.
        assert b":\n" not in lines


def cookies_of(phone: WebPhone) -> CookieJar:
    """The same browser's, in another tab."""
    assert phone._session is not None
    jar = CookieJar(unsafe=True)
    jar._cookies = phone._session.cookie_jar._cookies  # type: ignore[attr-defined]
    return jar


async def test_an_officer_on_telegram_changes_their_language(
    postgres_url: str, tmp_path: Path
) -> None:
    async with split(postgres_url, tmp_path, telegram="webhook") as here:
        officer = await here.officer("Minh", "telegram-webhook")
        await officer.say("english")
        await shows(officer, "Hello Minh")
        await officer.say("tiếng việt")

        await shows(officer, "Chào Minh.")


async def test_a_photo_of_a_resident_reaches_the_officer(
    postgres_url: str, tmp_path: Path
) -> None:
    """Received by intake, fetched by the sender, shown by the desk, served by the page."""
    async with split(postgres_url, tmp_path, telegram="webhook") as here:
        officer, resident = await here.officer("Lan"), await here.resident("telegram-webhook")
        photo = samples.make("anh.jpg")
        await resident.send_file("anh.jpg", photo, "Chỗ này có người lạ.")
        await resident.press((await shows(resident, "Gửi")).buttons[0])
        await shows(officer, "Mở tin")
        await fetched(here.world)
        await officer.press("Mở tin")
        seen = await shows(officer, "Nhận tin")

        assert seen.files == ("photo",)
        assert isinstance(officer, WebPhone)
        async with ClientSession(cookie_jar=cookies_of(officer)) as browser:
            number = seen.id.removeprefix("l")
            async with browser.get(f"{here.intake.url}/chat/file/{number}/0") as answer:
                assert answer.content_type == "image/jpeg"
                assert len(await answer.read()) > 100


async def test_staff_may_have_pages_of_their_own_on_the_inner_machine(
    postgres_url: str, tmp_path: Path
) -> None:
    """What they read then never passes through the machine that faces the internet."""
    async with split(postgres_url, tmp_path, desk=INNER) as here:
        guest = await here.resident()
        inner = WebPhone(here.desk.url)
        here.phones.append(inner)
        await enrol(inner, await invitation(here.admin, "officer"), "Lan")
        await here.intake.kill()
        await inner.say("hàng đợi")
        await shows(inner, "Hàng đợi trống")
        await here.intake.start()
        await guest.say("Có người bán hàng cấm sau chợ.")
        await guest.press((await shows(guest, "Gửi")).buttons[0])
        await shows(inner, "Mở tin")
        await inner.press("Mở tin")

        await shows(inner, "Có người bán hàng cấm sau chợ.")


async def test_the_desk_takes_up_the_key_of_a_unit_that_was_added_since(
    postgres_url: str, tmp_path: Path
) -> None:
    async with split(postgres_url, tmp_path) as here:
        new = ("unit", "add", "moi", "--name", "xã Mới", "--prefix", "MO")
        assert (await done(here.desk.folder, *new))[0] == 0
        status, said = await done(
            here.intake.folder, "invite", "--unit", "moi", "--role", "officer", "--json"
        )
        assert status == 0, said
        officer, guest = await here.resident(), await here.resident()
        await enrol(officer, json.loads(said)["code"].replace("-", "")[2:], "Lan")
        await guest.say("Có người bán hàng cấm sau chợ.")
        await guest.press((await shows(guest, "Gửi")).buttons[0])
        await guest.say("Mới")
        await shows(officer, "Mở tin")

        async def opened() -> bool:
            await officer.press("Mở tin")
            return any("bán hàng cấm" in seen.text for seen in await officer.messages())

        await until(opened, 90)


async def test_each_machine_is_checked_for_what_it_needs(
    postgres_url: str, tmp_path: Path
) -> None:
    async with split(postgres_url, tmp_path) as here:
        for slug in ("dong-nai", "tan-khai"):
            await done(here.intake.folder, "invite", "--unit", slug, "--role", "lead")
        status, said = await done(here.intake.folder, "check", "--roles", INTAKE)
        assert (status, "FAILED" in said) == (0, False), said
        status, said = await done(here.desk.folder, "check", "--roles", here.desk.roles)
        assert (status, "FAILED" in said) == (0, False), said

        status, said = await done(here.intake.folder, "check")
        assert status == 1
        assert "audit-1.key is missing" in said

        (here.intake.keys / "session.key").unlink()
        status, said = await done(here.intake.folder, "check", "--roles", INTAKE)
        assert status == 1
        assert "session.key is missing" in said


async def test_a_unit_is_added_where_the_keys_are_and_served_everywhere(
    postgres_url: str, tmp_path: Path
) -> None:
    async with split(postgres_url, tmp_path) as here:
        new = ("unit", "add", "moi", "--name", "xã Mới", "--prefix", "MO")
        before = sorted(path.name for path in here.intake.keys.iterdir())
        status, said = await done(here.intake.folder, *new)
        assert status == 2
        assert said.count("\n") == 1
        assert "another machine" in said
        assert sorted(path.name for path in here.intake.keys.iterdir()) == before

        status, said = await done(here.desk.folder, *new)
        assert status == 0, said
        status, said = await done(here.intake.folder, "unit", "list")
        assert "xã Mới" in said
        # The intake that runs has never heard of the unit's key: it looks, and files.
        guest = await here.resident()
        await guest.say("Có người bán hàng cấm sau chợ.")
        await guest.press((await shows(guest, "Gửi")).buttons[0])
        await guest.say("Mới")
        await shows(guest, "MO-")


async def test_a_pin_is_asked_for_where_the_keys_are(postgres_url: str, tmp_path: Path) -> None:
    async with split(postgres_url, tmp_path, telegram="webhook", pin_hours="12") as here:
        officer, guest = await here.officer("Minh", "telegram-webhook"), await here.resident()
        await guest.say("Có người bán hàng cấm sau chợ.")
        await guest.press((await shows(guest, "Gửi")).buttons[0])
        await shows(officer, "Mở tin")
        await officer.press("Mở tin")
        await shows(officer, "đặt một mã PIN")
        await officer.say("482915")
        await shows(officer, "nhập lại mã PIN")
        await officer.say("482915")
        await shows(officer, "Xem tiếp")
        assert "hàng cấm" not in str(await officer.messages())
        await officer.press("Xem tiếp")
        await shows(officer, "hàng cấm")

        async def unsaid() -> bool:
            return "482915" not in str(await officer.messages())

        await until(unsaid)
