"""Files that people carry from one machine to another, fed with anything: keys, papers, envelopes,
exports. What was changed anywhere is refused in one line.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer import BadParameter

from bot.channels.web.proof import _read
from bot.commands.audit import _public_keys, _reminder
from bot.domain import chain_lines
from bot.domain.errors import OperatorError, TinbaoError
from bot.domain.identity import Identity, as_typed, masked, plain_name, plain_phone
from storage.crypto import custodian, envelope, layers, paper, passphrase
from tests.fuzz.fuzzing import JSON, TEXT, TYPED, bounded

KEY, HALF = custodian.make("Lê Thị B", "mười hai chữ cái", custodian.Cost(memory=64, passes=1))
OPENER = layers.Opener(HALF.fingerprint, HALF.name)
ENVELOPE = layers.seal(
    Identity("Nguyễn Văn A", "0901234567"),
    [(OPENER, HALF.key), (OPENER, HALF.key)],
    unit="xã Tân Khai",
    reference="TK-7F3K2",
    tip_id=7,
)
READERS: dict[str, tuple[Callable[[str], Any], str]] = {
    "private key": (custodian.private_from, custodian.private_text(KEY)),
    "public key": (custodian.public_from, custodian.public_text(HALF)),
    "paper": (paper.read, "\n".join(paper.lines_of(KEY))),
    "envelope": (layers.Envelope.from_text, ENVELOPE.to_text()),
    "public key of the audit": (_public_keys, "audit/1 AAAA"),
}


@bounded
@given(st.data())
@pytest.mark.parametrize("what", READERS)
def test_anything_instead(what: str, data: st.DataObject) -> None:
    read, good = READERS[what]
    first = good.splitlines()[0]
    text = data.draw(TEXT | TEXT.map(lambda rest: f"{first}\n{rest}"))
    _refuses(lambda: read(text))


@bounded
@given(st.data())
@pytest.mark.parametrize("what", READERS)
def test_a_slip_anywhere(what: str, data: st.DataObject) -> None:
    read, good = READERS[what]
    at = data.draw(st.integers(0, len(good)))
    cut = data.draw(st.integers(0, 8))
    put = data.draw(st.text(max_size=4))
    _refuses(lambda: read(good[:at] + put + good[at + cut :]))


@bounded
@given(TEXT)
def test_an_export_of_keys(text: str) -> None:
    _refuses(lambda: passphrase.unbundle(text, "mười hai chữ cái"))


@bounded
@given(st.lists(JSON.map(json.dumps) | TEXT, max_size=5))
def test_an_audit_export(lines: list[str]) -> None:
    _refuses(lambda: chain_lines.read(lines))


@bounded
@given(TEXT)
def test_a_line_that_an_auditor_wrote_down(line: str) -> None:
    with suppress(BadParameter):
        _reminder(line)


@bounded
@given(TYPED)
def test_a_name_and_a_number(typed: str) -> None:
    left = Identity(plain_name(typed), plain_phone(typed) or as_typed(typed))
    masked(left)
    assert len(left.name.splitlines()) <= 1


@bounded
@given(TEXT | JSON.map(json.dumps))
def test_an_answer_to_the_small_task(answer: str) -> None:
    _read(answer)


@bounded
@given(st.binary(max_size=300))
def test_a_public_key_of_any_bytes(raw: bytes) -> None:
    _refuses(lambda: envelope.PublicKey.from_bytes("custodian/x", raw))


def _refuses(read: Callable[[], object]) -> None:
    refusal = "none"
    try:
        read()
    except (OperatorError, TinbaoError) as error:
        refusal = str(error)
    assert len(refusal.splitlines()) == 1
