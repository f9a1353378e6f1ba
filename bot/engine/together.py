"""Work side by side in which one failure interrupts nobody else's."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable
from typing import Any


async def together(work: Iterable[Coroutine[Any, Any, None]]) -> None:
    """Run all of it to its end, then raise the first error there was.

    A `TaskGroup` would cancel the others: a message that has been sent and not yet recorded would
    be sent again.
    """
    for result in await asyncio.gather(*work, return_exceptions=True):
        if isinstance(result, BaseException):
            raise result
