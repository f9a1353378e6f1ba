"""`tinbao zalo authorize`: an admin of the official account gives the app its permission."""

from __future__ import annotations

import asyncio
import hmac
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlsplit

import typer

from bot.commands.common import ConfigOption, opened, put, read_config
from bot.domain.errors import ConfigError, OperatorError, SendError, TinbaoError
from bot.domain.token_pair import Pair

if TYPE_CHECKING:
    from bot.app import App
    from bot.channels.zalo_oa.http import Http
    from bot.channels.zalo_oa.oauth import Asking, Grant, OAuth
    from bot.channels.zalo_oa.settings import ZaloOaSettings
    from bot.config import Config

zalo = typer.Typer(help="The official account on Zalo.", no_args_is_help=True)
AGAIN: Final = "run tinbao zalo authorize again, and open its new link"
HTTPS: Final = (
    "set [service] public_url to one that begins with https://: Zalo leads back to no other"
)
_LONGEST: Final = 8192


class Incomplete(TinbaoError):
    """What was pasted is not the whole address."""


@zalo.callback()
def _group() -> None:
    """Make it a group: its one command would else have no name."""


@zalo.command("authorize")
def authorize(config: ConfigOption = None) -> None:
    """Give Tinbao the official account's permission: once, and when Zalo asks for it anew. A
    service that runs takes it up by itself.
    """
    from bot.channels.zalo_oa.oauth import Asking
    from bot.platforms import zalo_oa_settings

    given = read_config(config)
    if not given.zalo_oa.on:
        raise ConfigError(
            "[zalo_oa] is not set up: set app_id, app_secret, oa_id and oa_secret first"
        )
    settings = zalo_oa_settings(given)
    if not (given.behind_tls or settings.beside_us):
        raise ConfigError(HTTPS)
    asyncio.run(_ready(config))
    asking = Asking.new(settings.app_secret)
    # Outside of the loop, which would take the first Ctrl-C for itself.
    code, ours = _asked(settings, asking)
    expires = asyncio.run(_authorize(config, settings, asking, code, ours=ours))
    _say_what_is_set(given, settings, expires)


async def _ready(path: Path | None) -> None:
    """Raises `OperatorError` before anybody is sent to Zalo in vain."""
    async with opened(path, frozenset()):
        pass


async def _authorize(
    path: Path | None, settings: ZaloOaSettings, asking: Asking, code: str, *, ours: bool
) -> str:
    from bot.channels.zalo_oa.http import Http
    from bot.channels.zalo_oa.oauth import OAuth

    http = Http(settings.proxy)
    async with opened(path, frozenset()) as app:
        await http.open()
        try:
            grant = await _granted(OAuth(settings, http), code, asking)
            await _checked(settings, http, grant, ours=ours)
            return await _stored(app, settings, grant)
        finally:
            await http.close()


def _asked(settings: ZaloOaSettings, asking: Asking) -> tuple[str, bool]:
    """The permission's code, and whether it is said to be this account's. Somebody at a terminal
    is asked again for what was not copied whole. Raises `OperatorError`.
    """
    from bot.channels.zalo_oa.oauth import permission_url

    put("1. At developers.zalo.me, in the app's settings for official accounts, this address")
    put(f"   must be known: {settings.return_url}")
    put(f"2. As an admin of the official account {settings.oa_id}, open this and agree:")
    put()
    put(f"   {permission_url(settings, asking)}")
    put()
    put("3. The browser ends at a page of yours. Copy its whole address from the address bar.")
    while True:
        address = typer.prompt("   Paste it here", prompt_suffix=": ")
        try:
            return _code(str(address).strip(), settings, asking)
        except Incomplete as error:
            if not sys.stdin.isatty():
                raise OperatorError(f"{error}, then {AGAIN}") from None
            put(f"   {error}.")


def _code(address: str, settings: ZaloOaSettings, asking: Asking) -> tuple[str, bool]:
    try:
        found = parse_qs(urlsplit(address[:_LONGEST]).query)
    except ValueError:
        found = {}
    code, state, oa_id = (found.get(name, [""])[0] for name in ("code", "state", "oa_id"))
    if error := found.get("error", [""])[0]:
        raise OperatorError(
            f"Zalo gave no permission (error {error[:20]}): is {settings.return_url} known at"
            f" developers.zalo.me, and its domain proved? Then {AGAIN}"
        )
    if not code:
        raise Incomplete("there is no permission in that address: copy all of it")
    if not hmac.compare_digest(state.encode(), asking.state.encode()):
        raise OperatorError(f"that address belongs to another try: {AGAIN}")
    if oa_id and oa_id != settings.oa_id:
        raise OperatorError(
            f"the permission is for another official account: choose {settings.oa_id}, or"
            " correct [zalo_oa] oa_id"
        )
    return code, bool(oa_id)


async def _granted(oauth: OAuth, code: str, asking: Asking) -> Grant:
    from bot.channels.zalo_oa.oauth import Rejected

    problem: TinbaoError
    try:
        return await oauth.exchange(code, asking)
    except Rejected as error:
        problem = OperatorError(
            f"Zalo gave no tokens (error {error.code}): check [zalo_oa] app_id and app_secret,"
            f" then {AGAIN}"
        )
    except SendError as error:
        problem = TinbaoError(f"no answer from Zalo ({error}): {AGAIN}")
    raise problem


async def _stored(app: App, settings: ZaloOaSettings, grant: Grant) -> str:
    """Both tokens, sealed, in one transaction. Until when the first one is good."""
    from storage.oa_tokens import OaTokenVault
    from storage.stores import Stores

    now = app.clock.now()
    pair = Pair(grant.access, grant.refresh, now + grant.lasts)
    vault = OaTokenVault(app.database, app.keyring, settings.oa_id)
    async with vault.storing(pair, now) as connection:
        audit = Stores(connection, app.keyring).audit
        await audit.record("zalo-authorized", now=now, subject=settings.oa_id)
    return pair.expires_at.strftime("%Y-%m-%d %H:%M UTC")


async def _checked(settings: ZaloOaSettings, http: Http, grant: Grant, *, ours: bool) -> None:
    """Whose the tokens are, before they take the place of others: with a call that changes nothing
    and asks for nobody's data. `ours`: the address has said it already, and Zalo may have ended
    the tokens of before with these, so that they are kept also when they cannot be tried.
    """
    from bot.channels.zalo_oa.client import oa_of

    found, trouble = "", "it does not say whose they are"
    try:
        found = await oa_of(settings, http, grant.access)
    except SendError as error:
        trouble = str(error)
    if found == settings.oa_id:
        return
    if found:
        raise OperatorError(
            "the tokens are for another official account, and nothing was stored: correct"
            f" [zalo_oa] oa_id, or give the permission as an admin of {settings.oa_id}: {AGAIN}"
        )
    if not ours:
        raise TinbaoError(
            f"the tokens could not be tried ({trouble}) and are not stored; if they were for"
            f" {settings.oa_id}, Zalo may take the ones of before no more: {AGAIN}"
        )
    put(f"The tokens could not be tried ({trouble}): run tinbao check.")


def _say_what_is_set(config: Config, settings: ZaloOaSettings, expires: str) -> None:
    from bot.channels.zalo_oa.settings import WEBHOOK_PATH

    put()
    put(f"Zalo has given the permission for {settings.oa_id}; the tokens are stored, sealed.")
    put(f"The first one is good until {expires}. tinbao run renews them by itself.")
    put("A service that runs takes them up now: nothing has to be restarted.")
    put(f"The app's webhook at developers.zalo.me: {config.public_url}{WEBHOOK_PATH}")
