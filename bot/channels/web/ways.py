"""The ways to report that a sign's page offers, in its unit's order."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from bot.channels.web.settings import Place, WebSettings
from bot.domain.signs import CHANNELS


@dataclass(frozen=True, slots=True)
class Way:
    """`name` is a channel's; `link` leads to its platform, empty for the web."""

    name: str
    link: str = ""


def ways_of(place: Place | None, settings: WebSettings, first_words: str) -> list[Way]:
    """Those that are set up. `first_words`: what is to be sent first where a link carries
    nothing.
    """
    telegram = settings.telegram_username()
    start = f"?start={place.code}" if place else ""
    text = f"?text={quote(first_words)}" if first_words and settings.zalo_prefill else ""
    links = {
        "zalo": settings.zalo_page and settings.zalo_page + text,
        "telegram": telegram and f"https://t.me/{telegram}{start}",
    }
    wanted = place.channels if place else CHANNELS
    return [Way(name, links.get(name, "")) for name in wanted if name == "web" or links.get(name)]
