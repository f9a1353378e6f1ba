"""A file that kills whatever cleans it takes nothing else along: what was told goes on its way."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.demo.samples import make
from tests.end_to_end.waiting import shows
from tests.end_to_end.world import Platform, world

KILLED = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
FULL = (
    "import sys; sys.path.insert(0, sys.argv[1]); from bot.cleaning import worker; "
    "worker.work = lambda *_: bytearray(3 << 30); worker.main('clean')"
)


@pytest.mark.parametrize("does", [KILLED, FULL], ids=["killed", "out of memory"])
@pytest.mark.parametrize("platform", ["web", "telegram-webhook"])
async def test_the_conversation_outlives_the_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: Platform, does: str
) -> None:
    async with world(f"sqlite+aiosqlite:///{tmp_path}/t.db", tmp_path, platform) as here:
        cast = here.cast(platform)
        officer, resident = await cast.member("officer", "Minh"), await cast.resident()
        await resident.scan(await cast.code("Thôn 3"))
        await resident.say("Nhà cuối xóm có người lạ.")
        await shows(resident, "Gửi luôn")
        with monkeypatch.context() as hostile:
            hostile.setattr("bot.cleaning.cleaner._START", does)
            await resident.send_file("anh.jpg", make("anh.jpg"))
            await shows(resident, "Tệp này nặng quá")
        await resident.send_file("anh.jpg", make("anh.jpg"))
        await shows(resident, "Gửi luôn")
        await resident.press("Gửi luôn")
        await shows(officer, "Mở tin")
        await officer.press("Mở tin")
        card = (await shows(officer, "1 tệp, xem bên dưới")).text
        assert "người lạ" in card
        # On the web the file was refused before it was part of the report.
        assert ("1 tệp không nhận được" in card) == (platform != "web")
        assert len([name async for name in here.app.files.ids()]) == 1
        for phone in (officer, resident):
            await phone.close()
