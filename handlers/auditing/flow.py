"""The auditor's chat: read, filter, verify, export. Importing this declares the steps."""

from __future__ import annotations

from handlers.auditing import checking, reading
from handlers.auditing.base import AUDITING

__all__ = ["AUDITING", "checking", "reading"]
