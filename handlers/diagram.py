"""Pictures of the conversations, drawn from what the steps declare: documentation cannot drift."""

from __future__ import annotations

from bot.domain.flow import END, Flow


def mermaid(flow: Flow) -> str:
    """A Mermaid state diagram. What every step may do, stay or end, is left out."""
    lines = ["stateDiagram-v2"]
    for name, spec in flow.steps.items():
        if spec.entry:
            lines.append(f"    [*] --> {name}")
        for to in spec.leads_to:
            lines.append(f"    {name} --> {'[*]' if to == END else _state(to)}")
        if not spec.leads_to:
            lines.append(f"    {name} --> [*]")
    foreign = {to for spec in flow.steps.values() for to in spec.leads_to if "." in to}
    lines[1:1] = [f'    state "{to}" as {_state(to)}' for to in sorted(foreign)]
    return "\n".join(lines) + "\n"


def _state(step: str) -> str:
    return step.replace(".", "__")
