"""Pictures of the conversations, drawn from what the steps declare: documentation cannot drift."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bot.domain.flow import END, Flow


def mermaid(flow: Flow) -> str:
    """A Mermaid state diagram. What every step may do, stay or end, is left out."""
    lines = ["stateDiagram-v2"]
    # Entries first, by name: the order of declaration depends on which module is imported first.
    for name, spec in sorted(flow.steps.items(), key=lambda step: (not step[1].entry, step[0])):
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


def page(flow: Flow) -> str:
    """The Markdown page of one conversation."""
    return (
        f"# {flow.name}\n\n"
        f"Drawn from `handlers/{flow.name}/` by `python -m handlers.diagram`. Every step may also "
        "stay where it is or end; entry steps (from the black dot) can be reached by a button or "
        f"command from anywhere.\n\n```mermaid\n{mermaid(flow)}```\n"
    )


def draw(flows: Iterable[Flow], folder: Path) -> None:
    """Write a page per conversation into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for flow in flows:
        (folder / f"{flow.name}.md").write_text(page(flow), encoding="utf-8")


if __name__ == "__main__":
    from handlers.flows import FLOWS

    draw(FLOWS, Path("docs/flows"))
