"""Phones with Zalo on them, as transcripts hold one: no buttons, choices are typed by number."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Protocol

from bot.demo.phone import PhoneError, Seen

PATIENCE = 5.0
STAYS = 50
"""From this number on a choice means the same for days; lower ones belong to the newest
question.
"""
_CHOICE = re.compile(r"(\d{1,3})\. (.+)")
_OTHER = re.compile(r"– (.+)")
_AWAY = re.compile(r"(?:\W*)(?:Có )?(\d+|One) (?:tệp|files?) .*Zalo.*: https?://\S+")
_LINK = re.compile(r"(.{1,80}): (https?://\S+)")

FindsShort = Callable[[str], Awaitable[str]]
"""The short code of a sign by its long one."""


class Shown(Protocol):
    """One visible message. `kind`: text, photo, voice, …"""

    @property
    def id(self) -> str: ...
    @property
    def mine(self) -> bool: ...
    @property
    def text(self) -> str: ...
    @property
    def kind(self) -> str: ...


class User(Protocol):
    """Somebody with a chat at a fake Zalo, as far as a phone needs them."""

    @property
    def chat(self) -> Sequence[Shown]:
        """What is visible now, oldest first."""
        ...

    async def says(self, text: str) -> object:
        """Type something."""
        ...

    async def sends_photo(self, content: bytes, caption: str = "") -> object:
        """Send a picture."""
        ...


@dataclass(frozen=True)
class Face:
    """What somebody makes of a message's text: its words, the choices below, the links, and how
    many files wait on the web page.
    """

    words: str
    choices: tuple[tuple[int, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    away: int = 0

    @property
    def labels(self) -> tuple[str, ...]:
        """Everything that can be chosen or opened."""
        return (*(label for _, label in self.choices), *(label for label, _ in self.links))


def read(text: str) -> Face:
    """Take a message apart. Choices stand last, with at most one line below that says how to
    answer; `– Label` can be chosen by its words alone (number 0); links stand above them.
    """
    lines = text.split("\n")
    end = len(lines)
    if end > 1 and not _CHOICE.fullmatch(lines[-1]) and _CHOICE.fullmatch(lines[-2]):
        end -= 1
    begin = end
    while begin and _CHOICE.fullmatch(lines[begin - 1]):
        begin -= 1
    numbered = [_CHOICE.fullmatch(line) for line in lines[begin:end]]
    choices = [(int(found[1]), found[2]) for found in numbered if found]
    if not choices or (begin and lines[begin - 1].strip()):
        begin, choices = len(lines), []  # a list of its own, not below an empty line
    above = lines[:begin]
    links: list[tuple[str, str]] = []
    away = 0
    while above:
        if not above[-1].strip():
            above.pop()
        elif told := _AWAY.fullmatch(above[-1]):
            away = int(told[1]) if told[1].isdecimal() else 1
            above.pop()
        elif link := _LINK.fullmatch(above[-1]):
            links.insert(0, (link[1], link[2]))
            above.pop()
        elif other := _OTHER.fullmatch(above[-1]):
            choices.append((0, other[1]))
            above.pop()
        else:
            break
    return Face("\n".join(above), tuple(choices), tuple(links), away)


class NumberedPhone:
    """One person's chat with the bot. Implements `bot.demo.phone.Phone`.

    What differs between Zalo's two platforms is how other files than pictures are sent.
    """

    name = "Zalo"

    def __init__(self, user: User, short: FindsShort | None = None) -> None:
        self.user = user
        self._short = short

    async def turn(self) -> None:
        """Wait for the bot to answer what was said last: before that nobody knows what a number
        will mean. Not for ever: some things need no answer.
        """
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.user.chat and self.user.chat[-1].mine:  # noqa: ASYNC110
            await asyncio.sleep(0.02)  # a phone has no way to be told

    async def scan(self, code: str) -> None:
        """Do as the sign's page says: open the chat and send the short code."""
        await self.turn()
        await self.user.says(f"MÃ {await self._short(code) if self._short else code}")

    async def say(self, text: str) -> None:
        """Type something."""
        await self.turn()
        await self.user.says(text)

    async def press(self, label: str) -> None:
        """Type the number of the newest choice with this label. An older question's numbers count
        no longer: of those the words are typed.
        """
        await self.turn()
        newest = True
        for shown in reversed([m for m in self.user.chat if not m.mine]):
            face = read(shown.text)
            for number, words in face.choices:
                if words == label:
                    by_number = number and (newest or number >= STAYS)
                    await self.user.says(str(number) if by_number else words)
                    return
            if any(words == label for words, _ in face.links):
                return  # it opens in the browser
            newest = newest and not face.choices
        raise PhoneError(f"{self.name} không có lựa chọn “{label}”")

    async def send_file(self, name: str, content: bytes, caption: str = "") -> None:
        """Send it the way Zalo's app sends files of such a name; words that cannot go below it
        follow.
        """
        await self.turn()
        if PurePath(name).suffix.lower() in (".jpg", ".jpeg", ".png"):
            await self.user.sends_photo(content, caption)
            return
        await self.sends_other(name, content)
        if caption:
            await self.user.says(caption)

    async def sends_other(self, name: str, content: bytes) -> None:
        """Send a file that is no picture."""
        raise NotImplementedError

    async def messages(self) -> list[Seen]:
        """The chat; files that came before a message's words are counted as that message's."""
        seen: list[Seen] = []
        loose: list[Shown] = []
        for message in self.user.chat:
            if message.kind != "text" and not message.mine:
                loose.append(message)
                continue
            seen.append(_seen(message, loose))
            loose = []
        return seen

    async def close(self) -> None:
        """Nothing to put away."""


class ZaloBotUser(User, Protocol):
    """A user of the Bot Platform."""

    async def sends_voice(self, content: bytes, suffix: str = ".m4a") -> object:
        """Send a voice message."""
        ...

    async def sends_unsupported(self) -> object:
        """Send something of which the bot learns nothing."""
        ...


class ZaloBotPhone(NumberedPhone):
    """A phone that writes to a bot of the Bot Platform."""

    name = "Zalo Bot"

    def __init__(self, user: ZaloBotUser, short: FindsShort | None = None) -> None:
        super().__init__(user, short)
        self._sender = user

    async def sends_other(self, name: str, content: bytes) -> None:
        """Recordings arrive; of documents and films the bot learns only that something came."""
        suffix = PurePath(name).suffix.lower()
        if suffix in (".ogg", ".m4a"):
            await self._sender.sends_voice(content, suffix)
        else:
            await self._sender.sends_unsupported()


def _seen(message: Shown, loose: Sequence[Shown]) -> Seen:
    own = [message] if message.kind != "text" else []
    face = Face(message.text) if message.mine else read(message.text)
    captions = [part.text for part in loose if part.text]
    return Seen(
        message.id,
        "\n".join(part for part in (*captions, face.words) if part),
        face.labels,
        (*(part.kind for part in (*loose, *own)), *["elsewhere"] * face.away),
        message.mine,
    )
