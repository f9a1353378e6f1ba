"""Ed25519 as RFC 8032 has it, and the audit's key in its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.errors import KeyFileError, SealError
from storage.crypto import loading, signing
from storage.crypto.signing import SigningKey

# RFC 8032, section 7.1, test 2.
SECRET = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
PUBLIC = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
SIGNATURE = bytes.fromhex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)


def test_the_vector_of_the_rfc() -> None:
    key = SigningKey.from_bytes("audit/1", SECRET)

    assert key.public() == PUBLIC
    assert key.sign(b"\x72") == SIGNATURE
    assert signing.verify(PUBLIC, b"\x72", SIGNATURE)


@pytest.mark.parametrize(
    ("public", "message", "signature"),
    [
        (PUBLIC, b"\x73", SIGNATURE),
        (PUBLIC, b"\x72", SIGNATURE[:-1] + b"\x01"),
        (PUBLIC, b"\x72", b""),
        (bytes(32), b"\x72", SIGNATURE),
        (b"", b"\x72", SIGNATURE),
    ],
)
def test_anything_else_is_false(public: bytes, message: bytes, signature: bytes) -> None:
    assert not signing.verify(public, message, signature)


def test_a_key_shows_nothing_of_itself() -> None:
    assert repr(SigningKey.from_bytes("audit/1", SECRET)) == "SigningKey(...)"
    with pytest.raises(SealError):
        SigningKey.from_bytes("audit/1", SECRET[:-1])


def test_only_who_needs_it_holds_it_and_the_newest_signs(tmp_path: Path) -> None:
    made = loading.create_missing(tmp_path / "keys", ["session", "audit/1", "audit/2"])
    public = {key.key_id: key.public for key in made}

    assert loading.load(tmp_path / "keys", made, {"session"}).signer is None
    signer = loading.load(tmp_path / "keys", made, {"audit"}).signer
    assert signer is not None
    assert signer.key_id == "audit/2"
    assert signer.public() == public["audit/2"] != public["audit/1"]
    (tmp_path / "keys" / "audit-1.key").unlink()
    with pytest.raises(KeyFileError, match=r"audit-1\.key is missing"):
        loading.load(tmp_path / "keys", made, {"audit"})
