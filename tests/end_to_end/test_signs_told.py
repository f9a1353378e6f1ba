"""Residents tell that a sign is torn or pasted over: what is kept, and who hears of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.domain.access import Role
from bot.domain.coverage import Which
from bot.domain.points import SignEvent
from storage.schema import contacts
from tests.end_to_end.offices import Seat, office, seat
from tests.end_to_end.sign_pages import Hamlet, hamlet

COVERED = "bị dán đè mã khác"
DAMAGED = "rách, mờ hoặc khó quét"


async def staff(at: Hamlet) -> dict[str, Seat]:
    """One of each role, and a lead of the unit above."""
    unit = await at.here.unit()
    found = {role.value: await seat(at.here, unit, role, f"Đồng chí {role}") for role in Role}
    above = await office(at.here, "dong-nai")
    return found | {"above": await seat(at.here, above, Role.LEAD, "Đồng chí tỉnh")}


async def heard(seats: dict[str, Seat], words: str) -> dict[str, int]:
    """How often who was told, of those who were."""
    counted = {name: (await each.heard()).count(words) for name, each in seats.items()}
    return {name: number for name, number in counted.items() if number}


async def test_the_units_own_people_hear_of_it_once_until_somebody_has_looked(
    database_url: str, tmp_path: Path
) -> None:
    async with hamlet(tmp_path, database_url) as at:
        seats = await staff(at)
        told = {"officer": 1, "lead": 1, "communicator": 1}
        await at.tells("covered")
        assert await heard(seats, COVERED) == told
        assert at.sticker.serial in await seats["officer"].heard()
        assert "Thôn 3" in await seats["officer"].heard()

        await at.tells("covered")
        at.here.clock.pass_by(days=3)
        await at.tells("covered")
        assert await heard(seats, COVERED) == told
        await at.tells("damaged")
        assert await heard(seats, DAMAGED) == told, "another thing is news"

        async with at.here.app.stores() as stores:
            sticker = await stores.stickers.get(at.sticker.id)
            assert sticker is not None
            now = at.here.clock.now()
            assert await stores.stickers.mark(sticker, SignEvent.INSPECTED, now)
        at.here.clock.pass_by(minutes=20)
        await at.tells("covered")  # on the very day somebody looked
        await at.tells("covered")
        assert await heard(seats, COVERED) == dict.fromkeys(told, 2)


async def in_chat(at: Hamlet, chat: str, what: str = "covered") -> None:
    """The quiet button after a scan, and one of two."""
    await at.here.says(chat, start=at.sticker.code)
    await at.here.presses(chat, f"nav.sign:{at.sticker.code}")
    await at.here.presses(chat, f"points.told_what:{what}")


async def looked(at: Hamlet) -> None:
    """Staff have been there."""
    async with at.here.app.stores() as stores:
        sticker = await stores.stickers.get(at.sticker.id)
        assert sticker is not None
        now = at.here.clock.now()
        assert await stores.stickers.mark(sticker, SignEvent.INSPECTED, now)


async def open_reports(at: Hamlet) -> set[SignEvent]:
    """What stands on the sign's card, and whether its place is in the list of those."""
    unit = await at.here.unit()
    async with at.here.app.stores() as stores:
        sticker = await stores.stickers.get(at.sticker.id)
        assert sticker is not None
        found = await stores.stickers.told_since(sticker)
        _, count = await stores.coverage.listed(unit.id, Which.TOLD, at.here.clock.now())
    assert count == len(found)
    return found


async def test_what_is_told_in_a_chat_reaches_the_same_people(
    database_url: str, tmp_path: Path
) -> None:
    async with hamlet(tmp_path, database_url) as at:
        seats = await staff(at)
        told = {"officer": 1, "lead": 1, "communicator": 1}
        await in_chat(at, "web/resident-one")
        assert await heard(seats, COVERED) == told
        await in_chat(at, "web/resident-two")
        await at.tells("covered")
        assert await heard(seats, COVERED) == told, "one and the same news"
        assert len(await at.history()) == 3
        await in_chat(at, "web/resident-three")
        assert len(await at.history()) == 3, "and one and the same room"


async def test_looking_at_a_sign_answers_the_reports_of_the_day_and_no_later_one_is_lost(
    database_url: str, tmp_path: Path
) -> None:
    async with hamlet(tmp_path, database_url) as at:
        seats = await staff(at)
        told = {"officer": 1, "lead": 1, "communicator": 1}
        await looked(at)
        at.here.clock.pass_by(days=1)
        await at.tells("covered")
        assert await open_reports(at) == {SignEvent.TOLD_COVERED}
        at.here.clock.pass_by(hours=2)
        await looked(at)
        assert await open_reports(at) == set()
        await in_chat(at, "web/resident-one")  # the same day, after the officer has left
        assert await heard(seats, COVERED) == dict.fromkeys(told, 2)
        (newest, *_) = await at.history()
        async with at.here.app.stores() as stores:
            sticker = await stores.stickers.get(at.sticker.id)
        assert sticker is not None
        assert sticker.inspected_at is not None
        assert newest.at - sticker.inspected_at == timedelta(milliseconds=1), (
            "their time, not ours"
        )
        assert await open_reports(at) == {SignEvent.TOLD_COVERED}
        await looked(at)
        assert await open_reports(at) == set()
        at.here.clock.pass_by(days=1)
        await in_chat(at, "web/resident-two")
        assert await open_reports(at) == {SignEvent.TOLD_COVERED}


