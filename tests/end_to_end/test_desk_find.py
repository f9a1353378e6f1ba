"""Finding tips by words: what is found, what is shown, what is kept of it (nothing), who may."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.demo.setup import enrol
from bot.domain.access import Role
from bot.domain.message import Form, Reply
from bot.engine import searching
from bot.texts import Texts
from storage.schema import messages, searches, tip_labels, tips, unit_labels
from tests.end_to_end.canaries import hits, in_tables
from tests.end_to_end.village import OFFICER, Village, configured, village

TU, NAM, BAY = "telegram/1", "telegram/2", "telegram/3"
LAN, MINH = f"web/{OFFICER}", "web/the colleague's own phone"
RED = "Đêm qua có xe máy màu đỏ canary đỗ trước nhà hoang"
BLUE = "Nhóm người lạ đi xe tải màu xanh giao hàng ban đêm"
TEXTS = Texts.load()


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with village(configured(tmp_path, database_url)) as there:
        await enrol(there.app, MINH.partition("/")[2], Role.OFFICER, "Đồng chí Minh")
        yield there


async def tip(here: Village, chat: str, story: str, kind: str = "dealing") -> str:
    await here.says(chat, form=Form(kind, story, reply="ask-back"))
    await here.send()
    return (await here.receipt(chat))[1]


async def last(here: Village, chat: str) -> Reply:
    await here.app.engine.searches.idle()
    return (await here.heard(chat))[-1]


async def told(here: Village, chat: str = LAN) -> str:
    return TEXTS.render((await last(here, chat)).text, "vi")


async def found(here: Village, words: str) -> str:
    await here.says(LAN, words)
    return await told(here)


async def test_words_are_found_with_or_without_marks_whatever_their_order(here: Village) -> None:
    red, blue = await tip(here, TU, RED), await tip(here, NAM, BLUE, "transport")
    await here.presses(LAN, f"triage.take:{blue}")
    await here.presses(LAN, f"triage.note:{blue}")
    await here.says(LAN, "Biển số tỉnh khác")
    for words in ("/tim màu đỏ", "/tìm MAU DO xe", "/find nha hoang"):
        said = await found(here, words)
        assert "đã xem 2 tin, thấy 1" in said
        assert red in said
        assert blue not in said
        assert "canary" not in said
    assert blue in await found(here, "/tim biển số")
    assert "thấy 0" in await found(here, "/tim ma")  # a syllable, not letters within one
    assert "thấy 2" in await found(here, "/tim xe màu")
    assert f"triage.open:{red}" in [b.payload for b in (await last(here, LAN)).buttons]


async def test_it_is_one_message_that_changes(here: Village) -> None:
    await tip(here, TU, RED)
    await here.says(LAN, "/tim xe")
    await here.app.engine.searches.idle()
    cards = [r.card for r in await here.heard(LAN) if r.card.startswith("find:")]
    assert len(cards) == 1


async def test_filters_are_typed_or_pressed(here: Village) -> None:
    red, blue = await tip(here, TU, RED), await tip(here, NAM, BLUE, "transport")
    unit = await here.unit()
    async with here.app.stores() as stores:
        point = (await stores.points.of_unit(unit.id))[0]
        row = await stores.tips.by_reference(unit.id, red)
        assert row is not None
        db = stores.connection
        await db.execute(update(tips).where(tips.c.id == row.id).values(point_id=point.id))
        await db.execute(unit_labels.insert().values(unit_id=unit.id, name="xe lạ"))
        await db.execute(tip_labels.insert().values(tip_id=row.id, name="xe lạ"))
    for words, hit in (
        (f"diem:{point.name} xe", red),
        ("xe loai:vận chuyển", blue),
        ("nhan:xe la màu", red),
        ("tu:23/11/2026 den:23/11 tải", blue),
    ):
        said = await found(here, f"/tim {words}")
        assert hit in said, words
        assert "thấy 1" in said, words
    assert "thấy 0" in await found(here, "/tim den:22/11 xe")
    for words, why in (
        ("diem:không đâu", "điểm"),
        ("loai:", "loại"),
        ("nhan:không", "nhãn"),
        ("tu:31/2", "tu:1/11"),
        ("den:mai", "den:23/11"),
    ):
        await here.says(LAN, f"/tim xe {words}")
        assert why in await told(here)

    await here.says(LAN, "/tim")
    await here.presses(LAN, "find.words:kind")
    await here.presses(LAN, "find.pick:transport")
    await here.presses(LAN, "find.words:week")
    await here.presses(LAN, "find.words:go")
    assert blue in await told(here)
    await here.says(LAN, "/tim")
    await here.presses(LAN, "find.words:point")
    await here.presses(LAN, "find.pick:99999999999999999999")
    await here.presses(LAN, "find.pick:none")
    await here.says(LAN, "màu đỏ")
    assert red in await told(here)
    assert here.app.engine.failed == 0


async def test_a_reference_opens_its_tip(here: Village) -> None:
    red = await tip(here, TU, RED)
    await here.says(LAN, f"/tim {red.lower()}")
    assert RED in await told(here)
    await here.says(LAN, "/tim")
    await here.says(LAN, red)
    assert f"triage.open:{red}" in [b.payload for b in (await last(here, LAN)).buttons]


async def test_a_damaged_row_stops_nothing(here: Village) -> None:
    await tip(here, TU, BLUE)
    red = await tip(here, NAM, RED)
    async with here.app.database.transaction() as connection:
        broken = update(messages).where(
            messages.c.tip_id.in_(
                tips.select().with_only_columns(tips.c.id).order_by(tips.c.id).limit(1)
            )
        )
        await connection.execute(broken.values(sealed=b"\x01garbage"))
    said = await found(here, "/tim xe")
    assert "đã xem 2 tin" in said
    assert "1 tin không mở được" in said
    assert red in said


async def test_what_is_looked_for_is_kept_nowhere(here: Village) -> None:
    await tip(here, TU, BLUE)
    await here.says(LAN, "/tim canarytim xanh")
    await told(here)
    found = hits(await in_tables(here.app.database), ["canarytim"])
    assert found == []
    letters = [x.reply for x in await here.app.mailbox.read(OFFICER) if x.mine]
    assert "canarytim" not in repr([TEXTS.render(reply.text, "vi") for reply in letters])
    unit = await here.unit()
    async with here.app.stores() as stores:
        entries = await stores.audit.of_unit(unit.id)
    mine = [entry for entry in entries if entry.action == "tips-searched"]
    assert [(entry.subject, entry.why) for entry in mine] == [("", None)]


async def test_it_can_be_stopped_and_a_new_one_ends_the_old(
    here: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "BATCH", 1)
    for number in range(5):
        await tip(here, f"telegram/{number}", RED)
    await here.says(LAN, "/tim xe")
    await here.presses(LAN, "find.stop:")
    await here.app.engine.searches.idle()
    said = [TEXTS.render(r.text, "vi") for r in await here.heard(LAN)]
    assert any("Đã bảo dừng" in x for x in said) or any("Tìm xong" in x for x in said)
    async with here.app.database.reading() as connection:
        assert (await connection.execute(searches.select())).all() == []
    await here.presses(LAN, "find.stop:")
    assert "Không có lần tìm nào" in await told(here)


async def test_who_is_removed_meanwhile_is_shown_nothing(
    here: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    await tip(here, TU, RED)
    unit = await here.unit()
    await here.says(MINH, "chào")
    async with here.app.stores() as stores:
        minh = next(m for m in await stores.members.of_unit(unit.id) if m.name.endswith("Minh"))
    began = here.app.engine.searches.begin
    jobs: list[tuple[object, ...]] = []
    monkeypatch.setattr(here.app.engine.searches, "begin", lambda *job: jobs.append(job))
    await here.says(MINH, "/tim xe")
    async with here.app.stores() as stores:
        await stores.members.remove(minh.id, here.clock.now())
    began(*jobs[0])  # type: ignore[arg-type]
    await here.app.engine.searches.idle()
    said = "".join(TEXTS.render(r.text, "vi") for r in await here.heard(MINH))
    assert "đã xem 0 tin" in said
    assert "thấy 1" not in said


async def test_a_resident_is_no_officer(here: Village) -> None:
    await tip(here, TU, RED)
    await here.says(NAM, "/tim xe")
    await here.presses(NAM, "find.begin:")
    await here.presses(NAM, "find.stop:")
    await here.app.engine.searches.idle()
    async with here.app.database.reading() as connection:
        assert (await connection.execute(searches.select())).all() == []
    assert here.app.engine.failed == 0
