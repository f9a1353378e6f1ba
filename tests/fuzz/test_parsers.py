"""Every function that reads what comes from outside, fed with anything.

It answers, or refuses in its own words.

`TINBAO_FUZZ` multiplies the number of examples: TINBAO_FUZZ=100 for a night.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels import fit
from bot.channels.telegram.parse import parse
from bot.channels.web.received import clean
from bot.commands.point_lines import MOST, Listed, understood
from bot.commands.sheets import read
from bot.config import Config
from bot.domain import codes
from bot.domain.errors import OperatorError, SealError
from bot.domain.message import Button, Text
from handlers import commands
from storage.crypto import envelope, stream
from storage.crypto.envelope import Place
from storage.crypto.keyfile import KeyFile, KeyName
from storage.media_types import sniff
from tests.fuzz.fuzzing import JSON, TEXT, TYPED, bounded

FIELDS = st.sampled_from(
    (
        *("update_id", "message", "edited_message", "callback_query", "my_chat_member", "chat"),
        *("id", "type", "from", "data", "photo", "voice", "document", "file_id", "file_size"),
        *("text", "caption", "location", "latitude", "longitude", "date", "message_id"),
        *("entities", "reply_to_message", "forward_origin", "media_group_id"),
    )
)
UPDATE = st.recursive(
    JSON, lambda inner: st.dictionaries(FIELDS, inner, max_size=6), max_leaves=25
)
BUTTONS = (
    Button(Text("nav-back"), "nav.back:"),
    Button(Text("intake-send"), "intake.review:send"),
    Button(Text("intake-skip"), "intake.when:skip"),
)
SECRET = envelope.derive(b"0123456789abcdef", "fuzz")
PAIR = envelope.generate("fuzz/1")
PLACE = Place("tips", "sealed", 1)


@bounded
@given(UPDATE)
def test_a_telegram_update(update: Any) -> None:
    parse(json.dumps(update))


@bounded
@given(st.binary(max_size=300))
def test_a_telegram_update_that_is_no_json(raw: bytes) -> None:
    parse(raw)


@bounded
@given(TYPED)
@pytest.mark.parametrize(
    "read",
    [
        commands.parse,
        commands.is_receipt,
        commands.invitation,
        commands.is_greeting,
        clean,
        lambda text: codes.canonical(text, 16),
        lambda text: codes.canonical(text, 12),
        lambda text: fit.match(text, BUTTONS, lambda _: ("Gửi luôn", "Send")),
        lambda text: fit.split(text, 40),
    ],
)
def test_what_somebody_typed(read: Callable[[str], Any], text: str) -> None:
    read(text)


@bounded
@given(TEXT)
def test_text_taken_in_can_be_stored(text: str) -> None:
    clean(text).encode()


@bounded
@given(st.binary(max_size=600))
def test_the_head_of_a_file(raw: bytes) -> None:
    sniff(raw)


@bounded
@given(st.binary(max_size=1400), st.booleans())
def test_a_ciphertext(raw: bytes, dressed: bool) -> None:
    for key in (PAIR, SECRET):
        algorithm = envelope.PAIR if key is PAIR else envelope.SECRET
        head = bytes((envelope.VERSION, algorithm)) + envelope.fingerprint(key.key_id)
        with pytest.raises(SealError):
            envelope.open(head + raw if dressed else raw, key, PLACE)


@bounded
@given(st.binary(max_size=200), st.booleans())
def test_a_sealed_file(raw: bytes, dressed: bool) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"\x01\x02" + raw if dressed else raw

    async def opened() -> None:
        async for _ in stream.open_stream(pieces(), bytes(32), "id"):
            pass

    with pytest.raises(SealError):
        asyncio.run(opened())


@bounded
@given(st.binary(max_size=300) | TEXT.map(lambda text: text.encode("utf-8", "ignore")))
def test_a_table_of_points(tmp_path: Path, raw: bytes) -> None:
    file = tmp_path / "points.csv"
    for head in (b"", b"kind,name\n", b"kind;name\r\nhamlet;"):
        file.write_bytes(head + raw)
        _refuses(lambda: _listed(file))


def _listed(file: Path) -> Listed:
    return understood(read(file, MOST), date(2026, 11, 23), lambda text: text.key)


def test_a_table_with_an_endless_cell(tmp_path: Path) -> None:
    file = tmp_path / "points.csv"
    file.write_text('kind,name\nhamlet,"' + "x" * 200_000)
    _refuses(lambda: _listed(file))


@bounded
@given(st.binary(max_size=300), st.dictionaries(st.text(max_size=12), JSON, max_size=3))
def test_a_configuration(tmp_path: Path, raw: bytes, keys: dict[str, Any]) -> None:
    file = tmp_path / "config.toml"
    for head in (b"", b"[web]\nlisten = ", b'[telegram]\nmode = "', b"[retention]\ndraft_hours="):
        file.write_bytes(head + raw)
        _refuses(lambda: Config.load(file))
    for section in ("service", "database", "files", "keys", "web", "telegram", "retention"):
        _refuses(lambda section=section: Config.of({section: keys}))  # type: ignore[misc]


@bounded
@given(st.binary(max_size=300), st.sampled_from(["session", "relay/1", "unit/tan-khai/2"]))
def test_a_key_file(tmp_path: Path, raw: bytes, key_id: str) -> None:
    file = KeyFile(tmp_path, KeyName.parse(key_id))
    for head in (b"", f"tinbao-key-1 {file.name.kind} {key_id} ".encode()):
        file.path.write_bytes(head + raw)
        file.path.chmod(0o600)
        _refuses(file.read)
    file.path.unlink()


@bounded
@given(TEXT)
def test_a_key_id(text: str) -> None:
    _refuses(lambda: KeyName.parse(text))


def _refuses(read: Callable[[], object]) -> None:
    """It may succeed; it may refuse, in one line; nothing else."""
    refusal = "none"
    try:
        read()
    except OperatorError as error:
        refusal = str(error)
    assert len(refusal.splitlines()) == 1
