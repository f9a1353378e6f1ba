"""The auditor on a running service: reads, filters, verifies, exports; on the web and Telegram."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import cli
from bot.demo.phone import Phone
from bot.demo.setup import UNIT, point_code
from bot.demo.web_phone import WebPhone
from bot.domain.chain import Reminder, key_text
from bot.domain.chain_verifier import verify
from bot.engine.notary import sign_due
from bot.engine.scheduler import Scheduler
from storage.crypto import signing
from tests.end_to_end.canaries import hits, in_tables
from tests.end_to_end.test_permissions import Hand, member
from tests.end_to_end.waiting import empty_outbox, shows
from tests.end_to_end.world import Platform, World, world
from tests.fakes.telegram_phone import TelegramPhone

STORY = "canary kể: nhà cuối xóm đêm nào cũng có xe"
WHY = "canary lý do: bà Tư nhờ xem hộ"


class LaterClock:
    """The service's clock, moved on."""

    def __init__(self, world: World, by: timedelta) -> None:
        self._clock, self._by = world.app.clock, by

    def now(self):  # type: ignore[no-untyped-def]
        return self._clock.now() + self._by


@asynccontextmanager
async def village(
    database_url: str, folder: Path, platform: Platform = "web"
) -> AsyncIterator[tuple[World, Phone, str]]:
    """A tip that Anh Minh opened and asked about; the auditor's phone; the tip's reference."""
    async with world(database_url, folder, platform) as here:
        cast = here.cast(platform)
        resident, officer = await cast.resident(), await cast.member("officer", "Anh Minh")
        auditor = await cast.member("auditor", "Chị Hoa")
        await resident.scan(await point_code(here.app, "Thôn 3"))
        await shows(resident, "Thôn 3")
        await resident.say(STORY)
        await shows(resident, "ghi lại")
        await resident.press("Gửi luôn")
        notice = await shows(officer, "Tin mới")
        found = re.search(r"TK-[0-9A-Z]{5}", notice.text)
        assert found
        await officer.press("Mở tin")
        await shows(officer, "cuối xóm")
        yield here, auditor, found[0]
        for phone in (resident, officer, auditor):
            await phone.close()


async def unit_id(here: World) -> int:
    async with here.app.stores() as stores:
        unit = await stores.units.by_slug(UNIT)
        assert unit is not None
        return unit.id


@pytest.mark.parametrize("platform", ["web", "telegram-webhook"])
async def test_the_file_from_chat_is_verified_by_the_command_alone(
    database_url: str,
    tmp_path: Path,
    platform: Platform,
    capsys: pytest.CaptureFixture[str],
) -> None:
    async with village(database_url, tmp_path, platform) as (here, auditor, reference):
        await sign_due(here.app.database, here.app.keyring, here.app.clock)
        await auditor.say("/nhat-ky")
        await shows(auditor, f"Anh Minh mở tin {reference}")
        await auditor.press("Kiểm tra chuỗi")
        said = await shows(auditor, "Chuỗi nguyên vẹn")
        await auditor.press("Xuất tệp")
        await shows(auditor, "Tệp nhật ký")
        content = await document(here, auditor)
        async with here.app.stores() as stores:
            keys = await stores.audit_chains.keys()

    file = tmp_path / "nhat-ky.txt"
    file.write_bytes(content)
    kept = next(str(r) for r in map(Reminder.parse, said.text.splitlines()) if r)
    public = "\n".join(key_text(*pair) for pair in keys.items())
    arguments = ["audit", "verify", str(file), "--public-key", public, "--checkpoint", kept]
    capsys.readouterr()
    assert cli.run(arguments) == 0
    assert "OK      tan-khai" in capsys.readouterr().out
    assert f'"action":"tip-opened","subject":"{reference}"'.encode() in content
    assert b'"action":"audit-read"' in content
    assert b'"action":"audit-exported"' in content

    file.write_bytes(content.replace(b"Anh Minh", "Chị Lan".encode(), 1))
    assert cli.run(arguments) == 1
    assert "changed" in capsys.readouterr().out


async def document(here: World, phone: Phone) -> bytes:
    """The newest file that the bot sent, as the phone would save it."""
    if isinstance(phone, TelegramPhone):
        await empty_outbox(here)
        newest = [m for m in phone.user.chat if m.kind == "document"][-1]
        assert newest.filename == "nhat-ky-tan-khai.jsonl"
        assert not newest.protected, "the auditor must be able to take it away"
        return newest.content
    assert isinstance(phone, WebPhone)
    letter = next(s for s in reversed(await phone.messages()) if "document" in s.files)
    number = re.sub(r"\D", "", letter.id)
    assert phone._session is not None
    async with phone._session.get(f"{here.url}/chat/file/{number}/0") as answer:
        assert answer.status == 200
        assert (
            answer.headers["Content-Disposition"]
            == 'attachment; filename="nhat-ky-tan-khai.jsonl"'
        )
        assert answer.content_type == "text/plain"
        return await answer.read()


async def test_the_file_is_nobody_elses(database_url: str, tmp_path: Path) -> None:
    async with village(database_url, tmp_path) as (here, auditor, _):
        await auditor.say("/nhat-ky")
        await auditor.press("Xuất tệp")
        letter = next(s for s in reversed(await auditor.messages()) if "document" in s.files)
        stranger = WebPhone(here.url)
        await stranger.say("chào")
        assert stranger._session is not None
        path = f"{here.url}/chat/file/{re.sub(r'[^0-9]', '', letter.id)}/0"
        async with stranger._session.get(path) as answer:
            assert answer.status == 404
        await stranger.close()


