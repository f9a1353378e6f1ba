"""What is sealed opens with its key, in its place, whole: and in no other way."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import SealError
from storage.crypto import envelope
from storage.crypto.envelope import Place, PrivateKey, PublicKey, SecretKey, derive, generate, seal

PAIR = generate("unit/tan-khai/1")
OTHER = generate("unit/tan-khai/1")
SECRET = derive(b"7F3K2Q9A7F3K2Q9A", "receipt")
PLACE = Place("messages", "body", 7)
SEALERS = pytest.mark.parametrize(
    ("to", "with_"), [(PAIR.public(), PAIR), (SECRET, SECRET)], ids=["pair", "secret"]
)

places = st.builds(
    Place, st.text(), st.text(), st.integers(min_value=-(2**63), max_value=2**63 - 1)
).filter(lambda place: not any("\ud800" <= c <= "\udfff" for c in place.table + place.column))


@SEALERS
@settings(max_examples=60)
@given(plaintext=st.binary(max_size=3000), place=places, exact=st.booleans())
def test_what_is_sealed_opens(
    to: PublicKey | SecretKey,
    with_: PrivateKey | SecretKey,
    plaintext: bytes,
    place: Place,
    exact: bool,
) -> None:
    sealed = seal(plaintext, to, place, exact=exact)
    assert envelope.open(sealed, with_, place) == plaintext


@SEALERS
def test_every_changed_byte_is_noticed(
    to: PublicKey | SecretKey, with_: PrivateKey | SecretKey
) -> None:
    sealed = seal(b"Ban dem o nha tro", to, PLACE, exact=True)
    for at in range(len(sealed)):
        for flip in (0x01, 0x80):
            damaged = bytearray(sealed)
            damaged[at] ^= flip
            with pytest.raises(SealError):
                envelope.open(bytes(damaged), with_, PLACE)


@SEALERS
def test_every_cut_and_every_addition_is_noticed(
    to: PublicKey | SecretKey, with_: PrivateKey | SecretKey
) -> None:
    sealed = seal(b"Ban dem o nha tro", to, PLACE, exact=True)
    for damaged in (*(sealed[:at] for at in range(len(sealed))), sealed + b"\0", sealed + sealed):
        with pytest.raises(SealError):
            envelope.open(damaged, with_, PLACE)


@SEALERS
@given(junk=st.binary(max_size=1300))
def test_junk_is_refused_as_such(
    to: PublicKey | SecretKey, with_: PrivateKey | SecretKey, junk: bytes
) -> None:
    head = seal(b"", to, PLACE)[:10]
    for ciphertext in (junk, head + junk):
        with pytest.raises(SealError):
            envelope.open(ciphertext, with_, PLACE)


@SEALERS
@pytest.mark.parametrize(
    "elsewhere",
    [
        replace(PLACE, row=8),
        replace(PLACE, row=-7),
        replace(PLACE, column="note"),
        replace(PLACE, table="notes"),
        Place("messagesbody", "", 7),
        Place("messages", "body7", 7),
        Place("body", "messages", 7),
    ],
    ids=str,
)
def test_another_place_does_not_open(
    to: PublicKey | SecretKey, with_: PrivateKey | SecretKey, elsewhere: Place
) -> None:
    with pytest.raises(SealError):
        envelope.open(seal(b"x", to, PLACE), with_, elsewhere)


@given(first=places, second=places)
def test_places_have_unambiguous_bytes(first: Place, second: Place) -> None:
    assert (first.to_bytes() == second.to_bytes()) == (first == second)


@pytest.mark.parametrize(
    ("to", "with_"),
    [
        (PAIR.public(), OTHER),
        (PAIR.public(), generate("unit/tan-khai/2")),
        (PAIR.public(), SECRET),
        (SECRET, PAIR),
        (SECRET, derive(b"7F3K2Q9A7F3K2Q9B", "receipt")),
        (SECRET, derive(b"7F3K2Q9A7F3K2Q9A", "web session")),
    ],
)
def test_another_key_does_not_open(
    to: PublicKey | SecretKey, with_: PrivateKey | SecretKey
) -> None:
    with pytest.raises(SealError):
        envelope.open(seal(b"x", to, PLACE), with_, PLACE)


def test_an_error_carries_nothing() -> None:
    sealed = seal(b"CANARY", SECRET, PLACE)
    with pytest.raises(SealError) as caught:
        envelope.open(sealed, SECRET, Place("other", "place", 1))
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    assert "CANARY" not in str(caught.value)


def test_the_same_words_are_sealed_differently_each_time() -> None:
    for to in (PAIR.public(), SECRET):
        assert len({seal(b"x", to, PLACE) for _ in range(50)}) == 50


def test_keys_survive_their_bytes() -> None:
    again = PrivateKey.from_bytes(PAIR.key_id, PAIR.to_bytes())
    public = PublicKey.from_bytes(PAIR.key_id, PAIR.public().to_bytes())
    assert public == PAIR.public() == again.public()
    assert envelope.open(seal(b"x", public, PLACE), again, PLACE) == b"x"
    secret = SecretKey.from_bytes(SECRET.key_id, SECRET.to_bytes())
    assert envelope.open(seal(b"x", SECRET, PLACE), secret, PLACE) == b"x"


@pytest.mark.parametrize("kind", [PrivateKey, PublicKey, SecretKey])
@pytest.mark.parametrize("length", [0, 31, 33, 95, 97, 1215, 1217])
def test_bytes_of_another_length_are_no_key(
    kind: type[PrivateKey | PublicKey | SecretKey], length: int
) -> None:
    with pytest.raises(SealError):
        kind.from_bytes("x", bytes(length))


def test_a_public_key_that_is_no_point_is_refused() -> None:
    with pytest.raises(SealError):
        PublicKey.from_bytes("x", b"\xff" * envelope.PUBLIC_BYTES)


@pytest.mark.parametrize("key", [PAIR, SECRET])
def test_a_key_shows_nothing_of_itself(key: PrivateKey | SecretKey) -> None:
    shown = f"{key!r} {key!s} {[key]}"
    assert shown.replace("PrivateKey", "SecretKey") == " ".join(
        ["SecretKey(...)", "SecretKey(...)", "[SecretKey(...)]"]
    )


@given(plaintext=st.binary(max_size=70_000))
def test_padding_comes_off(plaintext: bytes) -> None:
    padded = envelope.pad(plaintext)
    assert envelope.unpad(padded) == plaintext
    assert len(padded) % 512 == 0
    assert len(padded) - len(plaintext) <= max(512, len(plaintext) * 0.13)


def test_texts_of_an_sms_or_less_have_one_length() -> None:
    lengths = {len(seal(b"a" * n, PAIR.public(), PLACE)) for n in range(512)}
    assert len(lengths) == 1


def test_padding_that_is_none_is_refused() -> None:
    for padded in (b"", b"\0\0", b"text", b"text\x81\0"):
        with pytest.raises(SealError):
            envelope.unpad(padded)