async def test_days_are_those_of_the_unit(database_url: str, tmp_path: Path) -> None:
    """At one in the morning there it is still yesterday in UTC."""
    async with hamlet(tmp_path, database_url) as at:
        now = at.here.clock.now()
        at.here.clock.pass_by(minutes=(16 * 60 + 30 - now.hour * 60 - now.minute) % (24 * 60))
        await looked(at)  # 23:30 there
        at.here.clock.pass_by(hours=1)
        await at.tells("covered")  # 00:30 there, of the same day in UTC
        assert await open_reports(at) == {SignEvent.TOLD_COVERED}


async def test_what_is_kept_says_nothing_of_who_told(database_url: str, tmp_path: Path) -> None:
    async with hamlet(tmp_path, database_url) as at:
        async with at.here.app.database.reading() as connection:
            before = len((await connection.execute(contacts.select())).all())
        await at.tells("covered")
        await at.tells("damaged")
        async with at.here.app.database.reading() as connection:
            assert len((await connection.execute(contacts.select())).all()) == before
        rows = await at.history()
        assert {(row.what, row.who, row.has_photo) for row in rows} == {
            (SignEvent.TOLD_COVERED, "", False),
            (SignEvent.TOLD_DAMAGED, "", False),
        }
        assert {row.serial for row in rows} == {at.sticker.serial}
        assert {row.at for row in rows} == {datetime(2026, 11, 22, 17, tzinfo=UTC)}, (
            "midnight there"
        )


async def test_a_sign_takes_only_a_few_a_day_and_thanks_for_all(
    database_url: str, tmp_path: Path
) -> None:
    async with hamlet(tmp_path, database_url) as at:
        for _ in range(9):
            await at.tells("damaged")
        assert len(await at.history()) == 3
        await at.tells("covered")
        whats = [row.what for row in await at.history()]
        assert whats.count(SignEvent.TOLD_COVERED) == 1, "noise of one kind drowns no other"
        at.here.clock.pass_by(days=1)
        await at.tells("damaged")
        assert len(await at.history()) == 5


async def test_who_knows_is_not_told(database_url: str, tmp_path: Path) -> None:
    async with hamlet(tmp_path, database_url) as at:
        seats = await staff(at)
        async with at.here.app.stores() as stores:
            now = at.here.clock.now()
            assert await stores.stickers.mark(at.sticker, SignEvent.DAMAGED, now)
        await at.tells("damaged")
        assert await heard(seats, DAMAGED) == {}
        await at.tells("covered")
        assert await heard(seats, COVERED) == {"officer": 1, "lead": 1, "communicator": 1}


async def test_at_night_it_waits_for_the_morning(database_url: str, tmp_path: Path) -> None:
    async with hamlet(tmp_path, database_url) as at:
        seats = {"officer": await seat(at.here, await at.here.unit(), Role.OFFICER, "Đồng chí A")}
        await at.here.set("working-hours", "mon-fri 07:30-17:00")
        at.here.clock.pass_by(hours=9)
        await at.tells("covered")
        assert await heard(seats, COVERED) == {}
        at.here.clock.pass_by(hours=8)
        assert await heard(seats, COVERED) == {"officer": 1}


async def test_a_sign_that_has_ended_is_to_be_taken_down(
    database_url: str, tmp_path: Path
) -> None:
    async with hamlet(tmp_path, database_url) as at:
        seats = await staff(at)
        async with at.here.app.stores() as stores:
            now = at.here.clock.now()
            (member, *_) = await stores.members.of_unit(at.sticker.unit_id)
            fresh = await stores.stickers.replace(at.sticker, now, member.id)
        assert fresh is not None
        ended = at.here.clock.now()
        at.here.clock.pass_by(days=2)
        await at.tells("covered")
        assert "đã thôi dùng mà vẫn còn đó" in await seats["lead"].heard()
        async with at.here.app.stores() as stores:
            old = await stores.stickers.get(at.sticker.id)
        assert old is not None
        assert old.ended_at == ended


async def test_a_code_that_is_nobodys_leaves_nothing(database_url: str, tmp_path: Path) -> None:
    async with hamlet(tmp_path, database_url) as at:
        await at.tells("covered", "zzzzzzzzzzzz")
        assert await at.history() == []


async def test_a_short_code_opens_the_page_and_tells_nothing_itself(
    database_url: str, tmp_path: Path
) -> None:
    """Of 33 million a province has 40,000: short codes can be guessed, long ones cannot."""
    async with hamlet(tmp_path, database_url) as at:
        await at.tells("covered", at.sticker.short)  # thanked for like any other
        chat = "web/resident-one"
        await at.here.says(chat, "Có người lạ.")
        await at.here.presses(chat, f"nav.sign:{at.sticker.short}")
        await at.here.presses(chat, "points.told_what:covered")
        assert await at.history() == []

        page = await at.opens(f"/q/{at.sticker.short}")
        assert f'action="/q/{at.sticker.code}/sign"' in page
        other = "web/resident-two"
        await at.here.says(other, start=at.sticker.short)
        offered = [b.payload for reply in await at.here.heard(other) for b in reply.buttons]
        assert f"nav.sign:{at.sticker.code}" in offered
