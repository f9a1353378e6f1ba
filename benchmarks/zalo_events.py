"""What an official account's webhook is brought: whole reports, signed as Zalo signs them."""

from __future__ import annotations

import itertools
import json
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from benchmarks import words
from bot.app import App
from bot.domain.token_pair import Pair
from storage.oa_tokens import OaTokenVault
from tests.fakes.zalo_oa_chat import Chat, OaUser
from tests.fakes.zalo_oa_server import OA_ID, FakeZaloOa

KIND: Final = "Mua bán ma tuý"
WHEN: Final = "Hôm nay"
DONE: Final = "Xong"
SEND: Final = "Gửi luôn"
PHOTO: Final = ""
"""In place of words."""


OK: Final = 200
"""The only answer after which Zalo is content."""


def section(url: str) -> str:
    """`[zalo_oa]` of a configuration, for the fake that is at `url`. The pace is that of the
    larger plan: the account is never waited for.
    """
    fake = FakeZaloOa()
    return f"""
[zalo_oa]
app_id = "{fake.app_id}"
app_secret = "{fake.app_secret}"
oa_id = "{fake.oa_id}"
oa_secret = "{fake.oa_secret}"
api_base = "{url}"
oauth_base = "{url}"
requests_per_minute = 2000
"""


async def permitted(app: App, granted: Mapping[str, str]) -> None:
    """Store the account's tokens, as `tinbao zalo authorize` does."""
    now = app.clock.now()
    lasts = timedelta(seconds=int(granted["expires_in"]))
    pair = Pair(granted["access_token"], granted["refresh_token"], now + lasts)
    await OaTokenVault(app.database, app.keyring, OA_ID).store(pair, now)


@dataclass
class Tip:
    """One report. `sent`: the event that sends it was acknowledged; `photos`, `where`: what goes
    with it.
    """

    mark: str
    photos: int = 0
    where: str = ""
    sent: bool = False


class Zalo:
    """Makes the requests of one account's webhook, and sends none.

    Implements `tests.fakes.zalo_oa_chat.Server`: events look as that fake's do.
    """

    def __init__(self, photo: str = "") -> None:
        self._fake = FakeZaloOa()
        self.oa_id = self._fake.oa_id
        self._photo = photo
        self._ids = itertools.count(1)
        self._event: dict[str, Any] = {}

    def new_id(self) -> str:
        """A fresh message id."""
        return f"{next(self._ids):024x}"

    def keep_media(self, content: bytes) -> str:
        """Where the photo lies already."""
        return self._photo

    def chat(self, chat_id: str, *, group: bool = False) -> Chat:
        """A chat."""
        return Chat(chat_id, group)

    async def deliver(self, event: dict[str, Any]) -> None:
        """Keep an event, for `request`."""
        self._event = event

    def request(self, retry: int = 0) -> bytes:
        """The newest event, signed now; `retry`: how often it was brought before."""
        now = str(int(time.time() * 1000))
        event = {"app_id": self._fake.app_id, "timestamp": now, **self._event}
        body = json.dumps(event | ({"num_retry": retry} if retry else {})).encode()
        head = (
            b"POST /webhook/zalo-oa HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            b"Content-Type: application/json\r\n"
            b"X-ZEvent-Signature: %b\r\nContent-Length: %d\r\n\r\n"
        )
        return head % (self._fake.signed(body, now).encode(), len(body)) + body


class Reporter:
    """A resident who has a report to make. Every second one tells all that is asked for, in seven
    messages; the others scan, tell and send. `photo`: one is sent too.
    """

    def __init__(self, zalo: Zalo, number: int, short: str, *, photo: bool) -> None:
        self._zalo = zalo
        self._user = OaUser(zalo, str(number), zalo.chat(str(number)))
        whole = number % 2 == 0
        self.tip = Tip(words.mark(), int(photo), words.WHERE if whole else "")
        story = words.marked(self.tip.mark)
        told = [KIND, story, DONE, WHEN, words.WHERE] if whole else [story]
        self._left = deque([f"MÃ {short}", *told, SEND])
        if photo:
            self._left.insert(-1 if not whole else 3, PHOTO)

    @property
    def done(self) -> bool:
        """Whether nothing is left to say."""
        return not self._left

    async def next(self) -> bytes:
        """The request of the next message."""
        said = self._left.popleft()
        await (self._user.sends_photo(b"") if said == PHOTO else self._user.says(said))
        return self._zalo.request()
