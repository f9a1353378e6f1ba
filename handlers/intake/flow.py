"""The intake conversation, complete: importing the parts declares their steps.

welcome ── (unit) ── kind ── (danger) ── story ── when ── where ── review ── receipt
                                           └───────── "send now" ──────────────┘
"""

from __future__ import annotations

from handlers.intake import INTAKE, coding, holding, opening, reviewing, telling

__all__ = ["INTAKE", "coding", "holding", "opening", "reviewing", "telling"]
