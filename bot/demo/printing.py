"""Shows a transcript on a terminal while it is played."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from bot.demo.player import Played
from bot.demo.transcript import Expect, Files, Gone, Never, Script


def show_title(console: Console, script: Script) -> None:
    """The script's title and people, before it begins."""
    console.print()
    console.print(Text(script.title, style="bold"), Text(script.file, style="dim"))


def show(console: Console, played: Played) -> None:
    """One step: what somebody did, or what came back; a failure with what came instead."""
    step = played.step
    if isinstance(step, Expect) and played.ok:
        _line(console, "Tinbao → " + step.who, _short("\n".join(played.got)), "green")
    elif isinstance(step, Expect | Never | Gone | Files):
        _line(
            console, "✓" if played.ok else "✗", step.source, "green" if played.ok else "bold red"
        )
    else:
        _line(console, step.who, step.source.removeprefix(step.who).lstrip(": "), "cyan")
    if not played.ok:
        _line(console, "  dòng", str(step.line), "red")
        _line(console, "  cần", played.expected, "red")
        for got in played.got or ("(không có gì)",):
            _line(console, "  thấy", _short(got), "red")


def _line(console: Console, head: str, words: str, style: str) -> None:
    console.print(Text.assemble((f"{head}: ", style), words), soft_wrap=False)


def _short(words: str, most: int = 240) -> str:
    one_line = " ".join(words.split())
    return one_line if len(one_line) <= most else one_line[: most - 1] + "…"
