"""Twenty officers at the same tips, each pressing what comes to hand, allowed or not."""

from __future__ import annotations

import random
import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from html import unescape

import aiohttp

from bot.domain.codes import grouped

OURS = {"Sec-Fetch-Site": "same-origin"}
LETTER = re.compile(r'<p class="words[^"]*"[^>]*>(.*?)</p>', re.DOTALL)
NEWEST = 3
"""Letters looked at: between a deed and the look something else may come in."""


@dataclass
class Officer:
    """Somebody's browser at the desk, whose words can be told from everybody else's."""

    url: str
    name: str
    dice: random.Random
    http: aiohttp.ClientSession
    colleagues: list[int] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)
    """Notes that the bot said it keeps."""
    asked: set[str] = field(default_factory=set)
    """Questions that the bot said went out."""
    tried: list[str] = field(default_factory=list)
    """Tips they tried to take: they come back to these."""
    count: int = 0
    leads: bool = False
    """Whether they may decide whose a tip is; everybody tries."""

    async def say(self, text: str = "", choice: str = "") -> None:
        fields = {"nonce": secrets.token_urlsafe(16), "text": text, "choice": choice}
        post = self.http.post(f"{self.url}/chat", data=fields, headers=OURS)
        async with post as answer:
            await answer.read()
            assert answer.status < 400, answer.status

    async def heard(self) -> str:
        """The newest things on the page."""
        async with self.http.get(f"{self.url}/chat") as answer:
            page = await answer.text()
        return unescape("\n".join(LETTER.findall(page)[-NEWEST:]))

    async def enrol(self, code: str) -> None:
        await self.say(f"TB-{grouped(code)}")
        await self.say(self.name)

    def words(self, what: str) -> str:
        """Words that nobody else says."""
        self.count += 1
        return f"{what} {self.name} {self.count}"

    async def act(self, reference: str) -> None:
        """One random deed to one tip, or to one that they may have taken before."""
        if self.tried and self.dice.random() < 0.6:
            reference = self.dice.choice(self.tried)
        deeds = (*DEEDS, *(assign,) * len(DEEDS)) if self.leads else DEEDS
        await self.dice.choice(deeds)(self, reference)


Deed = Callable[[Officer, str], Awaitable[None]]


def press(step: str) -> Deed:
    """One button."""

    async def deed(officer: Officer, reference: str) -> None:
        await officer.say(choice=f"{step}:{reference}")

    return deed


def steps(first: str, *then: str) -> Deed:
    """Buttons and words, one after the other: `!` before a payload presses it."""

    async def deed(officer: Officer, reference: str) -> None:
        await officer.say(choice=f"{first}:{reference}")
        for one in then:
            if one.startswith("!"):
                await officer.say(choice=one[1:])
            else:
                await officer.say(one)
        await officer.say(choice="nav.cancel:")

    return deed


async def take(officer: Officer, reference: str) -> None:
    officer.tried.append(reference)
    await officer.say(choice=f"triage.take:{reference}")


async def note(officer: Officer, reference: str) -> None:
    words = officer.words("ghi chú")
    await officer.say(choice=f"triage.note:{reference}")
    await officer.say(words)
    if "Đã lưu ghi chú nội bộ vào tin" in await officer.heard():
        officer.notes.add(words)
    await officer.say(choice="nav.cancel:")


async def ask(officer: Officer, reference: str) -> None:
    words = officer.words("câu hỏi")
    await officer.say(choice=f"triage.ask:{reference}")
    await officer.say(words)
    if "câu hỏi về tin" in await officer.heard():
        officer.asked.add(words)
    await officer.say(choice="nav.cancel:")


async def hand(officer: Officer, reference: str) -> None:
    colleague = officer.dice.choice(officer.colleagues)
    await officer.say(choice=f"progress.hand:{reference}")
    await officer.say(choice=f"progress.hand_to:{colleague}")
    await officer.say(choice="nav.cancel:")


async def assign(officer: Officer, reference: str) -> None:
    colleague = officer.dice.choice(officer.colleagues)
    await officer.say(choice=f"progress.assign:{reference}")
    await officer.say(choice=f"progress.assign_to:{colleague}")
    await officer.say(choice="nav.cancel:")


WHY = "không đủ căn cứ, đã xem tại chỗ"
DEEDS: tuple[Deed, ...] = (
    *(take,) * 4,
    press("triage.open"),
    *(note,) * 3,
    *(ask,) * 2,
    steps("triage.close", "!triage.close_outcome:right", "!triage.close_confirm:yes"),
    steps("triage.close", "!triage.close_outcome:wrong", WHY, "!triage.close_confirm:later"),
    press("progress.verify"),
    steps("progress.release", "!progress.release_confirm:yes"),
    steps("progress.reopen", WHY),
    hand,
    assign,  # which only the lead may
    press("auditing.tip"),  # which no officer may
)
