"""Files, sealed while they arrive: none of their content ever lies on the disk in clear.

A file lies in `<root>/ab/cd/<id>`, where `abcd` begins its id. Nothing around it says what it is
or whose; only its size and when it came can be seen.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import re
import secrets
import shutil
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import replace
from datetime import datetime
from functools import partial
from io import BufferedWriter
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import unquote, urlsplit

from bot.domain.errors import ConfigError, FileRefused, SealError
from bot.domain.message import Refusal, StoredFile
from storage.crypto.stream import new_file_key, open_stream, opened_size, seal_stream
from storage.media_types import HEAD, kind_of, sniff

__all__ = ["LocalFiles", "files_from_url", "kind_of"]

RESERVE: Final = 512 * 1024 * 1024
"""Bytes left free for the database: words must still be taken when there is no room for films."""
_BATCH: Final = 1024 * 1024
"""Bytes per trip to a thread: a photo takes one or two, and a film never lies in memory whole."""

_ID: Final = re.compile(r"[0-9a-f]{32}")
_PART: Final = ".part"
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})

T = TypeVar("T")


def files_from_url(url: str) -> LocalFiles:
    """The file store of `[files] url`. Raises `ConfigError`."""
    parts = urlsplit(url)
    if parts.scheme != "file":
        raise ConfigError(
            "[files] url: only file: is supported in this version, such as file:data/files"
        )
    if parts.netloc or not parts.path.strip("/"):
        raise ConfigError("[files] url must name a folder on this machine: file:data/files")
    return LocalFiles(Path(unquote(parts.path)))


class LocalFiles:
    """A `bot.domain.ports.FileStore` in a folder of this machine."""

    def __init__(self, root: Path) -> None:
        self._root = root

    async def put(
        self, chunks: AsyncIterator[bytes], limit: int, into: StoredFile | None = None
    ) -> StoredFile:
        """Seal and store, under the id and key of `into` when given; durable when it returns.

        Raises `FileRefused`: empty, not a type that is taken, more than `limit` bytes, or no room.
        After any error, and after a cancellation, nothing of the file is left.
        """
        if await _in_thread(partial(_nearly_full, self._root)):
            raise FileRefused(Refusal.STORE_FULL)
        source = _Source(chunks, limit)
        media_type = sniff(await source.head())
        if media_type is None:
            raise FileRefused(Refusal.WRONG_TYPE)
        file_id = into.id if into else secrets.token_hex(16)
        key = into.key if into else new_file_key()
        writer = _Writer(self._root, self._path(file_id))
        try:
            async with aclosing(seal_stream(source.content(), key, file_id)) as sealed:
                await _write(writer, sealed)
        except BaseException as error:
            await _in_thread(writer.discard)
            if isinstance(error, OSError) and error.errno in _FULL:
                raise FileRefused(Refusal.STORE_FULL) from None
            raise
        return StoredFile(file_id, key, media_type, source.size)

    async def get(self, file: StoredFile) -> AsyncGenerator[bytes, None]:
        """The opened content, about 64 KiB at a time.

        Raises `SealError`: missing, damaged, or cut. A damaged piece is never yielded; those
        before it may have been.
        """
        if not _ID.fullmatch(file.id):
            raise SealError("not a file id")
        async with (
            aclosing(_read(self._path(file.id))) as sealed,
            aclosing(open_stream(sealed, file.key, file.id)) as opened,
        ):
            async for piece in opened:
                yield piece

    async def seen(self, file: StoredFile) -> StoredFile:
        """The file with the type and size of what lies here. Raises `SealError`."""
        async with aclosing(self.get(file)) as pieces:
            head = await anext(pieces, b"")
        sealed = await _in_thread(lambda: self._path(file.id).stat().st_size)
        media_type = sniff(head[:HEAD]) or file.media_type
        return replace(file, media_type=media_type, size=opened_size(sealed))

    async def exists(self, file_id: str) -> bool:
        """Whether a whole file lies under this id."""
        return bool(_ID.fullmatch(file_id)) and await _in_thread(self._path(file_id).is_file)

    async def delete(self, file_id: str) -> None:
        """Remove, with what an interrupted upload left under this id; missing is fine."""
        if _ID.fullmatch(file_id):
            await _in_thread(_Writer(self._root, self._path(file_id)).discard)

    async def ids(self, older_than: datetime | None = None) -> AsyncGenerator[str, None]:
        """What lies here, also what a crash left half written, so that orphans can be deleted.

        With `older_than` (aware) only what was last written before it: younger files may belong to
        a turn that has not been committed yet.
        """
        before = older_than.timestamp() if older_than else float("inf")
        for folder in await _in_thread(partial(_folders, self._root)):
            for file_id in await _in_thread(partial(_list, folder, before)):
                yield file_id

    def _path(self, file_id: str) -> Path:
        return self._root / file_id[:2] / file_id[2:4] / file_id


class _Source:
    """An upload, counted. Raises `FileRefused` from wherever it is read too far."""

    def __init__(self, chunks: AsyncIterator[bytes], limit: int) -> None:
        self.size = 0
        self._chunks = chunks
        self._limit = limit
        self._head = bytearray()

    async def head(self) -> bytes:
        """As much of the beginning as `sniff` looks at."""
        async for chunk in self._chunks:
            self._head += self._count(chunk)
            if len(self._head) >= HEAD:
                break
        if not self._head:
            raise FileRefused(Refusal.EMPTY)
        return bytes(self._head[:HEAD])

    async def content(self) -> AsyncGenerator[bytes, None]:
        """All of it, the head first."""
        yield bytes(self._head)
        self._head.clear()
        async for chunk in self._chunks:
            yield self._count(chunk)

    def _count(self, chunk: bytes) -> bytes:
        self.size += len(chunk)
        if self.size > self._limit:
            raise FileRefused(Refusal.TOO_LARGE)
        return chunk


class _Writer:
    """Writes one sealed file from threads.

    `.part` first, so that a file under its own name is whole.
    """

    def __init__(self, root: Path, path: Path) -> None:
        self._root = root
        self._path = path
        self._part = path.with_name(path.name + _PART)
        self._file: BufferedWriter | None = None

    def write(self, data: bytes) -> None:
        self._opened().write(data)

    def finish(self, data: bytes) -> None:
        file = self._opened()
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
        file.close()
        self._part.rename(self._path)
        _sync(self._path.parent)

    def _opened(self) -> BufferedWriter:
        if self._file is None:
            for folder in (self._root, self._path.parent.parent, self._path.parent):
                _make(folder)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
            self._file = os.fdopen(os.open(self._part, flags, 0o600), "wb")
        return self._file

    def discard(self) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):  # a full disk refuses the last bytes once more
                self._file.close()
        gone = False
        for path in (self._part, self._path):
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
                gone = True
        if gone:
            _sync(self._path.parent)


def _nearly_full(root: Path) -> bool:
    there = next(path for path in (root, *root.absolute().parents) if path.exists())
    return shutil.disk_usage(there).free < RESERVE


async def _write(writer: _Writer, sealed: AsyncIterator[bytes]) -> None:
    batch = bytearray()
    async for piece in sealed:
        batch += piece
        if len(batch) >= _BATCH:
            await _in_thread(partial(writer.write, bytes(batch)))
            batch.clear()
    await _in_thread(partial(writer.finish, bytes(batch)))


async def _read(path: Path) -> AsyncGenerator[bytes, None]:
    at = 0
    while True:
        try:
            batch = await _in_thread(partial(_read_at, path, at))
        except OSError:
            raise SealError("the file is not in the store, or cannot be read") from None
        yield batch
        at += len(batch)
        if len(batch) < _BATCH:
            return


def _read_at(path: Path, at: int) -> bytes:
    # Opened anew for each batch: a reader that goes away in the middle leaves nothing open.
    with path.open("rb") as file:
        file.seek(at)
        return file.read(_BATCH)


async def _in_thread(call: Callable[[], T]) -> T:
    """Run blocking I/O.

    When cancelled, wait for the thread: what it made must be there to be removed.
    """
    task = asyncio.ensure_future(asyncio.to_thread(call))
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        task.exception()  # looked at, or asyncio would report it as lost
        raise cancelled
    return task.result()


def _make(folder: Path) -> None:
    """Make a folder that survives power loss."""
    try:
        folder.mkdir(mode=0o700, parents=True)
    except FileExistsError:
        return
    _sync(folder.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _folders(root: Path) -> list[Path]:
    return sorted(root.glob("[0-9a-f][0-9a-f]")) if root.is_dir() else []


def _list(folder: Path, before: float) -> list[str]:
    found = set()
    for path in folder.glob("*/*"):
        file_id = path.name.removesuffix(_PART)
        with contextlib.suppress(FileNotFoundError):  # deleted meanwhile
            if _ID.fullmatch(file_id) and path.stat().st_mtime < before:
                found.add(file_id)
    return sorted(found)
