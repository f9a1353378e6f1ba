"""Cookies: one random secret, and what somebody chose about this page. None is set by a GET.

The secret is `SameSite=Strict`, so it is absent when another site leads here: only a POST of our
own pages may make one, or somebody who follows a link would lose the session they have.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from dataclasses import dataclass, field
from typing import Final

from aiohttp import web

KEPT_SECONDS: Final = 90 * 24 * 3600
"""How long a device stays remembered after its last message, once its user asked for that."""
LANGUAGE_SECONDS: Final = 365 * 24 * 3600
NONCE_LENGTH: Final = 22
"""Characters at least: 128 random bits in base64url."""
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Session:
    """Who a request is from, as far as anybody can know. `kept`: on a remembered device."""

    secret: str = field(repr=False)
    new: bool = False
    kept: bool = False


class Cookies:
    """The cookies of one mounted application; their names and path follow its prefix."""

    def __init__(self, prefix: str, *, secure: bool) -> None:
        slug = re.sub(r"[^A-Za-z0-9]+", "-", prefix)
        # `__Host-` keeps a neighbouring subdomain from planting a session.
        host = "__Host-" if secure and not prefix else ""
        self.session = f"{host}tb{slug}"
        self.keep = f"tb{slug}-keep"
        self.language = f"tb{slug}-lang"
        self._path = prefix or "/"
        self._secure = secure

    def read(self, request: web.Request) -> Session | None:
        """The session of a request, or None."""
        secret = request.cookies.get(self.session, "")
        if not _SECRET.fullmatch(secret):
            return None
        return Session(secret, kept=self.keep in request.cookies)

    def read_or_make(self, request: web.Request, nonce: str) -> Session:
        """The session of a POST; when there is none, the one its page's `nonce` leads to.

        A form whose first answer was lost is sent again without a cookie. It must come from the
        same visitor, or it would be a second tip. Only where the browser itself says that the form
        is a page of ours: elsewhere somebody else could have chosen the nonce, and with it the
        session. `write` it to the answer.
        """
        ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
        return self.read(request) or Session(_secret(nonce if ours else ""), new=True)

    def write(self, response: web.StreamResponse, session: Session) -> None:
        """Set what the browser does not have yet, and prolong what it was asked to keep.

        Without `kept` there is no Max-Age: the cookie is gone when the browser is closed, and
        whoever picks up the phone later finds no conversation.
        """
        if session.new or session.kept:
            self.remember(response, session, kept=session.kept)

    def remember(self, response: web.StreamResponse, session: Session, *, kept: bool) -> None:
        """Keep the session on this device from now on, or only until the browser is closed."""
        self._set(response, self.session, session.secret, KEPT_SECONDS if kept else None)
        if kept:
            self._set(response, self.keep, "1", KEPT_SECONDS)
        elif session.kept:
            self._delete(response, self.keep)

    def forget(self, response: web.StreamResponse) -> None:
        """Remove all of them."""
        for name in (self.session, self.keep, self.language):
            self._delete(response, name)

    def speak(self, response: web.StreamResponse, locale: str) -> None:
        """Remember the language."""
        self._set(response, self.language, locale, LANGUAGE_SECONDS)

    def _delete(self, response: web.StreamResponse, name: str) -> None:
        response.del_cookie(
            name, path=self._path, secure=self._secure, httponly=True, samesite="Strict"
        )

    def _set(
        self, response: web.StreamResponse, name: str, value: str, max_age: int | None
    ) -> None:
        response.set_cookie(
            name,
            value,
            max_age=max_age,
            path=self._path,
            secure=self._secure,
            httponly=True,
            samesite="Strict",
        )


def _secret(nonce: str) -> str:
    """43 characters of base64url. A nonce that is none of our pages' leads nowhere twice."""
    if len(nonce) < NONCE_LENGTH:
        return secrets.token_urlsafe(32)
    digest = hashlib.blake2b(
        nonce.encode(errors="replace"), digest_size=32, person=b"tinbao session"
    )
    return base64.urlsafe_b64encode(digest.digest()).decode().rstrip("=")
