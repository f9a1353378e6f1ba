"""The help in chat: what one may type, how a command is used, what was not understood."""

from __future__ import annotations

from bot.domain.access import may
from bot.domain.flow import Turn
from bot.domain.message import Text
from handlers.commands import Command, Said, parse
from handlers.helping.table import COMMANDS
from handlers.tip_views import joined


def say_help(turn: Turn, asked: str) -> None:
    """All that this person may type; of a command that a member names, how it is used."""
    if turn.who.member_id is None:
        turn.say("help-resident")
        return
    named = parse(f"/{asked.lstrip('/')}") if asked else None
    if named and _may_type(turn, named.command):
        turn.say(_use(named.command))
        return
    if asked:
        turn.say("helping-unknown")
    lines = [Text(f"helping-line-{one.value}") for one in COMMANDS if _may_type(turn, one)]
    turn.say("helping-all", lines=joined(lines))


def fitting(turn: Turn, said: Said) -> Said:
    """A member's command without what was typed after it in vain, of which they are told."""
    if turn.who.member_id is None or not said.rest or COMMANDS[said.command].takes(said.rest):
        return said
    if _may_type(turn, said.command):
        turn.say("helping-extra", use=_use(said.command))
    return Said(said.command)


def _may_type(turn: Turn, command: Command) -> bool:
    action = COMMANDS[command].action
    return action is None or may(turn.who.role, action)


def _use(command: Command) -> Text:
    return Text(f"helping-use-{command.value}")
