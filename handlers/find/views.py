"""How far a search has come, as one message that changes. Heads only: what a tip says is shown
where it is opened.
"""

from __future__ import annotations

from bot.domain.finding import Progress, Stage
from bot.domain.message import Button, Reply, Text
from handlers import tip_views as views

BUTTONS: int = 8
"""Hits with a button, the newest; the others are opened by typing their reference."""


def show(progress: Progress) -> Reply:
    """The message as it stands now."""
    counts: dict[str, str | int | Text] = {
        "seen": progress.seen,
        "total": max(progress.total, progress.seen) if progress.total else 0,
        "found": len(progress.found),
    }
    parts = [Text(f"find-{progress.stage}", counts)]
    parts += [views.line(tip, progress.now) for tip in progress.found]
    if progress.unread:
        parts.append(Text("find-unread", {"n": progress.unread}))
    buttons = [
        Button(
            Text("triage-open-one", {"reference": tip.reference}), f"triage.open:{tip.reference}"
        )
        for tip in progress.found[:BUTTONS]
    ]
    if progress.stage is Stage.RUNNING:
        buttons.append(Button(Text("find-stop"), "find.stop:"))
    else:
        buttons.append(Button(Text("find-again"), "find.begin:"))
    return Reply(views.joined(parts), tuple(buttons), card=f"find:{progress.number}", protect=True)
