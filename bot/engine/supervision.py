"""Keeps background work going: one broken part must not silence the others."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from bot.domain.errors import OperatorError, SendError, StoreUnavailable

RESTART_SECONDS: Final = 5.0
_log = logging.getLogger(__name__)


async def kept_up(name: str, run: Callable[[], Awaitable[None]]) -> None:
    """Start again whatever stops by an error, until cancelled."""
    while True:
        try:
            await run()
        except (SendError, StoreUnavailable) as error:
            _log.warning("%s: %s; trying again", name, error)
        except OperatorError as error:
            _log.error("%s: %s", name, error)
        except Exception as error:
            _log.exception("%s stopped with %s; starting it again", name, type(error).__name__)
        await asyncio.sleep(RESTART_SECONDS)
