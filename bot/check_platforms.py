"""The parts of `tinbao check` about chat platforms: whether each knows us, and what to change when
it does not. Nothing is sent to anybody and nothing is changed.

A library is imported only where its platform is configured.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from bot.config import Config
from bot.domain.errors import OperatorError, RetryAfter, SealError, SendError, StoreUnavailable
from bot.domain.token_pair import Held, PairState
from bot.opening import known_keys
from bot.platforms import telegram_settings, zalo_bot_settings, zalo_oa_settings
from storage.crypto import keyring, loading
from storage.crypto.sources import KeySource
from storage.database import Database
from storage.oa_tokens import OaTokenVault

if TYPE_CHECKING:
    from bot.channels.zalo_oa.settings import ZaloOaSettings

OFF: Final = "not configured"
NOT_OURS: Final = "not needed by these roles"
_LOCAL: Final = ("127.0.0.1", "::1", "localhost")


def local(url: str) -> bool:
    """Whether an address is this machine's own."""
    return urlsplit(url).hostname in _LOCAL


async def telegram(config: Config, roles: Collection[str]) -> str:
    """Whether Telegram knows the token. Raises `OperatorError`."""
    if not config.telegram.on:
        return OFF
    if not {"intake", "sender"} & set(roles):
        return NOT_OURS
    from bot.channels.telegram.account import Account

    settings = telegram_settings(config)
    if settings.mode == "webhook":
        _known_outside(config, "Telegram")
    account = Account(settings)
    await account.open()
    try:
        return f"@{await account.me()} answers, {settings.mode}"
    except SendError:
        raise OperatorError(
            "does not answer: networks in Viet Nam may block it, set [telegram] proxy"
        ) from None
    finally:
        await account.close()


async def zalo_bot(config: Config, roles: Collection[str]) -> str:
    """Whether the Bot Platform knows the token. Raises `OperatorError`."""
    if not config.zalo_bot.on:
        return OFF
    if not {"intake", "sender"} & set(roles):
        return NOT_OURS
    from bot.channels.zalo_bot.account import Account

    settings = zalo_bot_settings(config)
    if settings.mode == "webhook":
        _known_outside(config, "Zalo")
    account = Account(settings)
    await account.open()
    try:
        return f"{await account.me()} answers, {settings.mode}"
    except RetryAfter:
        raise OperatorError(
            "asks to wait: the bot has spoken too much; see its plan in the Zalo Bot Manager"
        ) from None
    except SendError:
        raise OperatorError(_unreached("zalo_bot")) from None
    finally:
        await account.close()


async def zalo_oa(config: Config, roles: Collection[str], source: Callable[[], KeySource]) -> str:
    """Whether there are tokens, and Zalo takes them for this account. `source`: of the keys, the
    relay's among them. Raises `OperatorError`.
    """
    if not config.zalo_oa.on:
        return OFF
    if not {"intake", "sender"} & set(roles):
        return NOT_OURS
    settings = zalo_oa_settings(config)
    _known_outside(config, "Zalo")
    if "sender" not in roles:
        return "understood; its tokens are looked at where the sender runs"
    database = Database.connect(config.database.url)
    try:
        known = await known_keys(config, database)
        ring = loading.load(source(), known, {keyring.RELAY}, now=datetime.now(UTC))
        return await _answers(settings, OaTokenVault(database, ring, settings.oa_id))
    finally:
        await database.close()


async def _answers(settings: ZaloOaSettings, vault: OaTokenVault) -> str:
    """One call that changes nothing. The service may replace the token at this very moment."""
    from bot.channels.zalo_oa.client import oa_of
    from bot.channels.zalo_oa.failures import Refused, TokenRefused
    from bot.channels.zalo_oa.http import Http

    http = Http(settings.proxy)
    await http.open()
    try:
        held, refused = await _held(vault), ""
        while held.pair.access != refused:
            try:
                found = await oa_of(settings, http, held.pair.access)
            except TokenRefused:
                refused, held = held.pair.access, await _held(vault)
            except Refused as error:
                raise OperatorError(str(error)) from None
            except RetryAfter:
                return "answers, and asks to wait: there were many requests just now"
            except SendError:
                raise OperatorError(_unreached("zalo_oa")) from None
            else:
                return _ours(settings, found, held)
    finally:
        await http.close()
    raise OperatorError(
        "Zalo refuses the stored token: tinbao run asks for another by itself; if this stays, "
        "run tinbao zalo authorize"
    )


def _ours(settings: ZaloOaSettings, found: str, held: Held) -> str:
    if found and found != settings.oa_id:
        raise OperatorError(
            "the permission is another official account's: correct [zalo_oa] oa_id, or run "
            f"tinbao zalo authorize as an admin of {settings.oa_id}"
        )
    return f"{settings.oa_id} answers, its token is good until {_said(held.pair.expires_at)}"


async def _held(vault: OaTokenVault) -> Held:
    """The stored tokens, if they can be used. Raises `OperatorError`."""
    from bot.channels.zalo_oa.failures import AUTHORISE

    try:
        held = await vault.held()
    except SealError:
        raise OperatorError(
            "the stored tokens cannot be opened: restore the relay's key file, or run "
            "tinbao zalo authorize"
        ) from None
    except StoreUnavailable:
        raise OperatorError("the tokens cannot be read: see the line of the database") from None
    if held is None:
        raise OperatorError("has no permission yet: run tinbao zalo authorize")
    if held.state is PairState.BROKEN:
        raise OperatorError(AUTHORISE)
    if held.pair.expires_at <= datetime.now(UTC):
        raise OperatorError(
            f"its token ended {_said(held.pair.expires_at)}: start tinbao run, which renews it"
        )
    return held


def _known_outside(config: Config, who: str) -> None:
    """Raises `OperatorError` where a webhook could not be reached."""
    if not config.behind_tls:
        raise OperatorError(
            f"{who} brings messages to [service] public_url: set it, beginning with https://"
        )


def _unreached(section: str) -> str:
    return (
        f"does not answer: check [{section}] api_base and proxy, and this machine's way to the "
        "internet"
    )


def _said(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
