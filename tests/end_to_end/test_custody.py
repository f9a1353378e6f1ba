"""A name that was left: sealed, asked for, decided, opened offline, and the reporter told."""

from __future__ import annotations

import asyncio
import io
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import select, text, update

from bot.demo.enrolling import enrol
from bot.demo.phone import Phone
from bot.demo.setup import UNIT, point_code
from bot.engine.telling import tell_due
from storage.schema import disclosures
from tests.end_to_end.canaries import hits, in_copies, in_files, in_tables
from tests.end_to_end.custody_chats import receipt_in, reference_in
from tests.end_to_end.waiting import empty_outbox, shows, until
from tests.end_to_end.world import World, world
from tests.fakes.telegram_chat import User
from tests.fakes.telegram_phone import TelegramPhone
from tests.keepers import Keeper, opened_together, registered, two

NAME = "Lê Thị Canary Danh Tính"
NUMBER = "0912 777 345"
PLAIN = "0912777345"
REASON = "cần mời làm chứng ở phiên toà"


@dataclass
class Scene:
    """Everybody."""

    here: World
    keepers: tuple[Keeper, Keeper]
    officer: Phone
    hai: User
    ba: Phone
    resident: User

    @property
    def hai_phone(self) -> TelegramPhone:
        return TelegramPhone(self.hai)


@asynccontextmanager
async def scene(database_url: str, folder: Path) -> AsyncIterator[Scene]:
    keepers = two(folder)
    async with world(database_url, folder / "service", "telegram-webhook") as here:
        telegram = here.telegram
        assert telegram is not None
        codes = await registered(here.app, UNIT, *keepers)
        hai, resident = telegram.user(2001), telegram.user(3001)
        ba = await here.cast("web").resident()
        await enrol(TelegramPhone(hai), codes[0], "Ông Hai")
        await enrol(ba, codes[1], "Bà Ba")
        officer = await here.cast("web").member("officer", "Minh")
        try:
            yield Scene(here, keepers, officer, hai, ba, resident)
        finally:
            for phone in (ba, officer):
                await phone.close()


async def tells(at: Scene) -> str:
    """The resident goes all the way to the review, leaves a name, and sends; the receipt."""
    who = at.resident
    await who.scans(await point_code(at.here.app, "Thôn 3"))
    await who.hears("Thôn 3")
    await who.says("nhà cuối xóm có người lạ")
    await who.hears("ghi lại")
    for button, answer in (
        ("Xong", "loại nào"),
        ("Sử dụng", "lúc nào"),
        ("Bỏ qua", "chỗ"),
        ("Bỏ qua", "xem lại"),
        ("Để lại tên", "gõ họ tên"),
    ):
        await who.presses(button)
        await who.hears(answer)
    await who.says(NAME)
    await who.hears("số điện thoại")
    await who.says("không có")
    await who.hears("chưa giống")
    await who.says(NUMBER)
    confirm = (await who.hears("Để lại cho")).text
    assert "09•••••45" in confirm
    await who.presses("Để lại")
    await who.hears("xem lại giúp.*L… T… C…")
    await who.presses("Gửi luôn")
    sealed = await who.hears("đã được niêm phong")
    assert PLAIN not in sealed.text
    return (await who.hears("[0-9A-Z]{4}(-[0-9A-Z]{4}){3}")).text


async def asks(at: Scene) -> None:
    """The officer takes the tip and asks."""
    await shows(at.officer, "Mở tin")
    await at.officer.press("Mở tin")
    assert "có để lại tên" in (await shows(at.officer, "nhà cuối xóm")).text
    await at.officer.press("Nhận tin")
    await at.officer.press("Mở tin")
    await shows(at.officer, "Xin danh tính")
    await at.officer.press("Xin danh tính")
    await at.officer.say("ngắn")
    await shows(at.officer, "Lý do cần từ")
    await at.officer.say(REASON)
    await shows(at.officer, "tới 2 người giữ khoá")


