"""The desk in chat: queue, open, take, ask back, note, close. Importing this declares them."""

from __future__ import annotations

from handlers.triage import closing, more, muting, reading, taking, writing
from handlers.triage.base import TRIAGE

__all__ = ["TRIAGE", "closing", "more", "muting", "reading", "taking", "writing"]
