"""Files are fetched where the web is served, and from nothing else that listens there."""

from __future__ import annotations

import pytest
from aiohttp.resolver import ThreadedResolver

from bot.channels.downloads import Downloads
from bot.domain.errors import FileRefused, Transient
from tests.channels.test_downloads import far, refused  # noqa: F401


@pytest.mark.parametrize("port", [22, 8080, 8443, 6379, 65535])
async def test_only_the_webs_own_ports(
    far: Downloads,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    port: int,
) -> None:
    asked: list[str] = []

    async def resolve(self: ThreadedResolver, host: str, *_: object, **__: object) -> list[object]:
        asked.append(host)
        raise OSError

    monkeypatch.setattr(ThreadedResolver, "resolve", resolve)
    for scheme in ("http", "https"):
        error = await refused(far, f"{scheme}://media.example.vn:{port}/x")
        assert isinstance(error, FileRefused)
    assert asked == []
    for good in ("http://a.example.vn/x", "https://b.example.vn/x", "https://c.example.vn:443/"):
        assert isinstance(await refused(far, good), Transient)
    assert [host[0] for host in asked] == ["a", "b", "c"]
