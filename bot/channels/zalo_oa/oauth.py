"""Where tokens come from: `POST <oauth_base>/v4/oa/access_token`, by a person's permission (PKCE,
RFC 7636) or by the refresh token of an earlier pair.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from urllib.parse import urlencode

from aiohttp import FormData

from bot.channels.zalo_oa.http import Http, code_of
from bot.channels.zalo_oa.settings import ZaloOaSettings
from bot.domain.errors import Permanent, Transient

USUAL_S: Final = 90_000
"""How long an access token is good when the platform does not say."""
_SHORTEST_S: Final = 60
_SPENT: Final = -14020


class Spent(Permanent):
    """The refresh token has been used or has expired."""


class Rejected(Permanent):
    """The platform gives nothing: the app's id or secret, or the code, is not right."""

    def __init__(self, code: int) -> None:
        super().__init__(f"Zalo gave no tokens (error {code})")
        self.code = code


@dataclass(frozen=True, slots=True)
class Grant:
    """A pair of tokens as they were given."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    lasts: timedelta


@dataclass(frozen=True, slots=True)
class Asking:
    """One try to get a person's permission: what it will be recognised by."""

    state: str = field(repr=False)
    verifier: str = field(repr=False)

    @classmethod
    def new(cls, app_secret: str) -> Asking:
        """With a fresh state. The verifier is the same for an app at each try: the platform's
        console is said to want a challenge that is written down there once.
        """
        verifier = hmac.digest(app_secret.encode(), b"tinbao zalo permission 1", "sha256")
        encoded = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        return cls(secrets.token_urlsafe(24), encoded)

    @property
    def challenge(self) -> str:
        """What the platform may know of the verifier beforehand (S256)."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def permission_url(settings: ZaloOaSettings, asking: Asking) -> str:
    """Where an admin of the OA gives the app its permission."""
    query = {
        "app_id": settings.app_id,
        "redirect_uri": settings.return_url,
        "code_challenge": asking.challenge,
        "code_challenge_method": "S256",
        "state": asking.state,
    }
    return f"{settings.oauth_base.rstrip('/')}/v4/oa/permission?{urlencode(query)}"


class OAuth:
    """The app's side of it. Raises `NotSent`, another `Transient` when it is not known how it
    went, `Spent` or `Rejected`.
    """

    def __init__(self, settings: ZaloOaSettings, http: Http) -> None:
        self._settings, self._http = settings, http
        self._base = settings.oauth_base.rstrip("/")

    async def exchange(self, code: str, asking: Asking) -> Grant:
        """The pair that a permission's code stands for, once."""
        form = {"code": code, "code_verifier": asking.verifier}
        return await self._grant("authorization_code", form)

    async def refresh(self, refresh: str) -> Grant:
        """The pair that follows; spends the refresh token."""
        return await self._grant("refresh_token", {"refresh_token": refresh})

    async def _grant(self, kind: str, form: dict[str, str]) -> Grant:
        fields = {**form, "app_id": self._settings.app_id, "grant_type": kind}
        answer = await self._http.ask(
            "POST",
            f"{self._base}/v4/oa/access_token",
            {"secret_key": self._settings.app_secret},
            form=FormData(fields),
        )
        body = answer.body or {}
        code = code_of(body)
        if code == _SPENT:
            raise Spent("the refresh token is spent")
        if code:
            raise Rejected(code)
        access, refresh = body.get("access_token"), body.get("refresh_token")
        if not (isinstance(access, str) and access and isinstance(refresh, str) and refresh):
            raise Transient(f"no tokens in the answer ({answer.status})")
        return Grant(access, refresh, timedelta(seconds=_lasts(body.get("expires_in"))))


def _lasts(said: object) -> int:
    """Seconds, which come as a string. So few that nothing could be sent are not believed."""
    text = str(said) if isinstance(said, str | int) else ""
    seconds = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
    return seconds if seconds >= _SHORTEST_S else USUAL_S
