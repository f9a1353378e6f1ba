"""What version 1 sealed must open for ever: `vectors.json` is added to, never made anew."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterable, AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from storage.crypto import envelope
from storage.crypto.envelope import Place, PrivateKey, SecretKey, derive, fingerprint
from storage.crypto.keyfile import KeyFile, KeyName
from storage.crypto.pseudonym import pseudonym
from storage.crypto.stream import open_stream, seal_stream

VECTORS: dict[str, Any] = json.loads(Path(__file__).with_name("vectors.json").read_text())
PAIRS = {
    v["key_id"]: PrivateKey.from_bytes(v["key_id"], bytes.fromhex(v["private"]))
    for v in VECTORS["pairs"]
}
SECRETS = {v["label"]: SecretKey(v["label"], bytes.fromhex(v["key"])) for v in VECTORS["derived"]}


def each(name: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("vector", VECTORS[name])


@each("pairs")
def test_pairs(vector: dict[str, Any]) -> None:
    public = PAIRS[vector["key_id"]].public().to_bytes()
    assert hashlib.sha256(public).hexdigest() == vector["public_sha256"]
    assert fingerprint(vector["key_id"]).hex() == vector["fingerprint"]


@each("derived")
def test_derived_keys(vector: dict[str, Any]) -> None:
    key = derive(bytes.fromhex(vector["secret"]), vector["label"])
    assert key.to_bytes().hex() == vector["key"]
    assert fingerprint(key.key_id).hex() == vector["fingerprint"]


@each("places")
def test_places(vector: list[Any]) -> None:
    assert Place(*vector[0]).to_bytes().hex() == vector[1]


@each("sealed")
def test_ciphertexts(vector: dict[str, Any]) -> None:
    key = PAIRS.get(vector["key"]) or SECRETS[vector["key"]]
    opened = envelope.open(bytes.fromhex(vector["sealed"]), key, Place(*vector["place"]))
    assert opened.decode() == vector["text"]


@each("pseudonyms")
def test_pseudonyms(vector: dict[str, Any]) -> None:
    secret = bytes.fromhex(vector["secret"])
    made = pseudonym(secret, vector["purpose"], *vector["parts"], size=vector["size"])
    assert made.hex() == vector["is"]


@each("streams")
async def test_streams(vector: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    salt, key = bytes.fromhex(vector["salt"]), bytes.fromhex(vector["key"])
    content = bytes(at * 31 % 251 for at in range(vector["size"]))
    monkeypatch.setattr("storage.crypto.stream.os.urandom", lambda size: salt[:size])
    sealed = await joined(seal_stream(one(content), key, vector["file_id"]))
    assert hashlib.sha256(sealed).hexdigest() == vector["sealed_sha256"]
    assert sealed.hex() == vector.get("sealed", sealed.hex())
    assert await joined(open_stream(one(sealed), key, vector["file_id"])) == content


def test_key_file(tmp_path: Path) -> None:
    vector = VECTORS["key_file"]
    path = tmp_path / vector["name"]
    path.write_text(vector["text"])
    path.chmod(0o600)
    secret = KeyFile(tmp_path, KeyName.parse(vector["key_id"])).read()
    assert secret == PAIRS[vector["key_id"]].to_bytes()


async def one(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def joined(chunks: AsyncIterable[bytes]) -> bytes:
    return b"".join([chunk async for chunk in chunks])
