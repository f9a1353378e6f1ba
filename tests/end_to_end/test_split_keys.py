"""What the machine that faces the internet can open of what it has written itself: drafts, and
nothing that was filed or handed over.
"""

from __future__ import annotations

import asyncio
import base64
import re
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, select

from bot.demo import samples
from bot.demo.phone import Phone, find_button
from bot.domain.errors import KeyNotHere
from storage.crypto import envelope, loading
from storage.crypto.envelope import Place
from storage.crypto.keyfile import KeyFile, KeyName
from storage.crypto.keyring import Keyring
from storage.schema import metadata
from storage.stores import Stores
from tests.end_to_end.split import Installation, Machine, split
from tests.end_to_end.waiting import shows, until

pytestmark = pytest.mark.postgres

WRITTEN = {
    "contacts.sealed_address",
    "conversations.sealed_draft",
    "fetches.sealed",
    "handoffs.sealed",
    "letters.sealed",
    "messages.sealed",
    "messages.sealed_reporter",
    "notes.sealed",
    "outbox.sealed",
    "tips.sealed_private",
    "tips.sealed_reporter_private",
}
"""Sealed columns that hold something after `busy_day`."""
BY_COOKIE_OR_RECEIPT = {
    "contacts.sealed_private",
    "letters.sealed",
    "tips.sealed_reporter_private",
    "messages.sealed_reporter",
    "messages.sealed",
    "notes.sealed",
}
"""Those that no key file opens at all: they are sealed to a tip, a receipt or a cookie."""


async def busy_day(here: Installation) -> None:
    """A tip with a photo, a question, a note; then work that waits, for the desk is cut off."""
    officer = await here.officer("Anh Minh", "telegram-webhook")
    resident, guest = await here.resident("telegram-webhook"), await here.resident()
    await guest.say("Có người bán hàng cấm sau chợ, xe 84-B1.")
    await guest.press((await shows(guest, "Gửi")).buttons[0])
    await shows(officer, "Mở tin")
    await officer.press("Mở tin")
    await shows(officer, "Nhận tin")
    await officer.press("Nhận tin")
    await pressed(officer, "Ghi chú")
    await shows(officer, "nội bộ")
    await officer.say("Đã cử người đi xem.")
    await pressed(officer, "Hỏi")
    await shows(officer, "người báo")
    await officer.say("Xe màu gì ạ?")
    await shows(guest, "Xe màu gì")

    await here.desk.kill()
    await resident.send_file("anh.jpg", samples.make("anh.jpg"), "Chỗ này có người lạ.")
    await officer.say("TK-AAAAA")
    assert here.telegram is not None
    await here.telegram.settled(60)


async def pressed(phone: Phone, label: str) -> None:
    found: list[str] = []

    async def there() -> bool:
        for seen in reversed(await phone.messages()):
            name = find_button(seen.buttons, label)
            if name:
                found.append(name)
                return True
        return False

    await until(there)
    await phone.press(found[0])


async def sealed_values(here: Installation) -> list[tuple[str, Place, bytes]]:
    """Every sealed column of every row there is."""
    values = []
    async with here.admin.database.reading() as connection:
        for table in metadata.sorted_tables:
            columns = [c for c in table.c if c.name.startswith("sealed")]
            assert all(isinstance(c.type, LargeBinary) for c in columns)
            [key] = list(table.primary_key.columns) if columns else [None]
            for row in await connection.execute(select(table)) if columns else ():
                for column in columns:
                    value = row._mapping[column]
                    if value:
                        place = Place(table.name, column.name, row._mapping[key])
                        values.append((f"{table.name}.{column.name}", place, bytes(value)))
    return values


async def keyring_of(here: Installation, machine: Machine) -> Keyring:
    """With everything that lies in the machine's key folder, wanted by its roles or not."""
    async with here.admin.database.reading() as connection:
        known = await Stores(connection, Keyring()).key_register.known()
    there = {path.name for path in machine.keys.iterdir()}
    held = [k for k in known if f"{k.key_id.replace('/', '-')}.key" in there]
    assert len(held) == len(there)
    return loading.load(machine.keys, held, {k.kind for k in held})


