"""What a member can type: which step takes it, who may, what may follow it. The router leads by
this table and the help is written from it, so that neither knows a command the other does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.domain.access import Action
from handlers.commands import Command, is_receipt
from handlers.guard import REFERENCE

_CODE: Final = re.compile(r"[0-9A-Za-z_-]{6,64}")


def _nothing(rest: str) -> bool:
    return False


def _anything(rest: str) -> bool:
    return True


def _reference(rest: str) -> bool:
    return REFERENCE.fullmatch(rest) is not None


def _hours(rest: str) -> bool:
    return rest in ("8", "12", "24")


def _code(rest: str) -> bool:
    return _CODE.fullmatch(rest) is not None


@dataclass(frozen=True, slots=True)
class Typed:
    """`step`: empty for a word that residents have too. `action`: what a role must be allowed;
    None is everybody. `takes`: whether what follows the word is understood; where it is always,
    the step itself says what is amiss.
    """

    step: str = ""
    action: Action | None = None
    takes: Callable[[str], bool] = _nothing


COMMANDS: Final[Mapping[Command, Typed]] = {
    Command.QUEUE: Typed("queue.list", Action.SEE_QUEUE),
    Command.ASIDE: Typed("queue.side", Action.SEE_QUEUE),
    Command.FIND: Typed("find.begin", Action.FIND_TIPS, _anything),
    Command.NOTE: Typed("triage.note", Action.WRITE_NOTE, _anything),
    Command.KEY_IN: Typed("doors.start", Action.KEY_IN_TIP),
    Command.DUTY_BOOK: Typed("duty.book", Action.READ_DUTY_BOOK, _hours),
    Command.ROTA: Typed("duty.rota", Action.SEE_QUEUE, _anything),
    Command.POINTS: Typed("points.coverage", Action.SEE_COVERAGE),
    Command.LABELS: Typed("queue.words", Action.EDIT_WORDS),
    Command.QUESTIONS: Typed("talk.questions", Action.EDIT_WORDS),
    Command.GROUPS: Typed("queue.groups", Action.JOIN_GROUP),
    Command.COMMUNITY: Typed("outreach.groups", Action.KEEP_GROUPS),
    Command.AUDIT: Typed("auditing.read", Action.READ_AUDIT, _reference),
    Command.SESSIONS: Typed("safety.sessions"),
    Command.START: Typed(takes=_code),
    Command.BACK: Typed(),
    Command.CANCEL: Typed(),
    Command.RESTART: Typed(),
    Command.RECEIPT: Typed(takes=is_receipt),
    Command.WITHDRAW: Typed(takes=_reference),
    Command.PAGE: Typed(),
    Command.WIPE: Typed(),
    Command.ENGLISH: Typed(),
    Command.VIETNAMESE: Typed(),
    Command.HELP: Typed(takes=_anything),
}
"""In the order of the help."""
FOR_STAFF: Final[Mapping[Command, str]] = {
    command: typed.step for command, typed in COMMANDS.items() if typed.step
}
"""Words that mean nothing special to a resident, and the step each leads staff to."""
