"""The flow's name, and how the duty book is put into words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.domain.duty import Shift
from bot.domain.flow import Flow
from bot.domain.message import Text
from bot.domain.tip import Outcome, TipStatus
from handlers.tip_views import joined
from handlers.words import listed

DUTY: Final = Flow("duty", version=1)


def summary(shift: Shift) -> list[Text]:
    """A shift, a line each; lists that are empty are left out."""
    lines = [
        Text(
            "duty-came",
            {
                "came": shift.came,
                "taken": shift.taken,
                "transferred": shift.transferred,
                "closed": shift.closed,
            },
        )
    ]
    ended = [_counted("outcome", o.value, shift.concluded) for o in Outcome]
    lines += _line("duty-concluded", [text for text in ended if text])
    left = [_counted("status", s.value, shift.open) for s in TipStatus]
    lines += _line("duty-open", [text for text in left if text]) or [Text("duty-none-open")]
    if shift.aside:
        lines.append(Text("duty-aside", {"n": shift.aside}))
    lists = {
        "duty-urgent": shift.urgent,
        "duty-missed": shift.missed,
        "duty-due": shift.due,
        "duty-waiting": shift.waiting,
    }
    lines += [Text(key, {"list": listed(tips)}) for key, tips in lists.items() if tips.count]
    if not any(tips.count for tips in lists.values()):
        lines.append(Text("duty-nothing-presses"))
    return lines


def _counted(what: str, name: str, counts: Mapping[str, int]) -> Text | None:
    n = counts.get(name, 0)
    return Text(f"duty-{what}-{name}", {"n": n}) if n else None


def _line(key: str, parts: list[Text]) -> list[Text]:
    return [Text(key, {"parts": joined(parts, "duty-parts")})] if parts else []
