"""The flow's name and what its two halves share."""

from __future__ import annotations

from typing import Final

from bot.domain.access import Role
from bot.domain.flow import Flow
from bot.domain.message import Text

ENROL: Final = Flow("enrol", version=1)


def role_text(role: str) -> Text:
    """A role's name; one that is not in the table any more is shown as it is stored."""
    return Text(f"enrol-role-{role}") if role in tuple(Role) else Text("enrol-role-other")
