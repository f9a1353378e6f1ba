"""The follow-up conversation, complete: importing the parts declares their steps."""

from __future__ import annotations

from handlers.follow_up import FOLLOW_UP, crossing, receipt, stopping, withdrawing, writing

__all__ = ["FOLLOW_UP", "crossing", "receipt", "stopping", "withdrawing", "writing"]
