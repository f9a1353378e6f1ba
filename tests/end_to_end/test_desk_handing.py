"""A tip changes hands: handed over by its owner, assigned by a lead, never to two at once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.access import Role
from tests.end_to_end.desk_people import (
    choices,
    deeds,
    filed,
    joins,
    member,
    reported,
    tip,
    together,
    told,
)
from tests.end_to_end.village import Village, configured, village

MINH, LAN, TU, HOA = (f"telegram/{n}" for n in (2001, 2002, 2003, 2004))
BA = "telegram/9001"


@pytest.fixture
async def desk(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    """Two officers and a lead."""
    async with village(configured(tmp_path, database_url)) as there:
        await joins(there, MINH, "Anh Minh")
        await joins(there, LAN, "Chị Lan")
        await joins(there, TU, "Anh Tư", Role.LEAD)
        yield there


async def hands_over(desk: Village, chat: str, reference: str, to: int | str) -> None:
    await desk.presses(chat, f"progress.hand:{reference}")
    await desk.presses(chat, f"progress.hand_to:{to}")


async def test_who_handed_over_writes_no_more(desk: Village) -> None:
    reference = await reported(desk)
    await desk.presses(MINH, f"triage.take:{reference}")
    await desk.presses(MINH, f"triage.ask:{reference}")  # half-way through a question
    lan = await member(desk, "Chị Lan")
    await hands_over(desk, MINH, reference, lan)
    await desk.presses(MINH, f"triage.ask:{reference}")
    await desk.says(MINH, "Câu hỏi này không được gửi đi.")

    assert (await tip(desk, reference)).owner_name == "Chị Lan"
    await desk.send()
    (notice,) = [r for r in await desk.heard(LAN) if r.text.key == "progress-told-handed"]
    assert not notice.card, "it is no change of a card far up the page"
    answer = "".join((await told(desk, MINH))[-3:])
    assert "đã có Chị Lan nhận" in answer
    assert "chưa gửi cho ai" in answer
    assert f"Anh Minh bàn giao tin {reference} cho đồng chí" in (await told(desk, LAN))[-1]
    assert not any("không được gửi" in said for said in await told(desk, BA))
    await desk.presses(LAN, f"triage.ask:{reference}")
    await desk.says(LAN, "Xe màu gì ạ?")
    assert any("Xe màu gì" in said for said in await told(desk, BA))
    done = [(d.action, d.member) for d in await deeds(desk, reference)]
    assert [deed for deed in done if deed[0] in ("tip-handed-over", "tip-given")] == [
        ("tip-handed-over", "Anh Minh"),
        ("tip-given", "Chị Lan"),
    ]


async def test_a_question_half_typed_is_not_sent_after_the_lead_reassigned(desk: Village) -> None:
    reference = await reported(desk)
    await desk.presses(MINH, f"triage.take:{reference}")
    await desk.presses(MINH, f"triage.ask:{reference}")
    await desk.presses(TU, f"progress.assign:{reference}")
    await desk.presses(TU, f"progress.assign_to:{await member(desk, 'Chị Lan')}")
    await desk.says(MINH, "Câu hỏi này không được gửi đi.")

    assert not any("không được gửi" in said for said in await told(desk, BA))
    assert f"giao tin {reference} cho đồng chí" in (await told(desk, LAN))[-1]
    assert any(
        f"Anh Tư chuyển tin {reference} của đồng chí cho Chị Lan" in said
        for said in await told(desk, MINH)
    )


FORGED = ("", "0", "-1", "9" * 40, "p9999999", "pp1", "p-1", "١٢", "../1")


async def test_nobody_gets_a_tip_who_is_not_there(desk: Village) -> None:
    removed = await member(desk, "Chị Lan")
    await desk.presses(TU, f"enrol.remove:{removed}")
    await desk.presses(TU, "enrol.remove_confirm:yes")
    other = await joins(desk, HOA, "Chị Hoa", Role.COMMUNICATOR)
    mine, free = await filed(desk), await filed(desk)
    await desk.presses(MINH, f"triage.take:{mine}")
    await desk.presses(MINH, f"progress.hand:{mine}")
    await desk.presses(TU, f"progress.assign:{free}")

    for value in (*FORGED, removed, other, await member(desk, "Anh Minh")):
        await desk.presses(MINH, f"progress.hand_to:{value}")
    for value in (*FORGED, removed, other):
        await desk.presses(TU, f"progress.assign_to:{value}")

    assert (await tip(desk, mine)).owner_name == "Anh Minh"
    assert (await tip(desk, free)).owner_id is None
    for chat in (MINH, TU):
        await desk.send()
        said = [r for r in await desk.heard(chat) if r.text.key == "progress-not-there"]
        assert len(said) >= len(FORGED)
        assert "Thôi" in choices(said[-1])
    assert desk.app.engine.failed == 0


async def test_of_two_leads_one_assigns_and_the_other_hears_who_has_it(desk: Village) -> None:
    await joins(desk, HOA, "Chị Hoa", Role.LEAD)
    reference = await filed(desk)
    minh, lan = await member(desk, "Anh Minh"), await member(desk, "Chị Lan")
    for lead in (TU, HOA):
        await desk.presses(lead, f"progress.assign:{reference}")

    await together(desk, (TU, f"progress.assign_to:{minh}"), (HOA, f"progress.assign_to:{lan}"))

    owner = (await tip(desk, reference)).owner_name
    said = {chat: "\n".join(await told(desk, chat)) for chat in (TU, HOA)}
    winner, loser = (TU, HOA) if owner == "Anh Minh" else (HOA, TU)
    assert f"Đã giao tin {reference} cho {owner}" in said[winner]
    assert f"đã có {owner} nhận" in said[loser]
    rows = [d.action for d in await deeds(desk, reference)]
    assert rows.count("tip-assigned") == 1


async def test_taking_assigning_and_handing_over_at_once(desk: Village) -> None:
    lan, tu = await member(desk, "Chị Lan"), await member(desk, "Anh Tư")
    for _ in range(3):
        reference = await filed(desk)
        await desk.presses(TU, f"progress.assign:{reference}")
        await together(desk, (MINH, f"triage.take:{reference}"), (TU, f"progress.assign_to:{lan}"))
        owner = (await tip(desk, reference)).owner_name
        done = [d.action for d in await deeds(desk, reference)]
        won = ["tip-assigned", "tip-given"] if owner == "Chị Lan" else ["tip-taken"]
        assert done == won
        if owner == "Chị Lan":
            continue
        await desk.presses(MINH, f"progress.hand:{reference}")
        await desk.presses(TU, f"progress.assign:{reference}")
        await together(desk, (MINH, f"progress.hand_to:{tu}"), (TU, f"progress.assign_to:{lan}"))
        done = [d.action for d in await deeds(desk, reference)]
        assert done.count("tip-assigned") + done.count("tip-handed-over") == 1


async def test_a_tip_never_stays_with_somebody_who_is_removed_meanwhile(desk: Village) -> None:
    lan = await member(desk, "Chị Lan")
    reference = await filed(desk)
    await desk.presses(MINH, f"triage.take:{reference}")
    await desk.presses(MINH, f"progress.hand:{reference}")
    await desk.presses(TU, f"enrol.remove:{lan}")
    await together(desk, (TU, "enrol.remove_confirm:yes"), (MINH, f"progress.hand_to:{lan}"))
    assert (await tip(desk, reference)).owner_name in ("", "Anh Minh")
    assert desk.app.engine.failed == 0


async def test_who_is_removed_in_the_middle_does_nothing_more(desk: Village) -> None:
    reference = await filed(desk)
    await desk.presses(MINH, f"triage.take:{reference}")
    await desk.presses(MINH, f"progress.hand:{reference}")
    await desk.presses(TU, f"enrol.remove:{await member(desk, 'Anh Minh')}")
    await desk.presses(TU, "enrol.remove_confirm:yes")
    await desk.presses(MINH, f"progress.hand_to:{await member(desk, 'Chị Lan')}")
    assert (await tip(desk, reference)).owner_id is None
    assert desk.app.engine.failed == 0


async def test_a_unit_of_many_is_shown_by_the_page(tmp_path: Path) -> None:
    async with village(configured(tmp_path, f"sqlite+aiosqlite:///{tmp_path}/t.db")) as desk:
        await joins(desk, MINH, "Anh Minh")
        for n in range(10):
            await joins(desk, f"telegram/{3000 + n}", f"Đồng chí {n}")
        reference = await filed(desk)
        await desk.presses(MINH, f"triage.take:{reference}")
        await desk.presses(MINH, f"progress.hand:{reference}")
        await desk.send()
        assert "Trang sau →" in choices((await desk.heard(MINH))[-1])
        await desk.presses(MINH, "progress.hand_to:p1")
        await desk.send()
        last = choices((await desk.heard(MINH))[-1])
        assert "← Trang trước" in last
        await desk.presses(MINH, last["Đồng chí 9"])
        assert (await tip(desk, reference)).owner_name == "Đồng chí 9"
