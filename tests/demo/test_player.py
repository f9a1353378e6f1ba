"""The player on phones that repeat what they hear: what passes, what fails, and how it is told."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from rich.console import Console

from bot.demo import player, printing
from bot.demo.phone import Phone, PhoneError, Seen, find_button
from bot.demo.player import Played, Player, report
from bot.demo.samples import make
from bot.demo.transcript import Script, parse
from storage.media_types import sniff


class Parrot:
    """Answers everything with what it heard, and a button."""

    def __init__(self) -> None:
        self.screen: list[Seen] = []
        self.did: list[str] = []
        self.closed = False

    async def _answer(self, heard: str, **more: tuple[str, ...]) -> None:
        self.did.append(heard)
        self.screen.append(Seen(f"{len(self.screen)}", heard, mine=True))
        self.screen.append(Seen(f"{len(self.screen)}", f"Nghe: {heard}", ("Gửi luôn",), **more))

    async def scan(self, code: str) -> None:
        await self._answer(f"mã {code}")

    async def say(self, text: str) -> None:
        if text == "đổi":
            self.screen[1] = replace(self.screen[1], text="Đã đổi", buttons=())
        elif text == "xoá":
            self.screen = []
        else:
            await self._answer(text)

    async def press(self, label: str) -> None:
        await self._answer(f"nút {label}")

    async def send_file(self, name: str, content: bytes, caption: str = "") -> None:
        await self._answer(f"{name} {len(content)} {caption}", files=("photo",))

    async def messages(self) -> list[Seen]:
        return list(self.screen)

    async def close(self) -> None:
        self.closed = True


class Stage:
    def __init__(self) -> None:
        self.phones: list[Parrot] = []

    async def resident(self) -> Phone:
        self.phones.append(Parrot())
        return self.phones[-1]

    async def member(self, role: str, name: str, *, above: bool = False) -> Phone:
        phone = Parrot()
        await phone.say(f"{role} {name}")
        self.phones.append(phone)
        return phone

    async def code(self, place: str) -> str:
        if place == "Sao Hoả":
            raise PhoneError("không có nơi này")
        return place[-1]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(player, "POLL", 0.01)
    monkeypatch.setattr(player, "SETTLE", 0.02)


async def run(*lines: str) -> tuple[Script, list[Played], Stage]:
    body = "\n".join(f"- {line}" for line in lines)
    script = parse(f"# Thử\nNgười: Bà Tư (bà con), Anh Minh (cán bộ)\n{body}", "a.md")
    stage = Stage()
    played = [step async for step in Player(stage, patience=0.05).play(script)]
    assert all(phone.closed for phone in stage.phones)
    return script, played, stage


async def passes(*lines: str) -> Stage:
    _, played, stage = await run(*lines)
    assert [p.ok for p in played] == [True] * len(lines), played[-1]
    return stage


async def fails(*lines: str) -> Played:
    _, played, _ = await run(*lines)
    assert not played[-1].ok
    assert all(p.ok for p in played[:-1])
    return played[-1]


async def test_a_script_is_played_line_by_line():
    stage = await passes(
        "Bà Tư quét mã: Thôn 3",
        "Tinbao → Bà Tư: nghe: mã 3",
        "Bà Tư: tin TK-7F3K2",
        "Tinbao → Bà Tư: … {mã tin}",
        "Bà Tư bấm: gửi LUÔN",
        "Bà Tư: lại {mã tin}",
        "Tinbao → Bà Tư: … lại TK-7F3K2",
        "Bà Tư gửi ảnh: xe.jpg — đây",
        "Tinbao → Bà Tư: … xe.jpg … đây",
        "Bà Tư thấy 1 tệp",
        "Tinbao không nói với Anh Minh: … TK-7F3K2 …",
        "Tinbao không nói với Anh Minh: … officer …",
    )
    assert stage.phones[0].did[:3] == ["mã 3", "tin TK-7F3K2", "nút Gửi luôn"]


async def test_what_changes_in_place_is_new_again():
    await passes("Bà Tư: a", "Tinbao → Bà Tư: … a", "Bà Tư: đổi", "Tinbao → Bà Tư: Đã đổi")


async def test_what_is_gone_was_still_said():
    await passes("Bà Tư: a", "Tinbao → Bà Tư: … a", "Bà Tư: xoá", "Bà Tư không còn thấy: … a …")
    failed = await fails("Bà Tư: a", "Bà Tư: xoá", "Bà Tư: b", "Bà Tư không còn thấy: … b")
    assert failed.got == ("Nghe: b",)


async def test_a_new_phone_knows_nothing_but_its_owner_remembers():
    stage = await passes(
        "Bà Tư: TK-7F3K2",
        "Tinbao → Bà Tư: … {mã tin}",
        "Bà Tư đổi điện thoại",
        "Bà Tư: {mã tin}",
        "Tinbao → Bà Tư: … {mã tin}",
    )
    assert len(stage.phones) == 3


@pytest.mark.parametrize(
    "lines",
    [
        ("Bà Tư: a", "Tinbao → Bà Tư: … b"),
        ("Bà Tư: a", "Tinbao → Bà Tư: … a", "Tinbao → Bà Tư: … a"),
        ("Bà Tư: a", "Tinbao không nói với Bà Tư: … a"),
        ("Bà Tư: a", "Bà Tư không còn thấy: a"),
        ("Bà Tư: a", "Tinbao → Bà Tư: … a", "Bà Tư thấy 1 tệp"),
        ("Bà Tư bấm: Gửi luôn",),
        ("Bà Tư quét mã: Sao Hoả",),
    ],
)
async def test_what_does_not_come_fails(lines: tuple[str, ...]):
    await fails(*lines)


async def test_a_failure_is_reported_with_line_expected_and_got():
    script, played, _ = await run(
        "Bà Tư: TK-7F3K2", "Tinbao → Bà Tư: … {mã tin}", "Tinbao → Anh Minh: … {mã tin} …"
    )

    said = json.loads(json.dumps(report(script, played, 1.23456)))

    assert said == {
        "script": "a.md",
        "title": "Thử",
        "steps": 3,
        "played": 3,
        "passed": False,
        "seconds": 1.235,
        "failed": {
            "line": 5,
            "step": "Tinbao → Anh Minh: … {mã tin} …",
            "expected": "… TK-7F3K2 …",
            "got": [],
        },
    }
    assert report(script, played[:2], 1)["passed"] is False


async def test_it_is_shown_while_it_happens():
    script, played, _ = await run("Bà Tư: a [b]", "Tinbao → Bà Tư: … a [b]", "Bà Tư bấm: không có")
    out = io.StringIO()
    console = Console(file=out, width=100)
    printing.show_title(console, script)
    for step in played:
        printing.show(console, step)

    shown = out.getvalue()
    for part in ("Thử", "Bà Tư: a [b]", "Tinbao → Bà Tư: Nghe: a [b]", "dòng: 5", "Gửi luôn"):
        assert part in shown


@pytest.mark.parametrize(
    ("labels", "wanted", "found"),
    [
        (["✉️ Gửi luôn", "Thôi"], "gửi luôn", "✉️ Gửi luôn"),
        (["Không đúng", "Đúng"], "Đúng", "Đúng"),
        (["Mở TK-7F3K2"], "mở tk", "Mở TK-7F3K2"),
        (["Mở TK-7F3K2", "Mở TK-AAAAA"], "mở", None),
        (["Thôi"], "", None),
    ],
)
def test_buttons_are_found_by_their_words(labels: list[str], wanted: str, found: str | None):
    assert find_button(labels, wanted) == found


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.jpg", "image/jpeg"),
        ("a.PNG", "image/png"),
        ("a.pdf", "application/pdf"),
        ("a.ogg", "audio/ogg"),
        ("a.mp4", "video/mp4"),
        ("a.exe", None),
        ("a.txt", None),
    ],
)
def test_samples_are_what_their_names_say(name: str, kind: str | None):
    assert sniff(make(name)) == kind
