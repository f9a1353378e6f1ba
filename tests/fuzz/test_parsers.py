"""Every function that reads what comes from outside, fed with anything.

It answers, or refuses in its own words.

`TINBAO_FUZZ` multiplies the number of examples: TINBAO_FUZZ=100 for a night.
"""

from __future__ import annotations

import asyncio
import io
import json
import re
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import xlsxwriter
from hypothesis import example, given
from hypothesis import strategies as st

from bot.channels import fit
from bot.channels.telegram.parse import parse
from bot.channels.web.received import clean
from bot.channels.zalo_bot import parse as zalo_bot
from bot.commands import sheets
from bot.commands.point_lines import MOST, Listed, understood
from bot.commands.sheets import read
from bot.config import Config
from bot.domain import codes
from bot.domain.errors import OperatorError, SealError
from bot.domain.message import Button, Text
from bot.engine.passkeys import Passkeys
from handlers import commands
from storage.crypto import envelope, stream
from storage.crypto.envelope import Place
from storage.crypto.keyfile import KeyFile, KeyName
from storage.crypto.keyring import Keyring
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
EVENT_FIELDS = st.sampled_from(
    (
        *(
            "ok",
            "result",
            "event_name",
            "message",
            "chat",
            "id",
            "chat_type",
            "from",
            "message_id",
        ),
        *("text", "caption", "photo", "voice_url", "sticker", "url", "date"),
    )
)
SAID = st.sampled_from(("message.text.received", "message.image.received", "GROUP", "PRIVATE"))
EVENT = st.recursive(
    JSON | SAID, lambda inner: st.dictionaries(EVENT_FIELDS, inner, max_size=6), max_leaves=25
)
BUTTONS = (
    Button(Text("nav-back"), "nav.back:"),
    Button(Text("intake-send"), "intake.review:send"),
    Button(Text("intake-skip"), "intake.when:skip"),
)
SECRET = envelope.derive(b"0123456789abcdef", "fuzz")
PAIR = envelope.generate("fuzz/1")
PLACE = Place("tips", "sealed", 1)
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
BOOK = "Ngày;Nội dung\n23/11/2026;".encode()
PARTS = ("id", "rawId", "type", "response", "clientDataJSON", "authenticatorData", "signature")
ANSWER = st.recursive(
    JSON | st.just("public-key") | st.just("AAAA"),
    lambda inner: st.dictionaries(st.sampled_from((*PARTS, "attestationObject")), inner),
    max_leaves=15,
)


@bounded
@given(UPDATE)
def test_a_telegram_update(update: Any) -> None:
    parse(json.dumps(update))


@bounded
@given(st.binary(max_size=300))
def test_a_telegram_update_that_is_no_json(raw: bytes) -> None:
    parse(raw)
    zalo_bot.parse(raw)


@bounded
@given(EVENT)
def test_an_event_of_a_zalo_bot(event: Any) -> None:
    zalo_bot.parse(json.dumps(event).encode())


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
@given(TEXT | JSON.map(json.dumps) | ANSWER.map(json.dumps))
@example('{"a":' * 3000)
@example("[" * 19_000)
def test_an_answer_of_a_passkey(text: str) -> None:
    keys = Passkeys(Keyring(), "https://tinbao.example")
    keys.parse(text)
    assert keys.check_new(text, 1, NOW) is None


@bounded
@given(st.binary(max_size=400) | TEXT.map(lambda text: text.encode("utf-8", "ignore")))
def test_a_book_as_csv(tmp_path: Path, raw: bytes) -> None:
    file = tmp_path / "so.csv"
    for head in (b"", BOOK, b"\xff\xfe", b'"a;b"\n;'):
        file.write_bytes(head + raw)
        _refuses(lambda: sheets.read(file))


@bounded
@given(st.data())
def test_a_book_as_xlsx(tmp_path: Path, data: st.DataObject) -> None:
    """Bytes of the archive changed, and a changed part in an archive that is whole."""
    file = tmp_path / "so.xlsx"
    good = _book()
    raw = bytearray(good)
    heads = [found.start() for found in re.finditer(rb"PK\x01\x02|PK\x03\x04", good)]
    place = st.integers(0, len(raw) - 1) | st.sampled_from(heads).flatmap(
        lambda head: st.integers(head + 4, head + 45)
    )
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(place)
        put = data.draw(st.binary(max_size=4))
        raw[at : at + data.draw(st.integers(0, 4))] = put
    file.write_bytes(raw)
    _refuses(lambda: sheets.read(file))
    with ZipFile(io.BytesIO(good)) as book, ZipFile(file, "w") as packed:
        bad = data.draw(st.sampled_from(book.namelist()))
        for name in book.namelist():
            part = bytearray(book.read(name))
            if name == bad:
                at = data.draw(st.integers(0, len(part)))
                part[at : at + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=20))
            packed.writestr(name, bytes(part))
    _refuses(lambda: sheets.read(file))


@cache
def _book() -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Sổ")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, ["Ngày", "Nội dung", "Số"])
        sheet.write_datetime(1, 0, NOW.replace(tzinfo=None), day)
        sheet.write_row(1, 1, ["có xe lạ", 3])
        sheet.write_formula(2, 2, "=C2+1", None, 4)
        sheet.merge_range(3, 0, 4, 1, "gộp")
    return made.getvalue()


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
