"""The drawn conversations are those that run."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.flow import Flow
from handlers.diagram import page
from handlers.flows import FLOWS

FOLDER = Path(__file__).parents[2] / "docs" / "flows"


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.name)
def test_the_diagram_is_fresh(flow: Flow) -> None:
    drawn = (FOLDER / f"{flow.name}.md").read_text(encoding="utf-8")
    assert drawn == page(flow), "stale: run python -m handlers.diagram"


def test_there_is_no_diagram_of_a_conversation_that_is_gone() -> None:
    assert {path.stem for path in FOLDER.glob("*.md")} == {flow.name for flow in FLOWS}


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.name)
def test_every_declared_transition_leads_to_a_step(flow: Flow) -> None:
    flows = {each.name: each for each in FLOWS}
    for spec in flow.steps.values():
        for to in spec.leads_to:
            name, _, step = to.rpartition(".")
            assert to == "end" or step in flows[name or flow.name].steps, f"{spec.name} -> {to}"