async def test_filters_and_pages(database_url: str, tmp_path: Path) -> None:
    async with village(database_url, tmp_path) as (here, auditor, reference):
        async with here.app.stores() as stores:
            for n in range(20):
                await stores.audit.record(
                    "unit-setting",
                    now=here.app.clock.now(),
                    unit_id=await _unit(stores),
                    subject=f"thử={n}",
                )
        await auditor.say("/nhat-ky")
        newest = (await shows(auditor, "Nhật ký · tất cả")).text
        assert "thử=19" in newest
        assert "thử=12" in newest
        assert "thử=11" not in newest
        await auditor.press("Cũ hơn →")
        older = (await shows(auditor, "thử=11")).text
        assert "thử=4" in older
        assert "thử=3" not in older
        assert "thử=12" not in older

        await auditor.press("Lọc theo tin")
        await shows(auditor, "gõ mã tin")
        await auditor.say(reference.lower())
        of_tip = (await shows(auditor, f"Nhật ký · tin {reference}")).text
        assert f"Có tin mới {reference}" in of_tip
        assert f"Anh Minh mở tin {reference}" in of_tip
        assert "thử" not in of_tip

        await auditor.press("Lọc theo người")
        await auditor.press("Anh Minh")
        of_member = (await shows(auditor, "Nhật ký · Anh Minh")).text
        assert f"Anh Minh mở tin {reference}" in of_member
        assert "Anh Minh (cán bộ) vào đơn vị" in of_member
        assert "Chị Hoa" not in of_member

        await auditor.press("Quyền bị từ chối")
        await shows(auditor, "quyền bị từ chối: chưa có dòng nào")
        await auditor.say(f"/nhat-ky {reference}")
        await shows(auditor, f"Chị Hoa xem nhật ký {reference}")


async def _unit(stores) -> int:  # type: ignore[no-untyped-def]
    unit = await stores.units.by_slug(UNIT)
    return int(unit.id)


async def test_a_touched_row_is_told_in_chat(database_url: str, tmp_path: Path) -> None:
    async with village(database_url, tmp_path) as (here, auditor, reference):
        async with here.app.database.transaction() as connection:
            await connection.execute(
                text("UPDATE audit SET subject = 'TK-00000' WHERE action = 'tip-opened'")
            )
        await auditor.say("/nhat-ky")
        await auditor.press("Kiểm tra chuỗi")

        said = await shows(auditor, "Nhật ký bị đứt ở dòng")
        assert "changed" in said.text
        assert reference not in said.text


async def test_reasons_are_read_at_the_desk_and_leave_no_trace_in_clear(
    database_url: str, tmp_path: Path
) -> None:
    async with village(database_url, tmp_path) as (here, auditor, reference):
        async with here.app.stores() as stores:
            await stores.audit.record(
                "identity-requested",
                now=here.app.clock.now(),
                unit_id=await _unit(stores),
                subject=reference,
                why=WHY,
            )
        await auditor.say("/nhat-ky")
        await shows(auditor, f"xin mở danh tính ở tin {reference} — lý do: {WHY}")
        await auditor.press("Xuất tệp")
        content = await document(here, auditor)

        places = [("the file", content), *await in_tables(here.app.database)]
        assert hits(places, [WHY, STORY]) == []


async def test_nobody_but_the_auditor_gets_at_it(database_url: str, tmp_path: Path) -> None:
    async with world(database_url, tmp_path) as here:
        from bot.domain.access import Role

        for number, role in enumerate(set(Role) - {Role.AUDITOR}):
            hand: Hand = await member(here, role, f"Anh {number}")
            for step in ("read", "tip", "members", "verify", "export", "tip_named"):
                await hand.forge(f"auditing.{step}:")
            await hand.say("/nhat-ky")
            screen = await hand.screen()
            assert screen.count("không xem được nhật ký") == 6, screen
            assert "Nhật ký ·" not in screen
            await hand.close()


async def test_the_scheduler_signs_every_hour_and_when_much_has_happened(
    database_url: str, tmp_path: Path
) -> None:
    async with world(database_url, tmp_path) as here:
        app = here.app

        async def numbers(after: timedelta) -> tuple[int, int]:
            clock = LaterClock(here, after)
            scheduler = Scheduler(app.engine, app.files, app.database, app.keyring, clock)
            await scheduler.do_due()
            async with app.stores() as stores:
                found = await stores.audit_chains.newest(UNIT)
                [verdict] = await stores.audit_chains.verify(clock.now(), UNIT)
            assert verdict.fault is None
            return (found.number, found.seq) if found else (0, 0)

        async def happens(times: int) -> None:
            async with app.stores() as stores:
                for _ in range(times):
                    await stores.audit.record(
                        "audit-read", now=app.clock.now(), unit_id=await _unit(stores)
                    )

        first = await numbers(timedelta())
        assert await numbers(timedelta(hours=2)) == first, "nothing new, nothing to sign"
        await happens(1)
        assert await numbers(timedelta(hours=4)) == (first[0] + 1, first[1] + 1)
        await happens(1)
        assert await numbers(timedelta(hours=4, minutes=30)) == (first[0] + 1, first[1] + 1)
        await happens(250)
        assert await numbers(timedelta(hours=4, minutes=40)) == (first[0] + 2, first[1] + 252)


async def test_verifying_needs_the_keys_that_signed(database_url: str, tmp_path: Path) -> None:
    async with village(database_url, tmp_path) as (here, _, _):
        async with here.app.stores() as stores:
            await stores.audit_chains.sign(here.app.clock.now())
            lines = await stores.audit_chains.export(here.app.clock.now(), UNIT)

        [verdict] = verify(lines, {}, signing.verify)
        assert verdict.fault is not None
        assert verdict.fault.kind == "signature"