async def decides(phone: Phone, button: str, *, later: str = "") -> None:
    await shows(phone, "đang chờ")
    await phone.press("Yêu cầu đang chờ")
    assert REASON in (await shows(phone, button)).text
    await phone.press(button)
    await shows(phone, "vì sao")
    await phone.say("đã xem hồ sơ, đủ căn cứ")
    await shows(phone, "Báo ngay")
    await phone.press(later or "Báo ngay")
    if later:
        await shows(phone, "Căn cứ pháp luật")
        await phone.say("theo điều 20, đang điều tra")


async def test_two_custodians_open_what_was_left_on_telegram(
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    log_lines: io.StringIO,
) -> None:
    temp = tmp_path / "service" / "tmp"
    temp.mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", str(temp))
    async with scene(database_url, tmp_path) as at:
        receipt = await tells(at)
        reference = reference_in(receipt)

        async def unsaid() -> bool:
            return not any(NAME in m.text or NUMBER in m.text for m in at.resident.chat)

        await until(unsaid)  # typed words leave the chat
        await asks(at)
        assert NAME not in str(await at.officer.messages())

        await decides(at.ba, "Đồng ý")
        await shows(at.ba, "chờ những người giữ khoá khác")
        await at.resident.says("/tra " + receipt_in(receipt))
        await at.resident.hears("đang niêm phong")
        assert not any("yêu cầu xem" in m.text for m in at.resident.chat), "not decided yet"
        assert not any(m.kind == "document" for m in at.hai.chat)
        await decides(at.hai_phone, "Đồng ý")

        await shows(at.officer, "đã đồng ý mở danh tính")
        await at.resident.hears(f"Có yêu cầu xem tên.*{reference}.*đã đồng ý", 15)
        assert "Hai" not in at.resident.chat[-1].text
        await shows(at.hai_phone, "tinbao custodian open")
        (file,) = [m for m in at.hai.chat if m.kind == "document"]
        assert (file.filename, file.protected) == (f"phong-bi-{reference}.txt", False)
        await shows(at.ba, "Lấy phong bì")
        await at.ba.press("Lấy phong bì")
        assert "document" in (await shows(at.ba, "tinbao custodian open")).files

        await at.hai_phone.say("/batdau")  # should the message be lost, the envelope is not
        await shows(at.hai_phone, "Yêu cầu đang chờ")
        await at.hai_phone.press("Yêu cầu đang chờ")
        await shows(at.hai_phone, "Lấy phong bì")
        await at.hai_phone.press("Lấy phong bì")

        async def twice() -> bool:
            sent = [m.content for m in at.hai.chat if m.kind == "document"]
            return sent == [file.content] * 2

        await until(twice)

        opened = opened_together(at.keepers, file.content, tmp_path, reference)
        assert NAME in opened
        assert PLAIN in opened
        await at.officer.press("Mở tin")
        await shows(at.officer, "Xin danh tính")
        await at.officer.press("Xin danh tính")
        await shows(at.officer, "Phong bì đang ở")

        deeds = await audited(at)
        assert deeds.count("identity-approved") == 2
        assert deeds.count("identity-disclosed") == 3
        assert {"identity-requested", "identity-disclosed"} <= set(deeds)
        await empty_outbox(at.here)
        found = [*in_files(tmp_path / "service"), *await in_tables(at.here.app.database)]
        copies = await in_copies(at.here.app, tmp_path)
        assert all(b"identity-disclosed" in content for _, content in copies)
        found += [*copies, ("the log", log_lines.getvalue().encode())]
        assert hits(found, {NAME, NUMBER, PLAIN, REASON}) == []


