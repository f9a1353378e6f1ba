"""Files, sealed as they stream: age's STREAM construction, with AES-256-GCM.

    version (1) | algorithm (1) | salt (16) | chunk | chunk | ... | last chunk

A chunk is 64 KiB of the file and a tag of 16 bytes; only the last may be shorter, and only an
empty file has an empty one. The nonce is the chunk's number (11 bytes) and whether it is the last
(1), so that cutting, reordering and appending all fail (Hoang, Reyhanitabar, Rogaway and Vizár,
2015).

Each stream has its own key, from the file key, a fresh salt and the file's id: another file's
content in its place fails, and sealing twice under one file key never meets a nonce again.
"""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, AsyncIterable
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.domain.errors import SealError
from storage.crypto.envelope import framed

CHUNK: Final = 64 * 1024
FILE_KEY_BYTES: Final = 32
_TAG: Final = 16
_SALT: Final = 16
_HEAD: Final = b"\x01\x02"
"""Format version, then the algorithm by `envelope`'s number."""


def new_file_key() -> bytes:
    """32 random bytes."""
    return os.urandom(FILE_KEY_BYTES)


def opened_size(sealed: int) -> int:
    """Bytes of content in a stream of `sealed` bytes."""
    body = sealed - len(_HEAD) - _SALT
    return body - -(-body // (CHUNK + _TAG)) * _TAG


async def seal_stream(
    chunks: AsyncIterable[bytes], key: bytes, file_id: str
) -> AsyncGenerator[bytes, None]:
    """Seal pieces of any size; yields the header, then about 64 KiB at a time."""
    salt = os.urandom(_SALT)
    cipher = _cipher(key, salt, file_id)
    yield _HEAD + salt
    waiting = bytearray()
    number = 0
    async for piece in chunks:
        waiting += piece
        # Strictly more than a chunk: a full one is held back, since it may turn out to be the
        # last.
        while len(waiting) > CHUNK:
            yield cipher.encrypt(_nonce(number, last=False), bytes(waiting[:CHUNK]), None)
            del waiting[:CHUNK]
            number += 1
    yield cipher.encrypt(_nonce(number, last=True), bytes(waiting), None)


async def open_stream(
    chunks: AsyncIterable[bytes], key: bytes, file_id: str
) -> AsyncGenerator[bytes, None]:
    """The content; never a byte that is not authenticated.

    Raises `SealError`, in a cut stream only at its end: whoever passes content on meanwhile must
    treat what came before the error as incomplete.
    """
    cipher: AESGCM | None = None
    waiting = bytearray()
    number = 0
    async for piece in chunks:
        waiting += piece
        if cipher is None and len(waiting) >= len(_HEAD) + _SALT:
            cipher = _cipher_of_head(bytes(waiting[: len(_HEAD) + _SALT]), key, file_id)
            del waiting[: len(_HEAD) + _SALT]
        while cipher is not None and len(waiting) > CHUNK + _TAG:
            yield _open(cipher, number, bytes(waiting[: CHUNK + _TAG]), last=False)
            del waiting[: CHUNK + _TAG]
            number += 1
    if cipher is None:
        raise SealError("the file is cut short")
    content = _open(cipher, number, bytes(waiting), last=True)
    if number and not content:
        raise SealError("the file ends in an empty chunk")
    if content:
        yield content


def _cipher_of_head(head: bytes, key: bytes, file_id: str) -> AESGCM:
    if not head.startswith(_HEAD):
        raise SealError("not a sealed file of a version this program knows")
    return _cipher(key, head[len(_HEAD) :], file_id)


def _cipher(key: bytes, salt: bytes, file_id: str) -> AESGCM:
    if len(key) != FILE_KEY_BYTES:
        raise SealError("not a file key: wrong length")
    info = framed(b"tinbao file", _HEAD, file_id.encode())
    return AESGCM(HKDF(SHA256(), FILE_KEY_BYTES, salt=salt, info=info).derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _open(cipher: AESGCM, number: int, sealed: bytes, *, last: bool) -> bytes:
    try:
        return cipher.decrypt(_nonce(number, last=last), sealed, None)
    except (InvalidTag, ValueError):
        raise SealError("the file is damaged, cut short, or another's") from None
