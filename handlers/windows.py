"""Until when a reporter's platform takes an answer, as the desk is told."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.channels import shows
from bot.domain.errors import SealError
from bot.domain.message import Text
from bot.domain.queue import day_and_time

if TYPE_CHECKING:
    from storage.tips import Tips
    from storage.windows import Windows


async def window_text(tip_id: int, now: datetime, tips: Tips, windows: Windows) -> Text | None:
    """One line; None where there is nothing to tell: no chat has a window, or another has none."""
    heard: list[tuple[str, datetime]] = []
    for contact_id in await tips.contacts_of(tip_id):
        try:
            found = await windows.for_desk(contact_id)
        except SealError:
            found = None
        if found is None:
            return None
        heard.append(found)
    if not heard:
        return None
    channel, at = max(heard, key=lambda each: each[1])
    can = shows(channel)
    if can.answers is None or can.free is None:
        return None
    state = "free" if now < at + can.free else "paid" if now < at + can.answers else "closed"
    about = {"free": day_and_time(at + can.free), "until": day_and_time(at + can.answers)}
    return Text(f"triage-window-{state}", dict(about))
