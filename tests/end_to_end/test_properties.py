"""Whatever comes in whatever order, on the real engine with real keys: an answer, a declared
step, nothing lost.
"""

from __future__ import annotations

import asyncio
import itertools
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.app import App
from bot.demo.samples import make
from bot.demo.setup import UNIT, configuration, enrol, opened_as, point_code
from bot.domain.access import Role
from bot.domain.message import Address, Form, Inbound, Location, MediaKind, Refusal, Upload
from bot.domain.ports import Letter
from bot.domain.queue import Filter
from handlers.commands import parse

WEB = "web"
TELLING = [
    "Có người bán ma túy",
    "Có người bán ma tu\u0301y",
    "bán 🍬 cho trẻ con 👨‍👩‍👧",
    "x" * 10_000,
]
ODD = ["\u202eđảo ngược\u202c", "\u200f", "\x1b[31m", "  ", "2", "99", "số 1", "tan khai"]
COMMANDS = [
    "/start",
    "/huy",
    "/quaylai",
    "/lamlai",
    "/tra",
    "/xoa",
    "/english",
    "/hang-doi",
    "/web",
]
CODES = ["TB-0000-0000-0000", "0000-0000-0000-0000"]
WORDS = st.one_of(
    st.sampled_from(TELLING + ODD + COMMANDS + CODES),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40),
)
WHAT = st.one_of(
    st.tuples(st.just("say"), WORDS),
    st.tuples(st.just("press"), st.integers(0, 20)),
    st.tuples(st.just("press"), st.integers(0, 20)),
    st.tuples(st.just("old"), st.integers(0, 200)),
    st.tuples(st.just("again"), st.none()),
    st.tuples(st.just("scan"), st.sampled_from(["Thôn 3", "unknown", ""])),
    st.tuples(st.just("photo"), st.sampled_from(["", "ảnh xe"])),
    st.tuples(st.just("locate"), st.none()),
    st.tuples(st.just("refused"), st.sampled_from(list(Refusal))),
    st.tuples(st.just("form"), st.sampled_from(["", "kể trong đơn"])),
    st.tuples(
        st.just("forged"),
        st.sampled_from(["triage.open:TK-AAAAA", "x.y:z", ":", "enrol.remove:1"]),
    ),
)
EVENTS = st.lists(st.tuples(st.integers(0, 2), WHAT), max_size=20)
"""Who (two residents, one officer) and what."""
KEPT = {"intake-noted", "intake-noted-go-on", "intake-offer-again", "follow-up-passed"}
"""Sentences that promise: what was just said is not lost."""


@dataclass
class Person:
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    last: Inbound | None = None
    revision: int = 0


@dataclass
class Here:
    runner: asyncio.Runner
    app: App
    code: str
    numbers: Iterator[int] = field(default_factory=itertools.count)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Here]:
    folder = tmp_path_factory.mktemp("properties")
    with asyncio.Runner() as runner:
        service = opened_as(configuration(folder, 1))
        app = runner.run(_entered(service))
        yield Here(runner, app, runner.run(point_code(app, "Thôn 3")))
        runner.run(_left(service))


async def _entered(service: AbstractAsyncContextManager[App]) -> App:
    return await service.__aenter__()


async def _left(service: AbstractAsyncContextManager[App]) -> None:
    await service.__aexit__(None, None, None)


@settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(events=EVENTS)
def test_any_sequence_of_events(here: Here, events: list[tuple[int, tuple[str, Any]]]) -> None:
    here.runner.run(_play(here, events))


async def _play(here: Here, events: list[tuple[int, tuple[str, Any]]]) -> None:
    people = [Person(), Person(), Person()]
    await enrol(here.app, people[2].secret, Role.OFFICER, f"Đồng chí {next(here.numbers)}")
    for who, (what, value) in events:
        person = people[who]
        inbound = await _inbound(here, person, what, value)
        if inbound is None:
            continue
        before = {letter.id for letter in await here.app.mailbox.read(person.secret)}
        handled = await here.app.engine.handle(inbound)
        letters = await here.app.mailbox.read(person.secret)
        new = [x for x in letters if x.revision > person.revision or x.id not in before]
        person.revision = max((x.revision for x in letters), default=0)
        assert here.app.engine.failed == 0
        assert handled.repeat == (what == "again")
        if what == "again":
            assert new == []
            continue
        person.last = inbound
        assert any(not letter.mine for letter in new), f"no answer to {what} {value!r:.40}"
        await _is_somewhere(here, person)
        await _kept(here, person, inbound, new, officer=who == 2)


async def _is_somewhere(here: Here, person: Person) -> None:
    """At rest, or in a step that its conversation has."""
    async with here.app.stores() as stores:
        found = await stores.conversations.find(Address(WEB, person.secret))
    assert found is not None
    state = found.state
    assert not state.flow or state.step in here.app.router.flows[state.flow].steps


async def _kept(
    here: Here, person: Person, inbound: Inbound, new: list[Letter], *, officer: bool
) -> None:
    """What was promised to be kept is in the draft or in a tip that the desk can open."""
    said = inbound.form.story if inbound.form else inbound.text
    keys = {letter.reply.text.key for letter in new if not letter.mine}
    filed = [x for x in new if not x.mine and "receipt" in x.reply.text.args]
    promised = bool(keys & KEPT) and parse(said) is None
    if not said.strip() or not (promised or (filed and inbound.form)):
        return
    async with here.app.stores() as stores:
        unit = await stores.units.by_slug(UNIT)
        found = await stores.conversations.find(Address(WEB, person.secret))
        assert unit is not None
        assert found is not None
        told = []
        for state in (found.state, found.state.aside):
            told += [str(part) for part in state.draft.get("story", [])] if state else []
        tips = await stores.tips.of_contact(found.contact.id)
        if officer:
            now = here.app.clock.now()
            tips = await stores.queue.page(unit.id, Filter(), now, limit=1000)
        for tip in tips:
            told += [message.body.text for message in await stores.tips.open(tip.id)]
    assert any(said.strip() in part for part in told), f"lost: {said!r:.60}"


async def _inbound(here: Here, person: Person, what: str, value: Any) -> Inbound | None:
    address, event = Address(WEB, person.secret), secrets.token_hex(8)
    match what:
        case "say":
            return Inbound(address, event, value)
        case "scan":
            start = here.code if value == "Thôn 3" else value
            return (
                Inbound(address, event, start=start)
                if start
                else Inbound(address, event, "/start")
            )
        case "photo":
            return Inbound(address, event, value, uploads=(await _photo(here),))
        case "locate":
            return Inbound(address, event, location=Location(11.5, 106.6))
        case "refused":
            return Inbound(address, event, "kèm lời kể", refused=(value,))
        case "form":
            return Inbound(address, event, start=here.code, form=Form("use", value, "tối qua", ""))
        case "again":
            return person.last
        case "forged":
            return Inbound(address, event, choice=value)
    letters = await here.app.mailbox.read(person.secret)
    offers = [x for x in letters if any(b.payload for b in x.reply.buttons)]
    offers = offers if what == "old" else offers[-1:]
    payloads = [b.payload for x in offers for b in x.reply.buttons if b.payload]
    return Inbound(address, event, choice=payloads[value % len(payloads)]) if payloads else None


async def _photo(here: Here) -> Upload:
    async def chunks() -> AsyncIterator[bytes]:
        yield make("anh.jpg")

    file = await here.app.files.put(chunks(), 1_000_000)
    return Upload(MediaKind.PHOTO, file, size=file.size, media_type=file.media_type)
