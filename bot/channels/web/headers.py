"""What every answer tells the browser: nothing from elsewhere, nothing kept or passed on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import hdrs, web

from bot.channels.web.settings import WebSettings

Hook = Callable[[web.Request, web.StreamResponse], Awaitable[None]]

FILE_POLICY: Final = "default-src 'none'; sandbox"
"""For what somebody uploaded, should it be opened on its own."""

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors '{}'"
)
_PERMISSIONS: Final = ", ".join(
    [
        "geolocation=(self)",
        *(
            f"{feature}=()"
            for feature in (
                "accelerometer",
                "browsing-topics",
                "camera",
                "display-capture",
                "gyroscope",
                "magnetometer",
                "microphone",
                "payment",
                "usb",
            )
        ),
    ]
)


def hook(settings: WebSettings) -> Hook:
    """Adds the headers to every answer, also to errors; one that is set already stays."""
    fixed = {
        "Content-Security-Policy": _POLICY.format(settings.frame_ancestors),
        "X-Frame-Options": "SAMEORIGIN" if settings.frame_ancestors == "self" else "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": _PERMISSIONS,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Robots-Tag": "noindex, nofollow",
        hdrs.CACHE_CONTROL: "no-store",
    }
    if settings.secure:
        fixed["Strict-Transport-Security"] = "max-age=31536000"

    async def add(_: web.Request, response: web.StreamResponse) -> None:
        headers = response.headers
        for name, value in fixed.items():
            if name not in headers:
                headers[name] = value
        headers.popall(hdrs.SERVER, None)

    return add


def same_site(request: web.Request, public_url: str) -> bool:
    """Whether a POST comes from a page of ours.

    Browsers since 2020 (Safari: 2023) say so in `Sec-Fetch-Site`. An older one sends `Origin`,
    but as `null`, because our pages have `Referrer-Policy: no-referrer`; then only the strict
    cookie tells, which such a request from elsewhere does not carry.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get(hdrs.ORIGIN, "null")
    return origin in ("null", public_url) or origin.partition("://")[2] == request.host
