"""How a phone becomes a member's: the invitation is typed into the chat like anybody would."""

from __future__ import annotations

import asyncio
import time
from typing import Final

from bot.demo.phone import Phone, PhoneError
from bot.domain.codes import grouped

PATIENCE: Final = 15.0
"""Seconds to wait for the bot."""


async def enrol(phone: Phone, invite: str, name: str) -> None:
    """Redeem an invitation (12 characters) and give the name that colleagues see.

    Raises `PhoneError` when the bot does not answer.
    """
    await _answered(phone, f"TB-{grouped(invite)}")
    await _answered(phone, name)


async def _answered(phone: Phone, text: str) -> None:
    before = {(seen.id, seen.text) for seen in await phone.messages()}
    await phone.say(text)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if any((m.id, m.text) not in before and not m.mine for m in await phone.messages()):
            return
        await asyncio.sleep(0.05)
    raise PhoneError("không ghi danh được: Tinbao không trả lời")
