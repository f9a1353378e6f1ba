"""A file store that keeps cleaned files only."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import datetime

from bot.cleaning.cleaner import Cleaner
from bot.domain.message import StoredFile
from bot.domain.ports import FileStore


class CleanFiles:
    """A `bot.domain.ports.FileStore` around another one.

    A file comes in whole first, sealed under an id and a key that only this process's memory
    knows: memory stays flat however many arrive slowly, and what a crash leaves behind nobody can
    open. Then it goes through the worker, and what comes out is stored.
    """

    def __init__(self, inner: FileStore, cleaner: Cleaner) -> None:
        self._inner = inner
        self._cleaner = cleaner

    async def put(
        self, chunks: AsyncIterator[bytes], limit: int, into: StoredFile | None = None
    ) -> StoredFile:
        """Clean and store. The type and size returned are the cleaned file's. Raises
        `FileRefused`; nothing is left of a file that could not be cleaned.
        """
        raw = await self._inner.put(chunks, limit)
        try:
            return await self._through(raw, "clean", limit, into)
        finally:
            await self._inner.delete(raw.id)

    async def alter(self, file: StoredFile, limit: int, into: StoredFile) -> StoredFile:
        """Store the voice of `file` altered under the id and key of `into`. `file` stays.

        Raises `FileRefused` or `SealError`.
        """
        return await self._through(file, "alter", limit, into)

    async def _through(
        self, raw: StoredFile, mode: str, limit: int, into: StoredFile | None
    ) -> StoredFile:
        # Twice: a picture coded anew may be larger than the one that came.
        async with (
            aclosing(self._inner.get(raw)) as opened,  # type: ignore[type-var]
            aclosing(self._cleaner.run(opened, mode)) as cleaned,
        ):
            return await self._inner.put(cleaned, 2 * limit, into)

    def get(self, file: StoredFile) -> AsyncIterator[bytes]:
        """The opened content. Raises `SealError`."""
        return self._inner.get(file)

    async def seen(self, file: StoredFile) -> StoredFile:
        """The file with the type and size it really has. Raises `SealError`."""
        return await self._inner.seen(file)

    def ids(self, older_than: datetime | None = None) -> AsyncIterator[str]:
        """Every file that lies here."""
        return self._inner.ids(older_than)

    async def exists(self, file_id: str) -> bool:
        """Whether it has come in."""
        return await self._inner.exists(file_id)

    async def delete(self, file_id: str) -> None:
        """Remove; missing is fine."""
        await self._inner.delete(file_id)
