"""How a member asks for what `handlers.talk` does: see `test_permissions`."""

from __future__ import annotations

from bot.domain.access import Action
from tests.end_to_end.permission_case import Deed

DEEDS: dict[Action, Deed] = {}
