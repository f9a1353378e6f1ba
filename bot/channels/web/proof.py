"""A small piece of work for a browser when too many tips come at once, or a short wait without
scripts. Whatever comes of it, what was written is kept: it lies in the conversation.
"""

from __future__ import annotations

import base64
import binascii
import json
from datetime import timedelta
from math import ceil
from typing import Any, Final

from aiohttp import web
from altcha import v1 as altcha

from bot.channels.web.session import Session
from bot.channels.web.site import Site

HARDEST: Final = 25_000
"""The number to be found lies below; on average half as many SHA-256 are computed: 2 to 5 seconds
of a slow phone (docs/adr/0014).
"""
LIFETIME: Final = 600
"""Seconds a challenge can be answered."""
SEND: Final = "intake.held:send"
_PATH: Final = "/chat/held"
_LONGEST: Final = 2000


async def proved(site: Site, session: Session, answer: str) -> bool:
    """Whether `answer` is a fresh solution of a challenge that was set to this very session."""
    gate = site.gate
    if gate is None or not answer:
        return False
    solution = _read(answer)
    if solution is None:
        return False
    expires, mark = solution[1].get("expires", ""), solution[1].get("for", "")
    if mark != gate.mark(session.secret) or not expires.isdecimal():
        return False
    if int(expires) <= gate.now().timestamp():
        return False
    try:
        right, _ = altcha.verify_solution(
            altcha.Payload(**solution[0]), gate.key(), check_expires=False
        )
    except (TypeError, ValueError, KeyError):
        return False
    return right and await gate.spend(f"proof {solution[0]['challenge']}", LIFETIME)


async def after(site: Site, session: Session) -> str:
    """Where a post leads: to the conversation, or to the page that helps a waiting tip on."""
    if site.gate is not None and await site.gate.held(session.secret) is not None:
        return _PATH
    return "/chat#last"


class Hold:
    """Handlers of one mounted application."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self) -> list[web.RouteDef]:
        """Where they are found."""
        return [web.get(_PATH, self.show)]

    async def show(self, request: web.Request) -> web.Response:
        """The page for a waiting tip; back to the conversation when none waits."""
        site, session = self._site, self._site.cookies.read(request)
        gate = site.gate
        left = await gate.held(session.secret) if gate and session else None
        if gate is None or session is None or left is None:
            return site.see_other("/chat#last")
        return site.page(
            request,
            "held.html",
            here="/chat",
            send=SEND,
            seconds=ceil(left),
            task=self._task(session) if left else "",
            proof_js=site.assets.url(site.prefix, "proof.js"),
        )

    def _task(self, session: Session) -> str:
        gate = self._site.gate
        assert gate is not None  # noqa: S101 - asked by the caller
        made = altcha.create_challenge(
            altcha.ChallengeOptions(
                algorithm="SHA-256",
                max_number=HARDEST,
                hmac_key=gate.key(),
                expires=gate.now() + timedelta(seconds=LIFETIME),
                params={"for": gate.mark(session.secret)},
            )
        )
        return json.dumps(
            {
                "algorithm": made.algorithm,
                "challenge": made.challenge,
                "salt": made.salt,
                "signature": made.signature,
                "maxnumber": HARDEST,
            }
        )


def _read(answer: str) -> tuple[dict[str, Any], dict[str, str]] | None:
    """The fields of a solution and the parameters in its salt; None for anything else."""
    if len(answer) > _LONGEST:
        return None
    try:
        raw = json.loads(base64.b64decode(answer, validate=True))
        number = int(raw["number"])
        fields = {n: raw[n] for n in ("algorithm", "challenge", "salt", "signature")}
    except (ValueError, KeyError, TypeError, binascii.Error, RecursionError):
        return None
    if fields["algorithm"] != "SHA-256" or not all(isinstance(v, str) for v in fields.values()):
        return None
    pairs = (pair.partition("=") for pair in fields["salt"].partition("?")[2].split("&"))
    return fields | {"number": number}, {name: value for name, _, value in pairs}
