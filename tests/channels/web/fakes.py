"""An engine that does as it is told, letters and files in memory: the web page's world, small."""

from __future__ import annotations

import asyncio
import itertools
import secrets
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.channels.web.settings import Place
from bot.domain.errors import FileRefused, SealError, StoreUnavailable
from bot.domain.message import Inbound, Media, Refusal, Reply, StoredFile, Text, verbatim
from bot.domain.points import SignEvent
from bot.domain.ports import Handled, Letter
from bot.domain.signs import Sign

START = datetime(2026, 11, 22, 7, 5, tzinfo=UTC)
MAGIC = {b"\xff\xd8": "image/jpeg", b"%PDF": "application/pdf", b"\x89PNG": "image/png"}
PLACES = {
    "thon3": Place(
        "Thôn 3",
        "xã Tân Khai",
        "0271 3888 113",
        above="tỉnh Đồng Nai",
        code="thon3",
        short="7F3K2X",
        sign=Sign(3, "Asia/Ho_Chi_Minh"),
    ),
    "cu": Place(
        "Thôn 9", "xã Tân Khai", revoked=True, code="cu", sign=Sign(9, "Asia/Ho_Chi_Minh")
    ),
    "xss": Place("<script>alert(1)</script>", '"><img src=x onerror=alert(2)>', code="xss"),
    "khac": Place("Thôn 1", "xã Minh Đức", code="khac", channels=("telegram", "web", "zalo")),
}
SHORT = {"7F3K2X": "thon3"}


async def place(code: str, *, form: bool = False) -> Place | None:
    """What a code stands for."""
    return PLACES.get(SHORT.get(code, code))


@dataclass
class Signs:
    """Counts and news of signs, in memory."""

    scans: list[int] = field(default_factory=list)
    news: list[tuple[int, SignEvent]] = field(default_factory=list)
    down: bool = False

    def scanned(self, sign: Sign) -> None:
        self.scans.append(sign.id)

    def started(self, sign: Sign) -> None:
        raise AssertionError("this is the engine's to say")

    async def told(self, sign: Sign, what: SignEvent) -> None:
        if self.down:
            raise StoreUnavailable("the disk is full")
        self.news.append((sign.id, what))


class MemoryMailbox:
    """Letters by cookie."""

    def __init__(self) -> None:
        self.letters: defaultdict[str, list[Letter]] = defaultdict(list)
        self.wiped: list[str] = []
        self._numbers = itertools.count(1001)
        self._bells: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)

    def post(self, secret: str, reply: Reply, *, mine: bool = False) -> Letter:
        """Add a letter, or replace the one with its card."""
        number = next(self._numbers)
        at = START + timedelta(seconds=20 * (number - 1000))
        box = self.letters[secret]
        for i, old in enumerate(box):
            if reply.card and old.card == reply.card:
                box[i] = Letter(old.id, old.at, mine, reply, reply.card, number)
                break
        else:
            box.append(Letter(number, at, mine, reply, reply.card, number))
        self._bells[secret].set()
        return box[-1]

    async def read(self, secret: str, after: int = 0) -> list[Letter]:
        return [letter for letter in self.letters[secret] if letter.revision > after]

    async def letter(self, secret: str, letter_id: int) -> Letter | None:
        return next((x for x in self.letters[secret] if x.id == letter_id), None)

    async def wait(self, secret: str, timeout: float) -> bool:
        bell = self._bells[secret]
        bell.clear()
        try:
            await asyncio.wait_for(bell.wait(), timeout)
        except TimeoutError:
            return False
        return True

    async def wipe(self, secret: str) -> None:
        self.wiped.append(secret)
        self.letters.pop(secret, None)
        self._bells[secret].set()


class MemoryFiles:
    """Files in memory; takes JPEG, PNG and PDF by their first bytes."""

    def __init__(self) -> None:
        self.content: dict[str, bytes] = {}
        self.largest_chunk = 0

    async def put(
        self, chunks: AsyncIterator[bytes], limit: int, into: StoredFile | None = None
    ) -> StoredFile:
        content = bytearray()
        async for chunk in chunks:
            self.largest_chunk = max(self.largest_chunk, len(chunk))
            content += chunk
            if len(content) > limit:
                raise FileRefused(Refusal.TOO_LARGE)
        kinds = [kind for magic, kind in MAGIC.items() if content.startswith(magic)]
        if not kinds:
            raise FileRefused(Refusal.WRONG_TYPE if content else Refusal.EMPTY)
        file = StoredFile(secrets.token_hex(16), bytes(32), kinds[0], len(content))
        self.content[file.id] = bytes(content)
        return file

    async def get(self, file: StoredFile) -> AsyncIterator[bytes]:
        if file.id not in self.content:
            raise SealError("missing")
        content = self.content[file.id]
        for at in range(0, len(content), 1000):
            yield content[at : at + 1000]

    async def seen(self, file: StoredFile) -> StoredFile:
        if file.id not in self.content:
            raise SealError("missing")
        return file

    async def delete(self, file_id: str) -> None:
        self.content.pop(file_id, None)


Answer = Callable[[Inbound], list[Reply]]


class EchoEngine:
    """Keeps what came, echoes it as a letter and answers with `answer`."""

    def __init__(self, mailbox: MemoryMailbox) -> None:
        self.came: list[Inbound] = []
        self.down = False
        self.fails: Exception | None = None
        self.answer: Answer = lambda _: [Reply(Text("intake-noted"))]
        self._mailbox = mailbox
        self._seen: set[tuple[str, str]] = set()

    async def handle(self, inbound: Inbound) -> Handled:
        if self.down:
            raise StoreUnavailable("the disk is full")
        if self.fails:
            raise self.fails
        event = (inbound.address.id, inbound.event_id)
        if event in self._seen:
            return Handled(repeat=True, contact_id=0)
        self._seen.add(event)
        self.came.append(inbound)
        said = inbound.text or inbound.choice or (inbound.form.story if inbound.form else "")
        media = tuple(Media(u.kind, u.file) for u in inbound.uploads)
        if said or media:
            self._mailbox.post(inbound.address.id, Reply(verbatim(said), media=media), mine=True)
        for reply in self.answer(inbound):
            self._mailbox.post(inbound.address.id, reply)
        return Handled(repeat=False, contact_id=1)

    async def park(self, channel: str, raw: bytes) -> None:
        raise AssertionError("the page parks nothing")
