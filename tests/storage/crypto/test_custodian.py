"""Custodians' keys, their paper, and the layers: together they open, apart they do not."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.kdf import argon2

from bot.domain.errors import OperatorError, SealError
from bot.domain.identity import Identity
from storage.crypto import custodian, layers, paper
from storage.crypto.custodian import SCRYPT, Cost, Damaged, LockedKey, PublicHalf, WrongPassphrase
from storage.crypto.layers import Envelope, Opener

CHEAP = Cost(memory=64, passes=1)
WORDS = "con trâu gặm cỏ bờ đê"
VECTORS: dict[str, Any] = json.loads(Path(__file__).with_name("custody.json").read_text())
LAN = Identity("Lê Thị Lan", "0912777345")


@pytest.fixture(scope="module")
def pairs() -> list[tuple[LockedKey, PublicHalf]]:
    return [custodian.make(name, WORDS, CHEAP) for name in ("Ông Hai", "Bà Ba", "Cô Tư")]


def sealed(pairs: list[tuple[LockedKey, PublicHalf]], tip_id: int = 7) -> Envelope:
    keys = [(Opener(half.fingerprint, half.name), half.key) for _, half in pairs]
    return layers.seal(LAN, keys, unit="xã Tân Khai", reference="TK-7F3K2", tip_id=tip_id)


def test_all_together_open_in_the_order_of_the_layers(
    pairs: list[tuple[LockedKey, PublicHalf]],
) -> None:
    left: Envelope | Identity = sealed(pairs)
    for locked, _ in reversed(pairs):
        assert isinstance(left, Envelope)
        left = Envelope.from_text(left.to_text()).open_with(locked, WORDS)
    assert left == LAN
    assert "Lan" not in repr(left)


def test_nobody_opens_out_of_turn_or_leaves_one_out(
    pairs: list[tuple[LockedKey, PublicHalf]],
) -> None:
    whole = sealed(pairs)
    for locked, _ in pairs[:2]:
        with pytest.raises(Damaged, match="next is Cô Tư"):
            whole.open_with(locked, WORDS)
        with pytest.raises(SealError):
            whole.open_layer(locked.unlock(WORDS))
    stranger, _ = custodian.make("Người Lạ", WORDS, CHEAP)
    with pytest.raises(Damaged, match="not one of its custodians"):
        whole.open_with(stranger, WORDS)


def test_layers_of_two_tips_do_not_mix(pairs: list[tuple[LockedKey, PublicHalf]]) -> None:
    locked = pairs[-1][0]
    one, other = sealed(pairs), sealed(pairs, tip_id=8)
    swapped = Envelope(one.unit, one.reference, 7, one.openers, 3, other.sealed)
    with pytest.raises(Damaged, match="changed"):
        swapped.open_with(locked, WORDS)
    renamed = Envelope(one.unit, "TK-AAAAA", 7, one.openers, 3, one.sealed)
    with pytest.raises(Damaged, match="changed"):
        renamed.open_with(locked, WORDS)
    fewer = Envelope(one.unit, one.reference, 7, one.openers[1:], 2, one.sealed)
    with pytest.raises(Damaged, match="changed"):
        fewer.open_with(locked, WORDS)


def test_a_slip_in_any_line_is_noticed(pairs: list[tuple[LockedKey, PublicHalf]]) -> None:
    lines = sealed(pairs).to_text().splitlines()
    # The note and `opens-next` are for people: they follow from the rest and are not read.
    read = [n for n, line in enumerate(lines) if line and not line.startswith(("#", "opens-"))]
    assert len(read) > 20
    for n in read:
        at = len(lines[n]) - 3
        slip = "A" if lines[n][at] != "A" else "B"
        changed = [*lines[:n], lines[n][:at] + slip + lines[n][at + 1 :], *lines[n + 1 :]]
        with pytest.raises(Damaged):
            Envelope.from_text("\n".join(changed))


def test_mail_and_chat_may_change_line_ends(pairs: list[tuple[LockedKey, PublicHalf]]) -> None:
    whole = sealed(pairs)
    mangled = "\ufeff\r\n" + whole.to_text().replace("\n", "  \r\n")
    assert Envelope.from_text(mangled) == whole


def test_the_length_tells_nothing_of_the_name(pairs: list[tuple[LockedKey, PublicHalf]]) -> None:
    keys = [(Opener(half.fingerprint, half.name), half.key) for _, half in pairs]
    sizes = {
        len(layers.seal(who, keys, unit="x", reference="TK-1", tip_id=1).sealed)
        for who in (Identity("A", ""), Identity("Nguyễn Thị Phương Anh " * 3, "0912345678"))
    }
    assert len(sizes) == 1


def test_a_wrong_passphrase_and_a_damaged_file_are_told_apart(
    pairs: list[tuple[LockedKey, PublicHalf]],
) -> None:
    locked, half = pairs[0]
    text = custodian.private_text(locked)
    assert custodian.private_from(text) == locked
    assert custodian.public_from(custodian.public_text(half)).key.to_bytes() == half.key.to_bytes()
    with pytest.raises(WrongPassphrase):
        locked.unlock("con trâu gặm cỏ bờ ao")
    with pytest.raises(Damaged, match="changed"):
        custodian.private_from(text.replace("Ông Hai", "Ông Chín"))
    last = text.rstrip()[-6]
    with pytest.raises(Damaged):
        custodian.private_from(text.rstrip()[:-6] + ("A" if last != "A" else "B") + text[-6:])
    with pytest.raises(Damaged, match="not a custodian's public"):
        custodian.public_from(text)


def test_the_passphrase_may_be_typed_decomposed(
    pairs: list[tuple[LockedKey, PublicHalf]],
) -> None:
    locked, half = pairs[0]
    key = locked.unlock(unicodedata.normalize("NFD", f" {WORDS}\n"))
    assert key.public().to_bytes() == half.key.to_bytes()


def test_scrypt_stands_in_where_argon2_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(**_: object) -> argon2.Argon2id:
        raise UnsupportedAlgorithm("no")

    monkeypatch.setattr(custodian, "Argon2id", missing)
    locked, half = custodian.make("Ông Hai", WORDS, Cost(memory=1024))
    assert locked.cost.function == SCRYPT
    again = custodian.private_from(custodian.private_text(locked))
    assert again.unlock(WORDS).public().to_bytes() == half.key.to_bytes()


def test_a_file_cannot_ask_for_all_memory(pairs: list[tuple[LockedKey, PublicHalf]]) -> None:
    raw = bytearray(pairs[0][0].raw[:-4])
    raw[2:6] = b"\xff\xff\xff\xff"
    with pytest.raises(Damaged, match="another version"):
        custodian.locked_from(bytes(raw) + hashlib.sha256(raw).digest()[:4])


def test_the_paper_rebuilds_the_key_and_names_a_slip(
    pairs: list[tuple[LockedKey, PublicHalf]],
) -> None:
    locked = pairs[0][0]
    lines = paper.lines_of(locked)
    typed = "\n".join(line.lower().replace("0", "o") for line in reversed(lines))
    numbered = "\n".join(f"{line[:2].replace('o', '0')}{line[2:]}" for line in typed.splitlines())
    assert paper.read(f"Tinbao\n{numbered}\n") == locked
    assert paper.read(f"quét: {paper.qr_data(locked)} ") == locked
    wrong = [*lines[:2], lines[2][:6] + ("X" if lines[2][6] != "X" else "Y") + lines[2][7:]]
    with pytest.raises(Damaged, match="line 3 is not"):
        paper.read("\n".join([*wrong, *lines[3:]]))
    with pytest.raises(Damaged, match="line 2 of the paper is missing"):
        paper.read("\n".join([lines[0], *lines[2:]]))
    with pytest.raises(Damaged, match="more lines"):
        paper.read("\n".join(lines[:-1]))
    for nothing in ("", "xin chào", paper.QR_PREFIX, paper.QR_PREFIX + "!!"):
        with pytest.raises(Damaged):
            paper.read(nothing)


def test_names_are_one_visible_line() -> None:
    assert custodian.cleaned("  Ông\nHai\u202e ") == "Ông Hai"
    for bad in ("", " \n", "x" * 61):
        with pytest.raises(OperatorError):
            custodian.cleaned(bad)


def test_vectors_open_for_ever() -> None:
    keys = [custodian.private_from(text) for text in VECTORS["private"]]
    halves = [custodian.public_from(text) for text in VECTORS["public"]]
    assert [k.fingerprint for k in keys] == [h.fingerprint for h in halves]
    assert paper.lines_of(keys[0]) == VECTORS["paper"]
    assert paper.read("\n".join(VECTORS["paper"])) == keys[0]
    left: Envelope | Identity = Envelope.from_text(VECTORS["envelope"])
    for key in reversed(keys):
        assert isinstance(left, Envelope)
        left = left.open_with(key, VECTORS["passphrase"])
    assert left == Identity(VECTORS["name"], VECTORS["phone"])