async def test_intake_opens_nothing_that_it_wrote_but_drafts(
    postgres_url: str, tmp_path: Path
) -> None:
    async with split(postgres_url, tmp_path, telegram="webhook") as here:
        await busy_day(here)
        rows = await sealed_values(here)
        intake, desk = [await keyring_of(here, m) for m in (here.intake, here.desk)]
        opened: dict[str, Counter[str]] = {"intake": Counter(), "desk": Counter()}
        for name, ring in (("intake", intake), ("desk", desk)):
            for column, place, value in rows:
                try:
                    ring.open(value, place)
                except KeyNotHere:
                    continue
                opened[name][column] += 1

        assert {column for column, _, _ in rows} >= WRITTEN
        assert set(opened["intake"]) == {"conversations.sealed_draft"}
        # The search is a search: the other machine opens whatever a key file opens.
        assert set(opened["desk"]) >= WRITTEN - BY_COOKIE_OR_RECEIPT
        assert {"tips.sealed_private", "handoffs.sealed", "contacts.sealed_address"} <= set(
            opened["desk"]
        )
        assert not {*opened["desk"]} & BY_COOKIE_OR_RECEIPT

        async with here.admin.database.reading() as connection:
            [tip] = (await connection.execute(select(metadata.tables["tips"].c.id))).scalars()
            with pytest.raises(KeyNotHere):
                await Stores(connection, intake).tips.open(tip)
            with pytest.raises(KeyNotHere):
                await Stores(connection, intake).tips.notes(tip)
            words = [m.body.text for m in await Stores(connection, desk).tips.open(tip)]
        assert words == ["Có người bán hàng cấm sau chợ, xe 84-B1.", "Xe màu gì ạ?"]


def secrets_in(folder: Path) -> dict[str, tuple[bytes, ...]]:
    """Of every key file the ways its secret can stand in memory: whole, in halves, as text."""
    found = {}
    for path in folder.iterdir():
        text = path.read_text(encoding="ascii").split()[-1]
        raw = base64.b64decode(text)
        # ML-KEM's seed is two secrets of 32 bytes, and X25519's is a third.
        parts = [raw[start : start + 32] for start in range(0, len(raw), 32)]
        found[path.name] = (*parts, text[:40].encode(), text[-40:].encode())
    return found


def memory_of(pid: int) -> bytes:
    """Everything that a process can write to, as it is now."""
    pieces = []
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            found = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw", line)
            if not found:
                continue
            start, end = (int(number, 16) for number in found.groups())
            try:
                memory.seek(start)
                pieces.append(memory.read(end - start))
            except (OSError, OverflowError, ValueError):
                continue  # a page of the kernel's own
    return b"\n".join(pieces)


async def test_no_private_key_of_the_desk_is_in_the_memory_of_intake(
    postgres_url: str, tmp_path: Path
) -> None:
    async with split(postgres_url, tmp_path) as here:
        officer, guest = await here.officer("Lan"), await here.resident()
        await guest.say("Có người bán hàng cấm sau chợ.")
        await guest.press((await shows(guest, "Gửi")).buttons[0])
        await shows(officer, "Mở tin")
        await officer.press("Mở tin")
        await shows(officer, "Có người bán hàng cấm")
        try:
            intake, desk = [
                await asyncio.to_thread(memory_of, m.pid) for m in (here.intake, here.desk)
            ]
        except PermissionError:
            pytest.skip("this kernel lets nobody read another process's memory")
        secret = KeyFile(here.intake.keys, KeyName.parse("session")).read()
        session = envelope.derive(secret, "session drafts")
        both = {path.name for path in here.intake.keys.iterdir()}
        assert both == {"session.key", "draft-1.key"}
        private = {n: s for n, s in secrets_in(here.desk.keys).items() if n not in both}

        on_disk = [path.read_bytes() for path in here.intake.folder.rglob("*") if path.is_file()]
        assert len(on_disk) >= 3
        assert not [
            n for n, parts in private.items() for p in parts if any(p in d for d in on_disk)
        ]
        assert session.to_bytes() in intake  # the search finds what is there
        assert not [name for name, secret in private.items() if any(s in intake for s in secret)]
        lost = [name for name, secret in private.items() if not any(s in desk for s in secret)]
        assert lost == []
        assert len(private) >= 4
