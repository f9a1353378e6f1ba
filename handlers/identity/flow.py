"""The identity conversation, complete: importing the parts declares their steps.

A reporter leaves a name; an officer asks for it; custodians decide.
"""

from __future__ import annotations

from handlers.identity import IDENTITY, asking, deciding, granted, leaving, withdrawing

__all__ = ["IDENTITY", "asking", "deciding", "granted", "leaving", "withdrawing"]
