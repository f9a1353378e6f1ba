"""Notes are notes: whatever is done at the desk, none reaches a reporter.

The walk tries it through the whole service; the rest reads the code: who may touch a note at all.
"""

from __future__ import annotations

import ast
import random
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from bot.demo.setup import configuration, enrol
from bot.domain import flow, message, tip
from bot.domain.access import Role
from bot.domain.message import Form
from bot.domain.tip import ThreadMessage
from bot.texts import Texts
from handlers.flows import FLOWS
from tests.end_to_end.village import OFFICER, Village, village

ROOT = Path(__file__).parents[2]
TEXTS = Texts.load(strict=True)
CANARY = "canaryghichu"
DESK = (f"web/{OFFICER}", "web/" + "another officer's own phone")
RESIDENTS = ("telegram/1", "telegram/2", "web/" + "r" * 43)
LEFT_OUT = ("intake", "follow_up", "enrol", "safety")
"""What residents do, and what would end the officers' sessions."""
WORDS = ("xe màu gì ạ?", "10", "đi ngay", "sáng nay đã tới xem nhà", "x" * 300)


class Walk:
    """Officers who write notes everywhere, and press and type whatever there is."""

    def __init__(self, here: Village, seed: int) -> None:
        self.here, self.chance = here, random.Random(seed)
        self.receipts: list[str] = []
        self.references: list[str] = []
        self.notes = 0
        self.entries = [
            f"{each.name}.{name}"
            for each in FLOWS
            if each.name not in LEFT_OUT
            for name, spec in each.steps.items()
            if spec.entry
        ]

    async def file(self) -> None:
        for n, chat in enumerate(RESIDENTS):
            reply = "one-way" if n == 1 else "ask-back"
            await self.here.says(chat, form=Form("use", "nhà cuối xóm", reply=reply))
            await self.here.send()
            receipt, reference = await self.here.receipt(chat)
            self.receipts.append(receipt)
            self.references.append(reference)

    async def step(self) -> None:
        chat, reference = self.chance.choice(DESK), self.chance.choice(self.references)
        deed = self.chance.randrange(7)
        if deed == 0:
            await self.here.presses(chat, f"triage.note:{reference}")
            await self.here.says(chat, self.note())
        elif deed == 1:
            command = self.chance.choice(("/ghichu", "/ghi-chu", "/Ghichú", "/note", "/ghi chú"))
            await self.here.says(chat, f"{command} {reference} {self.note()}")
        elif deed == 2:
            for entry in ("triage.take", "triage.ask"):
                await self.here.presses(chat, f"{entry}:{reference}")
            if self.chance.random() < 0.5:
                await self.here.says(chat, WORDS[0])
            elif self.chance.random() < 0.5:  # where a question is expected
                await self.here.says(chat, f"/ghi chú {reference} {self.note()}")
        elif deed == 3:
            await self.here.presses(chat, f"{self.chance.choice(self.entries)}:{reference}")
        elif deed == 4:
            await self.here.says(chat, self.chance.choice(WORDS))
        else:
            await self.offered(chat)

    def note(self) -> str:
        self.notes += 1
        return f"{CANARY} số {self.notes}"

    async def offered(self, chat: str) -> None:
        """One of the buttons that were shown last."""
        for reply in reversed(await self.here.heard(chat)):
            payloads = [b.payload for b in reply.buttons if b.payload]
            payloads = [p for p in payloads if p.partition(".")[0] not in LEFT_OUT]
            if payloads:
                return await self.here.presses(chat, self.chance.choice(payloads))
        return None


async def reached(here: Village, chat: str) -> list[str]:
    """Everything that a chat was ever told, its files' names and captions too."""
    found = []
    for reply in await here.heard(chat):
        texts = [reply.text, *(b.label for b in reply.buttons)]
        texts += [m.caption for m in reply.media if m.caption]
        found += [TEXTS.render(each, "vi") for each in texts]
        found += [m.data + m.name for m in reply.media]
    return found


