"""Whatever comes, a conversation stays in a declared step, answers, and keeps its word."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.domain.flow import State
from bot.domain.message import Refusal
from handlers.commands import parse
from storage.units import Unit
from tests.handlers.harness import HAMLET, PROVINCE, ROUTER, TAN_KHAI, Phone, Village

BINH_LONG = Unit(3, "binh-long", "phường Bình Long", "BL", 1, "")

WORDS = st.one_of(
    st.text(min_size=1, max_size=40),
    st.sampled_from(
        [
            "Có người bán ma túy",
            "Có người bán ma tu\u0301y",
            "bán 🍬 cho trẻ con 👨‍👩‍👧",
            "\u202eđảo ngược\u202c",
            "\x00\x07\x1b[31m",
            "\u200f",
            "x" * 10_000,
            "/start",
            "/huy",
            "/quaylai",
            "/web",
            "/lamlai",
            "/tra",
            "/xoa",
            "/english",
            "/trogiup",
            "2",
            "99",
            "số 1",
            "tan khai",
            "0000-0000-0000-0000",
        ]
    ),
)
EVENTS = st.one_of(
    st.tuples(st.just("say"), WORDS),
    st.tuples(st.just("press"), st.integers(0, 20)),
    st.tuples(st.just("old"), st.integers(0, 200)),
    st.tuples(st.just("scan"), st.sampled_from([HAMLET.code, "old-code", "unknown", "TB-1"])),
    st.tuples(st.just("photo"), st.text(max_size=5)),
    st.tuples(st.just("locate"), st.none()),
    st.tuples(st.just("refused"), st.sampled_from(list(Refusal))),
    st.tuples(st.just("form"), st.sampled_from(["", "kể trong đơn"])),
    st.tuples(st.just("asked"), st.none()),
    st.tuples(st.just("wait"), st.none()),
    st.tuples(st.just("time_out"), st.none()),
)


KEPT = {"intake-noted", "intake-noted-go-on", "intake-offer-again", "follow-up-passed"}
"""Sentences that promise: what was just said is not lost."""


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example([("say", "START"), ("locate", None), ("say", "TAN:KHAI")], True)
@given(st.lists(EVENTS, max_size=25), st.booleans())
def test_any_sequence_of_events(events: list[tuple[str, Any]], several: bool) -> None:
    asyncio.run(_play(events, several))


async def _play(events: list[tuple[str, Any]], several: bool) -> None:
    village = Village(PROVINCE, TAN_KHAI, *([BINH_LONG] if several else []))
    village.identities.keepers_are = not several
    phone = Phone(village, 100)
    seen: list[str] = []
    for what, value in events:
        phone.replies = []
        if not await _happen(village, phone, what, value, seen):
            continue
        flow = ROUTER.flows.get(phone.state.flow)
        assert phone.state.flow == "" or (flow and phone.state.step in flow.steps)
        assert phone.replies or what == "time_out"
        seen += [b.payload for r in phone.replies for b in r.buttons if b.payload]
        assert all(len(payload.encode()) <= 64 for payload in seen)
        keys = {reply.text.key for reply in phone.replies}
        if what == "say" and keys & KEPT and parse(value) is None:
            assert any(value.strip() in told for told in _told(village, phone.state))


async def _happen(village: Village, phone: Phone, what: str, value: Any, seen: list[str]) -> bool:
    match what:
        case "say" | "scan" | "photo" | "refused":
            await getattr(phone, what)(value)
        case "locate" | "time_out":
            await getattr(phone, what)()
        case "form":
            await phone.form(HAMLET.code, story=value)
        case "press" | "old":
            payloads = seen if what == "old" else [b.payload for b in phone.state.offered]
            if not payloads:
                return False
            await phone.payload(payloads[value % len(payloads)])
        case "asked":
            if village.tips.tips:
                village.tips.ask(village.tip.id, "Ở đâu?", village.now)
            return False
        case "wait":
            village.wait(minutes=40)
            return False
    return True


def _told(village: Village, state: State | None) -> Iterator[str]:
    for bodies in village.tips.bodies.values():
        yield from (body.text for body in bodies)
    while state:
        yield from state.draft.get("story", [])
        state = state.aside
