"""Calls of the OpenAPI: `<api_base>/…` with the access token in a header. Success is `error` 0.

`oa/user/detail` is never called: it gives names.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any, Final

from aiohttp import FormData

from bot.channels.zalo_oa.failures import RATE_S, Refused, TokenRefused, Unknown, failure
from bot.channels.zalo_oa.groups import GROUP
from bot.channels.zalo_oa.http import Answer, Http, code_of
from bot.channels.zalo_oa.rates import Rates
from bot.channels.zalo_oa.settings import ZaloOaSettings
from bot.channels.zalo_oa.tokens import ASKED, Tokens
from bot.domain.errors import Permanent, RetryAfter, SendError, Transient

LOG: Final = logging.getLogger(__name__)
LOOK: Final = "the OA and the app at oa.zalo.me and developers.zalo.me"
UPLOAD_READ_S: Final = 60.0
_TO_PERSON: Final = "v3.0/oa/message/cs"
_TO_GROUP: Final = "v3.0/oa/group/message"
_UPLOAD: Final = {"image": "v2.0/oa/upload/image", "file": "v2.0/oa/upload/file"}
_GIVEN: Final = {"image": "attachment_id", "file": "token"}
_PROFILE: Final = "v2.0/oa/getoa"

Data = Mapping[str, Any]


class Client:
    """One OA's calls. Everything raises a `SendError`, with neither cause nor context."""

    def __init__(self, settings: ZaloOaSettings, http: Http, tokens: Tokens) -> None:
        self._base = settings.api_base.rstrip("/")
        self._http, self._tokens = http, tokens
        self._rates = Rates()
        self._complained: set[int] = set()

    def ready_for(self, calls: int) -> None:
        """Raises `RetryAfter` when so many would not be taken now."""
        self._rates.heed(calls)

    async def send(self, chat: str, message: Data) -> str:
        """Send a message; its id, empty when the platform does not say. `chat`: an address' id."""
        group = chat.startswith(GROUP)
        to = {"group_id": chat.removeprefix(GROUP)} if group else {"user_id": chat}
        body = {"recipient": to, "message": message}

        async def call(token: str) -> Answer:
            return await self._post(_TO_GROUP if group else _TO_PERSON, token, data=body)

        return _word((await self._called(call)).get("message_id"))

    async def upload(self, kind: str, filename: str, content: bytes, media_type: str) -> str:
        """Bring an `image` or a `file`; what it is called in messages, for seven days."""

        async def call(token: str) -> Answer:
            form = FormData()
            form.add_field("file", content, filename=filename, content_type=media_type)
            return await self._post(_UPLOAD[kind], token, form=form, read=UPLOAD_READ_S)

        given = _word((await self._called(call)).get(_GIVEN[kind]))
        if not given:
            raise Permanent("Zalo kept no file")
        return given

    async def oa_id(self) -> str:
        """The id of the OA that the tokens are for."""

        async def call(token: str) -> Answer:
            return await _profile(self._http, self._base, token)

        return _word((await self._called(call)).get("oa_id"))

    async def _post(self, path: str, token: str, **given: Any) -> Answer:
        headers = {"access_token": token}
        return await self._http.ask("POST", f"{self._base}/{path}", headers, **given)

    async def _called(self, call: Callable[[str], Awaitable[Answer]]) -> Data:
        """What a call answered as `data`. A token that was refused is replaced once."""
        self._rates.spend()
        token = await self._tokens.access()
        problem: SendError
        try:
            return self._heard(await call(token))
        except TokenRefused:
            LOG.info("zalo_oa: an access token was refused")
        self._rates.spend()
        try:
            return self._heard(await call(await self._tokens.renewed(token)))
        except TokenRefused:
            problem = Refused(ASKED)
        raise problem

    def _heard(self, answer: Answer) -> Data:
        """See `_judged`. An error that is not known is told an operator, once."""
        try:
            return _judged(answer, self._rates)
        except Unknown as error:
            if error.code not in self._complained:
                self._complained.add(error.code)
                LOG.error("zalo_oa: %s: look at %s; what waits is kept", error, LOOK)  # noqa: TRY400
            raise


async def oa_of(settings: ZaloOaSettings, http: Http, token: str) -> str:
    """The id of the OA that a token is for. Raises a `SendError`."""
    answer = await _profile(http, settings.api_base.rstrip("/"), token)
    return _word(_judged(answer, Rates()).get("oa_id"))


async def _profile(http: Http, base: str, token: str) -> Answer:
    """About the OA itself and nobody else: a call that changes nothing."""
    return await http.ask("GET", f"{base}/{_PROFILE}", {"access_token": token})


def _judged(answer: Answer, rates: Rates) -> Data:
    wait = rates.note(answer.headers)
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        raise RetryAfter(wait or RATE_S)
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR or answer.body is None:
        # From something between us and Zalo, or from a Zalo in trouble.
        raise Transient(f"no answer of Zalo's ({answer.status})")
    code = code_of(answer.body)
    if not code and answer.status >= HTTPStatus.BAD_REQUEST:
        raise Transient(f"no answer of Zalo's ({answer.status})")
    if code is None:
        # It got through and may have been done: trying again would do it twice.
        raise Permanent("the answer could not be read")
    if code:
        raise failure(code, wait)
    data = answer.body.get("data")
    return data if isinstance(data, dict) else {}


def _word(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value)
