"""Sealed streams: any content in any pieces, and no cut, swap or addition goes unnoticed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import SealError
from storage.crypto.stream import CHUNK, _cipher, _nonce, open_stream, seal_stream

KEY, ID = bytes(range(32)), "0123456789abcdef0123456789abcdef"
HEADER, SEALED = 18, CHUNK + 16
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 5]


async def pieces(content: bytes, size: int) -> AsyncIterator[bytes]:
    for at in range(0, len(content), size):
        yield content[at : at + size]


async def joined(chunks: AsyncIterable[bytes]) -> bytes:
    return b"".join([chunk async for chunk in chunks])


async def sealed(content: bytes, size: int = 10_000) -> bytes:
    return await joined(seal_stream(pieces(content, size), KEY, ID))


async def opened(stream: bytes, size: int = 10_000, key: bytes = KEY, file_id: str = ID) -> bytes:
    return await joined(open_stream(pieces(stream, size), key, file_id))


def content_of(size: int) -> bytes:
    return bytes(at * 31 % 251 for at in range(size))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("piece", [1000, CHUNK, CHUNK + 16, 1_000_000])
async def test_content_comes_back(size: int, piece: int) -> None:
    content = content_of(size)
    stream = await sealed(content, piece)
    assert await opened(stream, piece) == content
    assert len(stream) == HEADER + size + 16 * max(1, -(-size // CHUNK))


@settings(max_examples=30)
@given(cuts=st.lists(st.integers(0, 200), max_size=20))
def test_pieces_of_any_size_even_empty(cuts: list[int]) -> None:
    async def uneven(content: bytes) -> AsyncIterator[bytes]:
        for cut in cuts:
            yield content[:cut]
            content = content[cut:]
        yield content

    async def there_and_back() -> bytes:
        return await joined(open_stream(uneven(await sealed(content_of(5000))), KEY, ID))

    assert asyncio.run(there_and_back()) == content_of(5000)


async def test_every_cut_is_noticed() -> None:
    stream = await sealed(content_of(2 * CHUNK + 9))
    borders = [0, HEADER, HEADER + SEALED, HEADER + 2 * SEALED, len(stream)]
    for at in {b + d for b in borders for d in (-17, -16, -1, 0, 1, 16, 17)}:
        if 0 <= at < len(stream):
            with pytest.raises(SealError):
                await opened(stream[:at])


async def test_every_changed_byte_is_noticed() -> None:
    stream = await sealed(content_of(40))
    for at in range(len(stream)):
        damaged = bytearray(stream)
        damaged[at] ^= 1
        with pytest.raises(SealError):
            await opened(bytes(damaged))


def parts_of(stream: bytes) -> tuple[bytes, list[bytes]]:
    body = stream[HEADER:]
    return stream[:HEADER], [body[at : at + SEALED] for at in range(0, len(body), SEALED)]


@pytest.mark.parametrize("size", [3 * CHUNK, 3 * CHUNK - 7])
@pytest.mark.parametrize("order", [(1, 0, 2), (0, 2, 1), (2, 0, 1), (0, 1), (0, 2), (1, 2), (2,)])
async def test_another_order_is_noticed(order: Iterable[int], size: int) -> None:
    header, chunks = parts_of(await sealed(content_of(size)))
    with pytest.raises(SealError):
        await opened(header + b"".join(chunks[at] for at in order))


@pytest.mark.parametrize("size", [0, 7, CHUNK, CHUNK + 7])
async def test_whatever_is_added_is_noticed(size: int) -> None:
    stream = await sealed(content_of(size))
    header, chunks = parts_of(stream)
    for added in (b"\0", bytes(16), chunks[0], chunks[-1], stream):
        with pytest.raises(SealError):
            await opened(stream + added)
    with pytest.raises(SealError):
        await opened(header + header + b"".join(chunks))


async def test_chunks_of_another_sealing_do_not_fit() -> None:
    (header, chunks), (_, others) = (
        parts_of(await sealed(content_of(2 * CHUNK))),
        parts_of(await sealed(content_of(2 * CHUNK))),
    )
    with pytest.raises(SealError):
        await opened(header + chunks[0] + others[1])


async def test_an_empty_chunk_after_a_full_one_is_refused() -> None:
    # Only who holds the file key can make it; two streams of one content would be two truths.
    stream = await sealed(b"")
    cipher = _cipher(KEY, stream[2:HEADER], ID)
    full = cipher.encrypt(_nonce(0, last=False), bytes(CHUNK), None)
    empty = cipher.encrypt(_nonce(1, last=True), b"", None)
    with pytest.raises(SealError, match="empty chunk"):
        await opened(stream[:HEADER] + full + empty)


async def test_another_key_or_file_does_not_open() -> None:
    stream = await sealed(b"content")
    with pytest.raises(SealError):
        await opened(stream, key=bytes(32))
    with pytest.raises(SealError):
        await opened(stream, file_id="f" * 32)
    for length in (0, 16, 31, 33):
        with pytest.raises(SealError):
            await opened(stream, key=bytes(length))


async def test_nothing_comes_out_before_it_is_proven() -> None:
    stream = bytearray(await sealed(content_of(2 * CHUNK)))
    stream[HEADER + CHUNK + 3] ^= 1  # in the first chunk's tag
    seen = []

    async def look() -> None:
        async for chunk in open_stream(pieces(bytes(stream), 100), KEY, ID):
            seen.append(chunk)

    with pytest.raises(SealError):
        await look()
    assert seen == []
