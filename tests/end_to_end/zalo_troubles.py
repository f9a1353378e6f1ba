"""What goes wrong at Zalo while people talk: one thing at a time, each under a name."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.fakes.zalo_bot_server import FakeZaloBot
from tests.fakes.zalo_bot_server import Fault as BotFault
from tests.fakes.zalo_oa_server import FakeZaloOa
from tests.fakes.zalo_oa_server import Fault as OaFault

BotTrouble = Callable[[FakeZaloBot, int], None]
OaTrouble = Callable[[FakeZaloOa, int], None]


def arm(zalo: Any, method: str, fault: BotFault | OaFault) -> None:
    """One at a time: several in a row would only test patience."""
    if not zalo.armed(method):
        zalo.fault(method, fault)


def arm_files(zalo: Any, fault: BotFault | OaFault) -> None:
    """Once: a message waits for its files longer each time."""
    if all(method != "media" for method, _ in zalo.spoilt):
        arm(zalo, "media", fault)


def bot_busy(zalo: FakeZaloBot, at: int) -> None:
    arm(zalo, "sendMessage", BotFault(429, description="Quota exceeded", retry_after=1))


def bot_unauthorised(zalo: FakeZaloBot, at: int) -> None:
    """For a moment: it stays a reason to wait."""
    arm(zalo, "sendMessage", BotFault(401, description="Unauthorized"))


def bot_broken(zalo: FakeZaloBot, at: int) -> None:
    """Of what stands between, in HTML, and of Zalo itself: `ok: false` over HTTP 200."""
    page = BotFault(status=502, body=b"<html>")
    arm_files(zalo, page)
    for method in ("sendMessage", "sendPhoto", "getUpdates"):
        arm(zalo, method, page if at % 8 else BotFault(500, description="Internal error"))


def bot_cut(zalo: FakeZaloBot, at: int) -> None:
    """Connections end before an answer, or in the middle of one."""
    arm_files(zalo, BotFault(cut=True))
    for method in ("sendMessage", "sendPhoto", "getUpdates"):
        arm(zalo, method, BotFault(cut=True) if at % 8 else BotFault(drop=True))


def bot_slow(zalo: FakeZaloBot, at: int) -> None:
    arm(zalo, "sendMessage", BotFault(slow=0.5))


def bot_lost_answer(zalo: FakeZaloBot, at: int) -> None:
    """The message arrives, its confirmation does not: nobody can know, so it is sent again."""
    arm(zalo, "sendMessage", BotFault(drop=True, after=True))


def oa_busy(zalo: FakeZaloOa, at: int) -> None:
    """Of the app, over HTTP 200, and of the gate in front of it."""
    soon = {"X-RateLimit-Reset": "1"}
    wrong = OaFault(error=-32, headers=soon) if at % 8 else OaFault(status=429, headers=soon)
    arm(zalo, "cs", wrong)


def oa_expired(zalo: FakeZaloOa, at: int) -> None:
    """Once: the access token ends in the middle of everything."""
    if zalo.oauth.grants == 1:
        zalo.oauth.expire()


def oa_broken(zalo: FakeZaloOa, at: int) -> None:
    arm_files(zalo, OaFault(status=502, garbage="<html>"))
    arm(zalo, "cs", OaFault(status=502, garbage="<html>"))


def oa_cut(zalo: FakeZaloOa, at: int) -> None:
    arm_files(zalo, OaFault(drop=True))
    for method in ("cs", "image"):
        arm(zalo, method, OaFault(drop=True))


def oa_slow(zalo: FakeZaloOa, at: int) -> None:
    arm(zalo, "cs", OaFault(slow=0.5))


def oa_lost_answer(zalo: FakeZaloOa, at: int) -> None:
    """As with the bot."""
    arm(zalo, "cs", OaFault(drop=True, after=True))


async def pester_bot(zalo: FakeZaloBot, at: int) -> None:
    """Repeats, events in both shapes, without a message, and what is no event at all."""
    zalo.wrapped = at % 2 == 0
    zalo.duplicates += 1
    if zalo.webhook:
        for odd in (b"\xff{not json", b'{"event_name":"message.text.received"}', MALFORMED):
            await zalo.deliver_raw(odd)


async def pester_oa(zalo: FakeZaloOa, at: int) -> None:
    """Repeats, answers that Zalo does not hear (`num_retry` stands in what it brings then), events
    that cannot be read, and such as say nothing.
    """
    if at % 2:
        zalo.post.duplicates += 1
    else:
        zalo.post.unheard += 1
    for event in ({"event_name": "user_send_text"}, {"event_name": "oa_send_text"}):
        await zalo.deliver(event)
    await zalo.deliver({"event_name": "user_send_text", "sender": [], "message": {"text": {}}})


MALFORMED = json.dumps(
    {"message": {"message_id": [1], "chat": {"id": {}}, "text": "alo"}}
).encode()
