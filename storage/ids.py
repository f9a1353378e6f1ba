"""Row ids: 63 bits, rising with time within a process, random enough across processes.

43 bits of milliseconds (until the year 2248) and 20 random bits. Two processes drawing the same
bits in the same
millisecond meet at the primary key; the turn is then tried again.
"""

from __future__ import annotations

import secrets
import time

_last = 0


def timeless_id() -> int:
    """A fresh id that does not tell when the row was made: a contact's must not lead to a tip.

    62 random bits; two alike meet at the primary key, and the turn is tried again.
    """
    return secrets.randbits(62)


def new_id() -> int:
    """A fresh id, above every earlier one of this process."""
    global _last
    _last = max(_last + 1, (time.time_ns() // 1_000_000 << 20) | secrets.randbits(20))
    return _last


def above(other: int) -> None:
    """Let every later id of this process be above `other`, an id that another process made.

    What answers something is then sorted after it, though the clocks of two machines differ.
    """
    global _last
    _last = max(_last, other)
