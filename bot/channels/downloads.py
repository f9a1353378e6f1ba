"""Files that a platform names by an address: fetched as they come, from the internet alone.

The address comes from outside. It must not make this machine ask itself or its neighbours for
something, so every host is looked at after its name was resolved, where the connection is made,
and again at each redirect.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import AsyncGenerator, AsyncIterator, Collection
from contextlib import aclosing
from http import HTTPStatus
from typing import Final

from aiohttp import (
    ClientConnectorDNSError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    TCPConnector,
)
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from bot.domain.errors import FileRefused, SendError, Transient
from bot.domain.message import Refusal

EXPIRED: Final = "expired"
"""Why a file that is not handed out any more is refused; the catalogues have words for it."""
REDIRECTS: Final = 3
CONNECT_S: Final = 10.0
READ_S: Final = 20.0
TOTAL_S: Final = 600.0
PIECE: Final = 64 * 1024
_MOVED: Final = (301, 302, 303, 307, 308)
_LOST: Final = (401, 403, 404, 410)
_PORTS: Final = (80, 443)
"""What else listens on a public host is no store of files."""
_LOCAL: Final = ("localhost", "local", "internal", "lan", "home", "arpa")


class NotPublic(OSError):
    """A host that is not on the internet."""


class Downloads:
    """Fetches for one channel. `open()` before use, `close()` at the end.

    `allow_private` is for test servers and relays of ours. `hosts`: only these and what lies below
    them; empty: any. With a `proxy` (`http://host:port`) names are resolved there, so that only
    what an address says by itself can be looked at here.
    """

    def __init__(
        self, *, allow_private: bool = False, proxy: str = "", hosts: Collection[str] = ()
    ) -> None:
        self._allow_private, self._proxy, self._hosts = allow_private, proxy, tuple(hosts)
        self._session: ClientSession | None = None

    async def open(self) -> None:
        """Make the connection pool."""
        if self._session is None:
            guarded = not (self._allow_private or self._proxy)
            resolver = PublicResolver() if guarded else ThreadedResolver()
            self._session = ClientSession(
                connector=TCPConnector(resolver=resolver, limit=32),
                cookie_jar=DummyCookieJar(),
                auto_decompress=False,  # a small answer must not become a large one
                trust_env=False,
            )

    async def close(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def fetch(self, address: str, limit: int) -> AsyncIterator[bytes]:
        """The content of at most `limit` bytes, in pieces as they come.

        Raises `FileRefused` ("expired" for what is not handed out any more, or lies where nobody
        may be sent; "too-large") or `Transient`, both bare: aiohttp's exceptions carry addresses.
        """
        problem: FileRefused | SendError | None = None
        try:
            async with aclosing(self._pieces(address, limit)) as pieces:
                async for piece in pieces:
                    yield piece
        except (FileRefused, SendError) as error:
            problem = error
        except Exception as error:
            problem = _meant(error)
        if problem:
            raise problem.with_traceback(None) from None

    async def _pieces(self, address: str, limit: int) -> AsyncGenerator[bytes, None]:
        if self._session is None:
            raise Transient("not open")
        url = self._checked(address)
        for _ in range(REDIRECTS + 1):
            async with self._session.get(
                url,
                allow_redirects=False,
                proxy=self._proxy or None,
                headers={"Accept-Encoding": "identity"},
                timeout=ClientTimeout(TOTAL_S, sock_connect=CONNECT_S, sock_read=READ_S),
            ) as response:
                if response.status not in _MOVED:
                    _judge(response, limit)
                    size = 0
                    async for piece in response.content.iter_chunked(PIECE):
                        size += len(piece)
                        if size > limit:
                            raise FileRefused(Refusal.TOO_LARGE)
                        yield piece
                    return
                to = response.headers.get("Location", "")
            if not to:
                raise Transient("moved, but not where to")
            url = self._checked(str(url.join(URL(to))))
        raise Transient("too many redirects")

    def _checked(self, address: str) -> URL:
        """Raises `FileRefused` for an address that nobody is sent to, `ValueError` for none."""
        url = URL(address)
        host = (url.host or "").rstrip(".").casefold()
        if url.scheme not in ("http", "https") or not host or not self._may(host):
            raise FileRefused(EXPIRED)
        if not (self._allow_private or url.port in _PORTS):
            raise FileRefused(EXPIRED)
        return url.with_user(None)

    def _may(self, host: str) -> bool:
        if self._hosts and not any(host == h or host.endswith(f".{h}") for h in self._hosts):
            return False
        if self._allow_private:
            return True
        if number := _number(host):
            return is_public(number)
        return "." in host and host.rpartition(".")[2] not in _LOCAL


class PublicResolver(AbstractResolver):
    """Resolves names of the internet; raises `NotPublic` when any address of one is not there."""

    def __init__(self) -> None:
        self._inner = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """What the connector asks before it connects."""
        found = await self._inner.resolve(host, port, family)
        if not all(is_public(each["host"]) for each in found):
            raise NotPublic("not a public address")
        return found

    async def close(self) -> None:
        """Nothing is held."""
        await self._inner.close()


def is_public(address: str) -> bool:
    """Whether an IP address is on the internet, also when it is an IPv4 one inside an IPv6 one."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return ip.ipv4_mapped is not None and is_public(str(inner))
        if ip in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
        if ip.is_site_local or any(ip in network for network in _INNER):
            return False
    return ip.is_global and not ip.is_multicast


_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_INNER: Final = (ipaddress.ip_network("::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
"""IPv4 inside IPv6 as it was once written, and as a network of one's own translates it."""


def _number(host: str) -> str:
    """The IP address that a host is, also as `127.1` or `0x7f000001`, which C libraries take."""
    try:
        return str(ipaddress.ip_address(host.strip("[]").partition("%")[0]))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except (OSError, ValueError):
        return ""


def _judge(response: ClientResponse, limit: int) -> None:
    if response.status in _LOST:
        raise FileRefused(EXPIRED)
    if response.status != HTTPStatus.OK:
        raise Transient(f"HTTP {response.status}")
    if (response.content_length or 0) > limit:
        raise FileRefused(Refusal.TOO_LARGE)


def _meant(error: Exception) -> FileRefused | SendError:
    if isinstance(error, ClientConnectorDNSError) and isinstance(error.os_error, NotPublic):
        return FileRefused(EXPIRED)
    if isinstance(error, ValueError):
        return FileRefused(EXPIRED)  # an address that is none
    return Transient(type(error).__name__)
