"""How a phone becomes a member's: the invitation is typed into the chat like anybody would."""

from __future__ import annotations

import asyncio
import secrets
import time
from datetime import datetime
from typing import Final

from bot.demo.phone import Phone, PhoneError
from bot.domain.access import Role
from bot.domain.codes import grouped
from storage.crypto.custodian import Cost, make
from storage.stores import Stores

PATIENCE: Final = 15.0
"""Seconds to wait for the bot."""


async def invitation(stores: Stores, unit_id: int, role: str, name: str, now: datetime) -> str:
    """An invitation (12 characters) of the sample unit.

    A custodian comes with a key whose private half is thrown away: here nobody opens an envelope.
    """
    if role != Role.CUSTODIAN:
        return await stores.invites.create(unit_id, role, now)
    _, half = make(name, secrets.token_urlsafe(16), Cost(memory=64, passes=1))
    known = await stores.custodians.add(unit_id, half, now)
    return await stores.invites.create(unit_id, role, now, known.id)


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
