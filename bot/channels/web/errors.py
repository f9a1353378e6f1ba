"""A kind page for everything that goes wrong: what happened, and what to do next."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.channels.web.attachments import FileMissing
from bot.channels.web.headers import same_site
from bot.channels.web.received import Garbled, TooMuch
from bot.channels.web.site import Site
from bot.domain.errors import StoreUnavailable

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_log: Final = logging.getLogger(__name__)
_OF_STATUS: Final = {404: "not-found", 405: "not-found", 413: "too-much"}


def middleware(site: Site) -> Middleware:
    """Refuses what other sites send, and turns every failure into a page."""

    def trouble(request: web.Request, what: str, status: int) -> web.Response:
        response = site.page(request, "trouble.html", status=status, what=what)
        if status == 413:
            response.force_close()  # what is left of the body is not read
        return response

    @web.middleware
    async def kindly(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            if request.method == "POST" and _is_page(request) and not _from_us(request, site):
                return trouble(request, "elsewhere", 403)
            return await handler(request)
        except FileMissing:
            return trouble(request, "file-missing", 404)
        except TooMuch:
            return trouble(request, "too-much", 413)
        except Garbled:
            return trouble(request, "bad", 400)
        except StoreUnavailable:
            return trouble(request, "broken", 503)
        except web.HTTPException as error:
            if error.status < 400:
                raise
            response = trouble(request, _OF_STATUS.get(error.status, "bad"), error.status)
            if "Allow" in error.headers:
                response.headers["Allow"] = error.headers["Allow"]
            return response
        except ConnectionError:
            raise  # the browser has gone away
        except Exception as error:
            # Only the type: the message could quote what somebody wrote.
            _log.error("a page failed with %s", type(error).__name__)
            return trouble(request, "broken", 500)

    return kindly


def _is_page(request: web.Request) -> bool:
    """Webhooks may share the application; they prove who they are in their own way."""
    return not request.path.startswith("/webhook/")


def _from_us(request: web.Request, site: Site) -> bool:
    return same_site(request, site.settings.public_url)
