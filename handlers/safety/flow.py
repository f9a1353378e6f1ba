"""Staff's own safety, complete: importing the parts declares their steps."""

from __future__ import annotations

from handlers.safety import pin, sessions
from handlers.safety.base import SAFETY

__all__ = ["SAFETY", "pin", "sessions"]