async def test_no_note_reaches_a_reporter_whatever_officers_do(tmp_path: Path) -> None:
    async with village(configuration(tmp_path, 1)) as here:
        await enrol(here.app, DESK[1].partition("/")[2], Role.LEAD, "Đồng chí Tư")
        walk = Walk(here, 4)
        await walk.file()
        for _ in range(220):
            await walk.step()
        await here.send()
        assert here.app.engine.failed == 0

        said = [line for chat in RESIDENTS for line in await reached(here, chat)]
        for n, receipt in enumerate(walk.receipts):
            visitor = f"web/{n}{'v' * 42}"
            await here.says(visitor, f"/tra {receipt}")
            said += await reached(here, visitor)

        kept = []
        unit = await here.unit()
        async with here.app.stores() as stores:
            for reference in walk.references:
                about = await stores.tips.by_reference(unit.id, reference)
                assert about is not None
                kept += await stores.tips.notes(about.id)
        assert sum(CANARY in note.text for note in kept) > 20
        assert any("xe màu gì ạ?" in line for line in said), "the walk asked nobody anything"
        assert [line for line in said if CANARY in line] == []


def test_the_note_lies_apart_on_the_page_and_cannot_be_imitated() -> None:
    from datetime import UTC, datetime

    from bot.channels.web.letters import views
    from bot.domain.message import Reply, Text, verbatim
    from bot.domain.ports import Letter
    from handlers import tip_views

    now = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    real = tip_views.noted(tip.Note(1, now, "Lan", "nhà này quen"), now)
    fake = verbatim("🔒 Ghi chú nội bộ của Lan, vừa xong (người báo không thấy):\n\nx")
    pieces = [verbatim("đầu"), fake, real, Text("triage-queue")]
    reply = Reply(tip_views.joined(pieces, "triage-paragraphs"))
    [shown] = views([Letter(1, now, mine=False, reply=reply)], lambda t: TEXTS.render(t, "vi"), "")

    assert [part.note for part in shown.parts] == [False, True, False]
    assert "nhà này quen" in shown.parts[1].text
    assert shown.parts[0].text.startswith("đầu\n\n🔒")


TOUCHING = {
    ("handlers/transfer/moving.py", "_keep_note", "write_note"),
    ("handlers/triage/reading.py", "_show", "notes"),
    ("handlers/triage/writing.py", "_keep_note", "write_note"),
    ("storage/tips.py", "notes", "notes"),
    ("storage/tips.py", "write_note", "write_note"),
}
"""Every function that reads or writes the content of notes. Whoever adds one answers for where it
goes: nowhere but to the desk.
"""
DOSSIER = ("handlers/triage/reading.py", "_show")
SENDING = {"tell", "tell_member", "notify", "Outgoing", "send_question", "ask", "Body"}


def _functions() -> Iterator[tuple[str, ast.AsyncFunctionDef | ast.FunctionDef]]:
    for place in ("bot", "handlers", "storage"):
        for path in (ROOT / place).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef):
                    yield path.relative_to(ROOT).as_posix(), node


def _called(function: ast.AST) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "attr", getattr(node.func, "id", ""))


def test_few_functions_touch_notes_and_none_of_them_sends() -> None:
    found = {
        (path, function.name, name)
        for path, function in _functions()
        for name in _called(function)
        if name in ("notes", "write_note")
    }
    assert found == TOUCHING
    for path, function in _functions():
        if (path, function.name) in {(where, name) for where, name, _ in TOUCHING}:
            assert not SENDING & set(_called(function)), f"{path} {function.name} sends"


def test_what_is_read_of_notes_goes_into_the_dossier_alone() -> None:
    show = next(f for path, f in _functions() if (path, f.name) == DOSSIER)
    read = {
        node.targets[0].id
        for node in ast.walk(show)
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and "notes" in _called(node)
    }
    assert read == {"notes"}
    shown = [
        node
        for node in ast.walk(show)
        if isinstance(node, ast.ListComp)
        and isinstance(node.elt, ast.Call)
        and getattr(node.elt.func, "attr", "") == "noted"
    ]
    uses = [n for n in ast.walk(show) if isinstance(n, ast.Name) and n.id == "notes"]
    inside = [n for comp in shown for n in ast.walk(comp) if getattr(n, "id", "") == "notes"]
    assert len(uses) == len(inside) + 1  # and where it is set
    assert {path for path, f in _functions() if "noted" in set(_called(f))} == {
        "handlers/triage/reading.py"
    }


def test_nothing_that_is_sent_can_hold_a_note() -> None:
    sent = (message.Reply, message.Media, message.Inbound, flow.Outgoing, tip.Body, ThreadMessage)
    for kind in sent:
        assert not any("Note" in str(field.type) for field in fields(kind)), kind
    assert not issubclass(tip.Note, ThreadMessage)
    assert not {field.name for field in fields(tip.Note)} & {"body", "files"}
