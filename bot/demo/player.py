"""Plays a transcript on phones, and says line by line what happened."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bot.demo import pattern, samples
from bot.demo.phone import Cast, Phone, PhoneError, Seen, find_button
from bot.demo.transcript import (
    Expect,
    Files,
    Gone,
    Never,
    NewPhone,
    Press,
    Say,
    Scan,
    Script,
    SendFile,
    Step,
)

POLL: Final = 0.1
"""Seconds between two looks at a screen."""
_MORE: Final = re.compile(r"(Xem thêm|More) \(.*\)")
_STAYS: Final = re.compile(r"Zalo (không cho tôi|does not let me) ")
"""Where a platform lets nobody take messages back, people are told to do it themselves."""
SETTLE: Final = 0.5
"""Seconds to wait before believing that a message does not come."""


@dataclass(frozen=True, slots=True)
class Played:
    """A step that was played. `got`: the messages that decided it, or all that came instead."""

    step: Step
    ok: bool
    got: tuple[str, ...] = ()
    expected: str = ""


@dataclass(slots=True)
class _Person:
    name: str
    role: str
    phone: Phone
    log: list[Seen] = field(default_factory=list)
    """Every message in the order it was first seen; one that changed in place is there again."""
    shown: dict[str, Seen] = field(default_factory=dict)
    read: int = 0
    """How much of `log` was expected already."""
    turned: set[str] = field(default_factory=set)
    """Lists of choices whose next page was asked for."""
    since: int = 0
    """Where `log` stood when the script began: what comes before is only enrolling."""

    async def begin(self) -> None:
        await self.look()
        self.read = self.since = len(self.log)

    async def look(self) -> list[Seen]:
        screen = await self.phone.messages()
        for seen in screen:
            before = self.shown.get(seen.id)
            if before is None or before.text != seen.text or before.files != seen.files:
                self.log.append(seen)
            self.shown[seen.id] = seen
        return screen


async def _a_while() -> None:
    await asyncio.sleep(SETTLE)


class Player:
    """Plays one script at a time. `patience`: seconds to wait for a message or a button; `poll`:
    from one look at a screen to the next. `settle` waits until no message is on its way.
    """

    def __init__(
        self,
        cast: Cast,
        patience: float = 10.0,
        poll: float | None = None,
        settle: Callable[[], Awaitable[None]] = _a_while,
    ) -> None:
        self._cast = cast
        self._patience = patience
        self._poll = POLL if poll is None else poll
        self._settle = settle
        self._people: dict[str, _Person] = {}
        self._known: dict[str, str] = {}

    async def play(self, script: Script) -> AsyncIterator[Played]:
        """Yields each step once it is done; the first that fails is the last."""
        self._known = {}
        try:
            for name, role in script.people.items():
                above = name in script.above
                phone = await (
                    self._cast.member(role, name, above=above) if role else self._cast.resident()
                )
                self._people[name] = _Person(name, role, phone)
                if role:
                    await self._people[name].begin()
            for step in script.steps:
                played = await self._step(step)
                yield played
                if not played.ok:
                    return
        finally:
            for person in self._people.values():
                await person.phone.close()
            self._people = {}

    async def _step(self, step: Step) -> Played:
        person = self._people[step.who]
        try:
            if isinstance(step, Expect):
                return await self._expect(person, step)
            if isinstance(step, Never):
                return await self._never(person, step)
            if isinstance(step, Gone):
                return await self._gone(person, step)
            if isinstance(step, Files):
                return self._files(person, step)
            await self._act(person, step)
        except PhoneError as error:
            return Played(step, False, _texts(person.log[person.read :]), str(error))
        return Played(step, True)

    async def _act(self, person: _Person, step: Step) -> None:
        match step:
            case Scan():
                await person.phone.scan(
                    await self._cast.code(pattern.fill(step.place, self._known))
                )
            case Say():
                await person.phone.say(pattern.fill(step.text, self._known))
            case Press():
                await person.phone.press(
                    await self._label(person, pattern.fill(step.label, self._known))
                )
            case SendFile():
                await person.phone.send_file(step.name, samples.make(step.name), step.caption)
            case NewPhone():
                await person.phone.close()
                person.phone = await self._cast.resident()
                person.shown = {}
            case _:
                raise PhoneError(f"nobody knows how to play {type(step).__name__}")

    async def _label(self, person: _Person, wanted: str) -> str:
        """The button as shown, of the newest message that has it; waits for it to appear."""
        until = time.monotonic() + self._patience
        while True:
            screen = await person.look()
            for seen in reversed(screen):
                label = find_button(seen.buttons, wanted)
                if label is not None:
                    return label
            if await self._turned(person, screen):
                continue
            if time.monotonic() >= until:
                there = [label for seen in screen[-3:] for label in seen.buttons]
                raise PhoneError(
                    f"không có nút “{wanted}”; đang có: {', '.join(there) or 'không nút nào'}"
                )
            await asyncio.sleep(self._poll)

    async def _turned(self, person: _Person, screen: Sequence[Seen]) -> bool:
        """Ask for the choices that found no room in the newest list."""
        newest = next((seen for seen in reversed(screen) if seen.buttons and not seen.mine), None)
        more = [label for label in newest.buttons if _MORE.fullmatch(label)] if newest else []
        if newest is None or not more or newest.id in person.turned:
            return False
        person.turned.add(newest.id)
        await person.phone.press(more[0])
        return True

    async def _expect(self, person: _Person, step: Expect) -> Played:
        until = time.monotonic() + self._patience
        while True:
            await person.look()
            for index in range(person.read, len(person.log)):
                seen = person.log[index]
                found = None if seen.mine else pattern.read(step.pattern, seen.text, self._known)
                if found is not None:
                    self._known.update(found)
                    person.read = index + 1
                    return Played(step, True, (seen.text,))
            if time.monotonic() >= until:
                return Played(
                    step, False, _texts(person.log[person.read :]), self._filled(step.pattern)
                )
            await asyncio.sleep(self._poll)

    async def _never(self, person: _Person, step: Never) -> Played:
        await self._settle()
        await person.look()
        wrong = [
            s for s in person.log[person.since :] if not s.mine and self._like(step.pattern, s)
        ]
        return Played(step, not wrong, _texts(wrong), self._filled(step.pattern))

    async def _gone(self, person: _Person, step: Gone) -> Played:
        until = time.monotonic() + self._patience
        while True:
            screen = await person.look()
            left = [s for s in screen if self._like(step.pattern, s)]
            if left and any(_STAYS.search(s.text) for s in screen if not s.mine):
                return Played(step, True, _texts(left))
            if not left or time.monotonic() >= until:
                return Played(step, not left, _texts(left), self._filled(step.pattern))
            await asyncio.sleep(self._poll)

    def _files(self, person: _Person, step: Files) -> Played:
        seen = person.log[person.read - 1] if person.read else None
        files = seen.files if seen else ()
        return Played(step, len(files) == step.count, files, f"{step.count} tệp")

    def _like(self, wanted: str, seen: Seen) -> bool:
        return pattern.read(wanted, seen.text, self._known) is not None

    def _filled(self, wanted: str) -> str:
        filled = wanted
        for name, value in self._known.items():
            filled = filled.replace(f"{{{name}}}", value)
        return filled


def report(script: Script, played: Sequence[Played], seconds: float) -> dict[str, Any]:
    """What `tinbao demo --play --json` prints for one script; `failed` is null when it passed."""
    bad = next((p for p in played if not p.ok), None)
    return {
        "script": script.file,
        "title": script.title,
        "steps": len(script.steps),
        "played": len(played),
        "passed": bad is None and len(played) == len(script.steps),
        "seconds": round(seconds, 3),
        "failed": None
        if bad is None
        else {
            "line": bad.step.line,
            "step": bad.step.source,
            "expected": bad.expected,
            "got": list(bad.got),
        },
    }


def _texts(messages: Sequence[Seen]) -> tuple[str, ...]:
    return tuple(seen.text for seen in messages if not seen.mine) or tuple(
        seen.text for seen in messages[-1:]
    )
