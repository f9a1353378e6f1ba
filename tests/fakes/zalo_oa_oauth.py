"""Zalo's tokens: permission with PKCE, pairs whose refresh token is good once."""

from __future__ import annotations

import base64
import hashlib
import secrets
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

SPENT = -14020
WRONG = -14002
EXPIRES_IN = "90000"


class Oauth:
    """The grants of one app. Of each OA only the newest pair is good."""

    def __init__(self, app_id: str, app_secret: str, oa_id: str) -> None:
        self.app_id, self.app_secret, self.oa_id = app_id, app_secret, oa_id
        self.access = ""
        self.refresh = ""
        self.grants = 0
        self.expires_in = EXPIRES_IN
        self._codes: dict[str, tuple[str, str]] = {}

    def expire(self) -> None:
        """The access token is not good any more, whatever was said about it."""
        self.access = ""

    def revoke(self) -> None:
        """Neither is the refresh token."""
        self.access = self.refresh = ""

    def grant(self) -> dict[str, Any]:
        """A new pair; the one before dies."""
        self.grants += 1
        self.access = f"ACCESS-{self.grants}-{secrets.token_hex(16)}"
        self.refresh = f"REFRESH-{self.grants}-{secrets.token_hex(16)}"
        return {
            "access_token": self.access,
            "refresh_token": self.refresh,
            "expires_in": self.expires_in,
        }

    def permit(self, url: str, oa_id: str = "") -> str:
        """An admin of the OA follows the link and agrees; the address their browser ends at."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert urlsplit(url).path == "/v4/oa/permission"
        assert query["app_id"] == self.app_id
        code = secrets.token_urlsafe(32)
        self._codes[code] = query["code_challenge"], query["redirect_uri"]
        back = {"oa_id": oa_id or self.oa_id, "code": code, "state": query["state"]}
        return f"{query['redirect_uri']}?{urlencode(back)}"

    def access_token(self, secret_key: str, form: dict[str, str]) -> dict[str, Any]:
        """`POST /v4/oa/access_token`."""
        if secret_key != self.app_secret or form.get("app_id") != self.app_id:
            return _error(WRONG, "Invalid app id or secret key")
        if form.get("grant_type") == "refresh_token":
            if not self.refresh or form.get("refresh_token") != self.refresh:
                return _error(SPENT, "Invalid refresh token")
            return self.grant()
        challenge, _ = self._codes.pop(form.get("code", ""), ("", ""))
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        shown = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if not challenge or shown != challenge:
            return _error(-14003, "Invalid authorization code")
        return self.grant()


def _error(code: int, name: str) -> dict[str, Any]:
    return {"error": code, "error_name": name, "error_description": name}
