"""Until when a reporter's platform takes an answer, as the desk and the reporter are told.

Counted from what was written in this tip, and not from when its chat was last heard of: two tips
that showed the same minute would be known to be one person's.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.channels import shows
from bot.domain.flow import Turn
from bot.domain.message import Text
from bot.domain.queue import day_and_time
from bot.domain.tip import ThreadMessage

if TYPE_CHECKING:
    from storage.windows import Windows


def for_days(turn: Turn) -> str:
    """Ends the key of a sentence that says where a reporter is asked: one of its own where the
    platform takes questions for some days only.
    """
    return "-for-days" if shows(turn.inbound.address.channel).answers else ""


async def window_text(
    tip_id: int, thread: Sequence[ThreadMessage], now: datetime, windows: Windows
) -> Text | None:
    """One line; None where there is nothing to tell: no chat has a window, or another has none."""
    last = max((said.at for said in thread if not said.author), default=None)
    can = [shows(channel) for channel in await windows.channels_of(tip_id)]
    if last is None or not can or any(each.answers is None for each in can):
        return None
    answers = max(each.answers for each in can if each.answers)
    free = max(each.free or each.answers for each in can if each.answers)
    state = "free" if now < last + free else "paid" if now < last + answers else "closed"
    about = {"free": day_and_time(last + free), "until": day_and_time(last + answers)}
    return Text(f"triage-window-{state}", dict(about))
