"""What the web page is told: what an operator set, and what a code stands for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol

from bot.domain.signs import CHANNELS, Sign


@dataclass(frozen=True, slots=True)
class Place:
    """What a QR code stands for: `Thôn 3` of `xã Tân Khai`. `hotline` may be empty.

    `custody`: somebody keeps keys, so that reporters may leave a name.
    `reply` is what the unit's tips do unless their reporter chooses: `ask-back` or `one-way`.
    `above`: the unit that reads tips about officials, when it is another one; it and `custody`
    are only looked up for the one-page report.
    `code` is what stands in the sign's QR code, whatever was typed; `short` what is typed into a
    chat. `channels`: the ways to report, in the unit's order.
    """

    point: str
    unit: str
    hotline: str = ""
    revoked: bool = False
    custody: bool = False
    reply: str = ""
    above: str = ""
    code: str = ""
    short: str = ""
    channels: Sequence[str] = CHANNELS
    sign: Sign | None = None


class FindsPlace(Protocol):
    """Answers what a code stands for; None when it is nobody's."""

    async def __call__(self, code: str, *, form: bool = False) -> Place | None:
        """`form`: for the one-page report."""
        ...


def _no_telegram() -> str:
    return ""


@dataclass(frozen=True, slots=True)
class WebSettings:
    """`public_url` has no slash at the end and no prefix. `languages`: the first is spoken to
    whoever has not chosen.

    `secure` when people come by https. `telegram_username` answers "" while there is no bot; it is
    asked for every page, because a bot's name is only known once the platform was reached.
    `zalo_page`: where a chat at Zalo opens, empty when there is none; `zalo_prefill`: whether its
    link carries the first message.
    `frame_ancestors`: "self" lets a page of the same origin show the chat in a frame.
    """

    public_url: str = ""
    secure: bool = False
    languages: Sequence[str] = ("vi", "en")
    telegram_username: Callable[[], str] = _no_telegram
    zalo_page: str = ""
    zalo_prefill: bool = False
    hotline: str = ""
    frame_ancestors: Literal["none", "self"] = "none"

    def with_changes(self, **changes: Any) -> WebSettings:
        """The same with some fields changed."""
        return replace(self, **changes)
