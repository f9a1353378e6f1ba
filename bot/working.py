"""The background work of a process: which of it its roles do. A part of the composition root."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot import pictures
from bot.engine.fetcher import Fetcher
from bot.engine.handoff import Desk
from bot.engine.line import Line
from bot.engine.notices import Notices
from bot.engine.scheduler import Scheduler
from bot.engine.voices import Voices

if TYPE_CHECKING:
    from bot.app import App

Work = tuple[str, Callable[[], Awaitable[None]]]
"""What it is called in the log, and what runs until it is cancelled."""


def work_of(app: App) -> list[Work]:
    """All that this process does besides serving pages."""
    common = (app.database, app.keyring, app.clock, app.bells)
    work: list[Work] = [
        ("keys", app.rotation.run),
        ("the line to other processes", Line(app.database, app.bells).run),
    ]
    if app.roles & {"intake", "web"}:
        work.append(("counts", app.tally.run))
    if "sender" in app.roles:
        work.append(("notices", Notices(*common, app.time_outs).run))
        work.append(("voices", Voices(app.files, *common).run))
        work += [(f"outbox of {s.name}", s.run) for s in app.senders]
        work += [(f"files of {c.name}", Fetcher(c, app.files, *common).run) for c in app.platforms]
        work += [(f"upkeep of {n}", a.upkeep) for n, a in app.accounts.items() if a.upkeep]
    if "desk" in app.roles:
        work.append(("handed-over events", Desk(app.engine, *common).run))
    if "scheduler" in app.roles:
        scheduler = Scheduler(
            app.engine,
            app.files,
            app.database,
            app.keyring,
            app.clock,
            app.bells,
            zone=ZoneInfo(app.config.service.timezone),
            draw=pictures.of_digests(app.texts),
        )
        work.append(("scheduler", scheduler.run))
    if "intake" in app.roles:
        ways = app.accounts.items()
        work += [(name, partial(account.listen, app.engine)) for name, account in ways]
    return work
