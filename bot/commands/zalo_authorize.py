"""`tinbao zalo authorize`: an admin of the official account gives the app its permission."""

from __future__ import annotations

import asyncio
import hmac
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
AGAIN: Final = "run tinbao zalo authorize again"
_LONGEST: Final = 8192


@zalo.callback()
def _group() -> None:
    """Make it a group: its one command would else have no name."""


@zalo.command("authorize")
def authorize(config: ConfigOption = None) -> None:
    """Give Tinbao the official account's permission: once, and when Zalo asks for it anew. A
    service that runs takes it up by itself.
    """
    asyncio.run(_authorize(config))


async def _authorize(path: Path | None) -> None:
    from bot.channels.zalo_oa.http import Http
    from bot.channels.zalo_oa.oauth import Asking, OAuth
    from bot.platforms import zalo_oa_settings

    config = read_config(path)
    if not config.zalo_oa.on:
        raise ConfigError(
            "[zalo_oa] is not set up: set app_id, app_secret, oa_id and oa_secret first"
        )
    settings = zalo_oa_settings(config)
    http = Http(settings.proxy)
    async with opened(path, frozenset()) as app:
        await http.open()
        try:
            oauth, asking = OAuth(settings, http), Asking.new(settings.app_secret)
            code, ours = _asked(settings, oauth, asking)
            grant = await _granted(oauth, code, asking)
            await _checked(settings, http, grant, ours=ours)
            expires = await _stored(app, settings, grant)
        finally:
            await http.close()
    _say_what_is_set(config, settings, expires)


def _asked(settings: ZaloOaSettings, oauth: OAuth, asking: Asking) -> tuple[str, bool]:
    """The permission's code, and whether it is said to be this account's. Raises
    `OperatorError`.
    """
    put("1. At developers.zalo.me, in the app's settings for official accounts, this address")
    put(f"   must be known: {settings.return_url}")
    put(f"2. As an admin of the official account {settings.oa_id}, open this and agree:")
    put()
    put(f"   {oauth.permission_url(asking)}")
    put()
    put("3. The browser ends at a page of yours. Copy its whole address from the address bar.")
    address = typer.prompt("   Paste it here", prompt_suffix=": ")
    return _code(str(address).strip(), settings, asking)


def _code(address: str, settings: ZaloOaSettings, asking: Asking) -> tuple[str, bool]:
    try:
        found = parse_qs(urlsplit(address[:_LONGEST]).query)
    except ValueError:
        found = {}
    code, state, oa_id = (found.get(name, [""])[0] for name in ("code", "state", "oa_id"))
    if not code:
        raise OperatorError(
            f"there is no permission in that address: copy all of it, then {AGAIN}"
        )
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
