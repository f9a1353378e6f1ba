"""The file store: what it takes, what it refuses, and that it leaves no trace of either."""

from __future__ import annotations

import asyncio
import base64
import errno
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.errors import ConfigError, FileRefused, SealError
from bot.domain.message import Refusal, StoredFile
from storage import files as module
from storage.files import LocalFiles, files_from_url
from storage.media_types import HEAD

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01"
LIMIT = 20 * 1024 * 1024


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "files"


@pytest.fixture
def files(root: Path) -> LocalFiles:
    return LocalFiles(root)


async def pieces(content: bytes, size: int = 16_384) -> AsyncIterator[bytes]:
    for at in range(0, len(content), size):
        yield content[at : at + size]


async def read(files: LocalFiles, file: StoredFile) -> bytes:
    return b"".join([chunk async for chunk in files.get(file)])


def left(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


@pytest.mark.parametrize("size", [0, 1, HEAD, 65_536, 1024 * 1024, 3 * 1024 * 1024 + 17])
@pytest.mark.parametrize("piece", [777, 16_384, 10_000_000])
async def test_what_is_put_can_be_got(
    files: LocalFiles, root: Path, size: int, piece: int
) -> None:
    content = JPEG + bytes(at % 256 for at in range(size))
    file = await files.put(pieces(content, piece), LIMIT)
    assert await read(files, file) == content
    assert (file.media_type, file.size, len(file.key)) == ("image/jpeg", len(content), 32)
    (path,) = left(root)
    assert path.relative_to(root).parts == (file.id[:2], file.id[2:4], file.id)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("content", [b"Ban dem o nha tro", b"<!DOCTYPE html>", bytes(20_000)])
async def test_other_types_are_refused(files: LocalFiles, root: Path, content: bytes) -> None:
    with pytest.raises(FileRefused) as caught:
        await files.put(pieces(content), LIMIT)
    assert caught.value.reason == Refusal.WRONG_TYPE
    assert not left(root)


@pytest.mark.parametrize("chunks", [[], [b""], [b"", b""]])
async def test_empty(files: LocalFiles, root: Path, chunks: list[bytes]) -> None:
    async def source() -> AsyncIterator[bytes]:
        for chunk in chunks:
            yield chunk

    with pytest.raises(FileRefused) as caught:
        await files.put(source(), LIMIT)
    assert caught.value.reason == Refusal.EMPTY
    assert not left(root)


@pytest.mark.parametrize("limit", [100, HEAD, 100_000, 3_000_000])
async def test_too_large_stops_reading(files: LocalFiles, root: Path, limit: int) -> None:
    given = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal given
        yield JPEG.ljust(100)
        given = 100
        while True:
            given += 100
            yield bytes(100)

    with pytest.raises(FileRefused) as caught:
        await files.put(endless(), limit)
    assert caught.value.reason == Refusal.TOO_LARGE
    assert given <= limit + 100
    assert not left(root)


async def test_exactly_the_limit_is_taken(files: LocalFiles) -> None:
    assert (await files.put(pieces(JPEG.ljust(5000)), 5000)).size == 5000


@pytest.mark.parametrize("sent", [10, 100_000, 2_500_000])
async def test_a_cancelled_upload_leaves_nothing(files: LocalFiles, root: Path, sent: int) -> None:
    waiting = asyncio.Event()

    async def stalled() -> AsyncIterator[bytes]:
        yield JPEG.ljust(sent)
        waiting.set()
        await asyncio.sleep(3600)

    task = asyncio.create_task(files.put(stalled(), LIMIT))
    await waiting.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not left(root)


@pytest.mark.parametrize("steps", range(0, 40, 3))
async def test_cancelling_at_any_moment_leaves_nothing(
    files: LocalFiles, root: Path, steps: int
) -> None:
    async def slow() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield JPEG.ljust(1_200_000)
            await asyncio.sleep(0)

    task = asyncio.create_task(files.put(slow(), LIMIT))
    for _ in range(steps):
        await asyncio.sleep(0 if steps % 2 else 0.0005)
    task.cancel()
    done = (await asyncio.gather(task, return_exceptions=True))[0]
    assert len(left(root)) == (1 if isinstance(done, StoredFile) else 0)


async def test_a_broken_upload_leaves_nothing(files: LocalFiles, root: Path) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield JPEG.ljust(2_000_000)
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await files.put(broken(), LIMIT)
    assert not left(root)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize("call", ["fsync", "open"])
async def test_a_full_disk(
    files: LocalFiles, root: Path, monkeypatch: pytest.MonkeyPatch, code: int, call: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr(module.os, call, full)
        with pytest.raises(FileRefused) as caught:
            await files.put(pieces(JPEG), LIMIT)
    assert caught.value.reason == Refusal.STORE_FULL
    assert not left(root)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("size", [100, 5_000_000])
async def test_a_disk_that_fills_while_writing(
    files: LocalFiles, root: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    real = os.open

    def full(path: Path, flags: int, mode: int = 0o600) -> int:
        return real("/dev/full", os.O_WRONLY) if flags & os.O_CREAT else real(path, flags, mode)

    with monkeypatch.context() as patch:
        patch.setattr(module.os, "open", full)
        with pytest.raises(FileRefused) as caught:
            await files.put(pieces(JPEG.ljust(size)), LIMIT)
    assert caught.value.reason == Refusal.STORE_FULL
    assert not left(root)


async def test_other_troubles_of_the_disk_are_not_hidden() -> None:
    with pytest.raises(OSError, match="Not a directory"):
        await LocalFiles(Path(__file__)).put(pieces(JPEG), LIMIT)


async def test_no_plaintext_ever_lies_on_the_disk(files: LocalFiles, root: Path) -> None:
    canary = b"CANARY-7f3k2-nha-tro-so-12"
    seen = []

    async def watched() -> AsyncIterator[bytes]:
        yield JPEG
        for _ in range(40):
            yield canary * 5000
            seen.extend(path.read_bytes() for path in left(root))

    file = await files.put(watched(), LIMIT)
    seen.extend(path.read_bytes() for path in left(root))
    assert len(seen) > 1
    shapes = [canary, canary.hex().encode(), canary.decode().encode("utf-16-le")]
    shapes += [base64.b64encode(canary[at : at + 21])[:28] for at in range(3)]
    shapes += [file.key, file.key.hex().encode(), base64.b64encode(file.key), b"jpeg", b"JFIF"]
    for content in {*seen, *(str(path).encode() for path in left(root))}:
        assert not any(shape in content for shape in shapes)


async def test_damage_and_exchange_are_noticed(files: LocalFiles, root: Path) -> None:
    one = await files.put(pieces(JPEG.ljust(100_000)), LIMIT)
    two = await files.put(pieces(JPEG.ljust(100_000)), LIMIT)
    paths = {path.name: path for path in left(root)}
    whole = paths[one.id].read_bytes()
    for content in (paths[two.id].read_bytes(), whole[:-1], whole[:70_000], whole + b"\0", b""):
        paths[one.id].write_bytes(content)
        with pytest.raises(SealError):
            await read(files, one)
    for missing in ("0" * 32, "../../etc/passwd", ""):
        with pytest.raises(SealError):
            await read(files, StoredFile(missing, one.key, one.media_type, one.size))


async def test_a_reader_may_go_away(files: LocalFiles) -> None:
    file = await files.put(pieces(JPEG.ljust(3_000_000)), LIMIT)
    opened = files.get(file)
    assert (await anext(opened)).startswith(JPEG)
    await opened.aclose()


async def test_delete(files: LocalFiles, root: Path) -> None:
    file = await files.put(pieces(JPEG), LIMIT)
    for file_id in (file.id, file.id, "../../etc/passwd", ""):
        await files.delete(file_id)
    assert not left(root)


def _touch(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"half")


async def test_orphans_can_be_listed_and_removed(files: LocalFiles, root: Path) -> None:
    assert [file_id async for file_id in files.ids()] == []
    old, new = [(await files.put(pieces(JPEG), LIMIT)).id for _ in range(2)]
    crashed = root / "ab" / "cd" / ("abcd" + "0" * 28 + ".part")
    for path in (crashed, root / "README", root / "ab" / "cd" / "notes"):
        _touch(path)
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    for path in left(root):
        if path.name != new:
            os.utime(path, (0, hour_ago.timestamp() - 60))
    assert {file_id async for file_id in files.ids()} == {old, new, crashed.stem}
    stale = [file_id async for file_id in files.ids(older_than=hour_ago)]
    assert sorted(stale) == sorted([old, crashed.stem])
    for file_id in stale:
        await files.delete(file_id)
    assert [file_id async for file_id in files.ids()] == [new]


@pytest.mark.parametrize(
    "url", ["s3://bucket/prefix", "data/files", "", "file:", "file:///", "file://host/x", "http:x"]
)
def test_urls_that_cannot_be_used(url: str) -> None:
    with pytest.raises(ConfigError, match="file:data/files"):
        files_from_url(url)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("file:data/files", "data/files"),
        ("file:/srv/tinbao", "/srv/tinbao"),
        ("file:///srv/tin%20bao", "/srv/tin bao"),
    ],
)
def test_urls_of_folders(url: str, path: str) -> None:
    assert files_from_url(url)._root == Path(path)