async def test_the_form_a_refusal_and_telling_later(database_url: str, tmp_path: Path) -> None:
    async with scene(database_url, tmp_path) as at:
        page = await by_form(at.here, await point_code(at.here.app, "Thôn 3"))
        assert NAME not in page
        assert PLAIN not in page
        assert "niêm phong" in page
        receipt = receipt_in(page)
        await asks(at)
        await at.officer.press("Xin danh tính")
        await shows(at.officer, "đã gửi rồi")
        await shows(at.hai_phone, "đang chờ")
        await at.hai_phone.press("Yêu cầu đang chờ")
        await shows(at.hai_phone, "Đồng ý")
        await decides(at.ba, "Không đồng ý", later="Lùi 60 ngày")
        await shows(at.ba, "Đã từ chối")
        await shows(at.officer, "không đồng ý mở danh tính")
        await shows(at.hai_phone, "đã bị từ chối")
        await at.hai_phone.press("Đồng ý")  # an old button decides nothing
        await shows(at.hai_phone, "không còn phải quyết định")

        who = at.resident
        await who.says(f"/tra {receipt}")
        await who.hears("đang niêm phong")
        assert not any("không đồng ý" in m.text for m in who.chat), "the delay was recorded"
        app = at.here.app
        assert await tell_due(app.database, app.keyring, app.clock, app.bells) == 0
        await sixty_days_pass(at)
        assert await tell_due(app.database, app.keyring, app.clock, app.bells) == 1
        assert await tell_due(app.database, app.keyring, app.clock, app.bells) == 0
        await who.hears("không đồng ý, tên vẫn niêm phong")

        await who.says(f"/tra {receipt}")
        await who.hears("không đồng ý.*")
        await who.hears("đang niêm phong")
        await who.presses("Rút lại tên")
        await who.hears("Rút lại tên đã để lại")
        await who.presses("Rút lại")
        await who.hears("Đã xoá tên")
        await at.officer.press("Xin danh tính")
        await shows(at.officer, "không còn")
        deeds = await audited(at)
        assert {"identity-refused", "identity-withdrawn"} <= set(deeds)
        assert "identity-disclosed" not in deeds
        assert hits(await in_tables(app.database), {NAME, NUMBER, PLAIN}) == []


async def test_a_custodian_who_was_removed_decides_no_more(
    database_url: str, tmp_path: Path
) -> None:
    async with scene(database_url, tmp_path) as at:
        await tells(at)
        lead = await at.here.cast("web").member("lead", "Hùng")
        await asks(at)
        await shows(at.ba, "đang chờ")
        await lead.say("/batdau")
        await shows(lead, "Thành viên")
        await lead.press("Thành viên")
        await shows(lead, "Xoá Bà Ba")
        await lead.press("Xoá Bà Ba")
        await shows(lead, "Đồng ý xoá")
        await lead.press("Đồng ý xoá")
        await shows(lead, "đang treo: Bà Ba")
        async with at.here.app.stores() as stores:
            unit = await stores.units.by_slug(UNIT)
            assert unit is not None
            known = await stores.custodians.of_unit(unit.id)
            code = await stores.invites.create(
                unit.id, "custodian", at.here.app.clock.now(), known[1].id
            )
        again = await at.here.cast("web").resident()
        await enrol(again, code, "Bà Ba mới")
        # Both at once: one of them is the last, and the envelope goes out once.
        await asyncio.gather(decides(again, "Đồng ý"), decides(at.hai_phone, "Đồng ý"))
        await shows(at.officer, "đã đồng ý mở danh tính")
        assert (await audited(at)).count("identity-disclosed") == 1
        await lead.close()
        await again.close()


async def sixty_days_pass(at: Scene) -> None:
    """For the one request that waits to be told."""
    now = at.here.app.clock.now()
    async with at.here.app.database.transaction() as connection:
        row = (await connection.execute(select(disclosures.c.tell_after))).one()
        assert timedelta(days=59) < row.tell_after - now <= timedelta(days=60)
        await connection.execute(
            update(disclosures).values(tell_after=row.tell_after - timedelta(days=60))
        )


async def by_form(here: World, code: str) -> str:
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(here.url, cookie_jar=jar) as browser:
        async with browser.get(f"/q/{code}/form") as page:
            assert "<details" in await page.text()
        fields = {"kind": "use", "story": "nhà cuối xóm có người lạ", "name": NAME}
        form = aiohttp.FormData(fields | {"phone": NUMBER})
        async with browser.post(f"/q/{code}/form", data=form) as page:
            assert page.status == 200
            return await page.text()


async def audited(at: Scene) -> list[str]:
    async with at.here.app.database.reading() as connection:
        rows = await connection.execute(text("SELECT action FROM audit"))
        return [row.action for row in rows]
