"""Moves a conversation one event on: the router chooses a step, the step answers, its declared
transition is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final, cast

from bot.domain.flow import END, Flow, Go, State, Turn
from bot.domain.routing import Router

if TYPE_CHECKING:
    from storage.audit import Audit
    from storage.members import Members

TRAIL: Final = 16


async def converse(turn: Turn, router: Router, stores: Mapping[str, object]) -> None:
    """Run one event through the flows. Changes `turn` (its state included) and nothing else.

    Raises `FlowError` for an undeclared transition, and whatever a step raises.
    """
    _mend(turn.state, router.flows)
    go = await router.route(turn, stores)
    flow = router.flows[go.flow]
    _enter(turn, go, router.flows)
    if go.ask_only:
        await flow.ask(go.step, turn, stores)
    else:
        to = await flow.run(go.step, turn, stores)
        await _follow(turn, flow, go.step, to, router, stores)
    if turn.refused:
        await _record_refusals(turn, stores)
    turn.state.offered = next(
        (tuple(b for b in r.buttons if b.payload) for r in reversed(turn.replies) if r.buttons), ()
    )


async def _record_refusals(turn: Turn, stores: Mapping[str, object]) -> None:
    """Of members and of those who were: anybody else may be a reporter, and leaves no trace."""
    member_id, unit_id = turn.who.member_id, turn.who.unit_id
    if member_id is None or unit_id is None:
        former = await cast("Members", stores["members"]).former(turn.who.contact_id)
        if former is None:
            return
        member_id, unit_id = former
    audit = cast("Audit", stores["audit"])
    for action in dict.fromkeys(turn.refused):
        await audit.refused(action, now=turn.now, unit_id=unit_id, member_id=member_id)


def rests(state: State) -> bool:
    """Whether there is nothing to remember."""
    return not state.flow and not state.offered


async def _follow(
    turn: Turn, flow: Flow, step: str, to: str, router: Router, stores: Mapping[str, object]
) -> None:
    if to == END:
        aside = turn.state.aside
        turn.state = aside or State()
        if aside and not turn.wiped:
            await router.flows[aside.flow].ask(aside.step, turn, stores)
        return
    if "." in to:
        name, to = to.split(".", 1)
        flow = router.flows[name]
        turn.state.flow, turn.state.version, turn.state.trail = name, flow.version, ()
    elif to == step:
        if not turn.replies:
            await flow.ask(step, turn, stores)
        return
    else:
        turn.state.trail = (*turn.state.trail, step)[-TRAIL:]
    turn.state.step = to
    await flow.ask(to, turn, stores)


def _enter(turn: Turn, go: Go, flows: Mapping[str, Flow]) -> None:
    state = turn.state
    if not state.flow:
        state.flow, state.step, state.version = go.flow, go.step, flows[go.flow].version
    elif state.flow != go.flow:
        turn.state = _changed(state, go, flows)
    elif state.step != go.step:
        state.step = go.step


def _changed(state: State, go: Go, flows: Mapping[str, Flow]) -> State:
    """Another flow begins, or is taken up again where it was put aside; what was told in others is
    not dropped for what came between. One state of each flow at the most waits.
    """
    waiting = {each.flow: each for each in reversed(list(_asides(state)))}
    found = waiting.pop(go.flow, None)
    line = list(reversed(waiting.values()))
    keeps = state.flow in flows and flows[state.flow].keeps
    if state.draft and (keeps or not (line or found)):
        line = [state, *(each for each in line if each.flow != state.flow)]
    aside = None
    for each in reversed(line):
        each.aside = aside
        aside = each
    begun = found or State(go.flow, version=flows[go.flow].version)
    begun.step, begun.aside = go.step, aside
    return begun


def _asides(state: State) -> Iterator[State]:
    """What was put aside, the last first."""
    while state.aside:
        state = state.aside
        yield state


def _mend(state: State, flows: Mapping[str, Flow]) -> None:
    """After an upgrade a stored step may be gone: begin that flow again, with the draft kept."""
    flow = flows.get(state.flow)
    if not state.flow:
        return
    if flow is None:
        state.flow, state.step = "", ""
    elif state.step not in flow.steps:
        state.step = next(iter(flow.steps))
    if flow is not None:
        state.version = flow.version
