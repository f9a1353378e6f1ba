"""Words that must never be found, and a search that knows every common way to write them down."""

from __future__ import annotations

import base64
import json
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import text

from bot.app import App
from storage.database import Database
from storage.schema import metadata


def spellings(needle: str) -> set[bytes]:
    """Raw, folded, decomposed, as JSON, hex, base64 at every offset, and UTF-16; lower case."""
    found: set[bytes] = set()
    for form in ("NFC", "NFD"):
        word = unicodedata.normalize(form, needle)
        found |= {word.encode(), word.lower().encode(), word.upper().encode()}
        found.add(json.dumps(word)[1:-1].encode())
        found |= {word.encode("utf-16-le"), word.encode("utf-16-be")}
    for raw in list(found):
        found.add(raw.hex().encode())
        for skip in range(3):
            piece = base64.b64encode(b"\0" * skip + raw)
            # The first and last characters also depend on the neighbours.
            inner = piece[(skip * 8 + 5) // 6 : len(raw) * 8 // 6 - 1]
            if len(inner) >= 6:
                found |= {inner, inner.replace(b"+", b"-").replace(b"/", b"_")}
    if needle.isdecimal() and 2**32 <= int(needle) < 2**64:
        found |= {int(needle).to_bytes(8, "big"), int(needle).to_bytes(8, "little")}
    return {spelling.lower() for spelling in found}


def hits(places: Iterable[tuple[str, bytes]], needles: Iterable[str]) -> list[str]:
    """Where which needle was found; empty is what everybody hopes for."""
    known = {needle: spellings(needle) for needle in needles}
    found = []
    for name, content in places:
        folded = content.lower()
        found += [
            f"{needle!r} in {name}"
            for needle, written in known.items()
            if any(spelling in folded for spelling in written)
        ]
    return found


def in_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder, and its name."""
    for path in sorted(folder.rglob("*")):
        yield f"the name of {path}", str(path.relative_to(folder)).encode()
        if path.is_file():
            yield str(path), path.read_bytes()


async def in_copies(app: App, folder: Path) -> list[tuple[str, bytes]]:
    """What leaves the machine: an export of the audit, and a backup as docs/operate.md has it made
    (of SQLite; PostgreSQL's own tools copy rows, which `in_tables` reads).
    """
    async with app.stores() as stores:
        lines = await stores.audit_chains.export(app.clock.now())
    places = [("the audit's export", "\n".join(lines).encode())]
    if app.config.database.file is None:
        return places
    copy = folder / "backup.db"
    with (
        closing(sqlite3.connect(app.config.database.file)) as source,
        closing(sqlite3.connect(copy)) as backup,
    ):
        source.backup(backup)
        dump = "\n".join(backup.iterdump())
    return [*places, ("the backup", copy.read_bytes()), ("its rows", dump.encode())]


async def in_tables(database: Database) -> Iterable[tuple[str, bytes]]:
    """Every column of every row, as text and as it is."""
    places = []
    async with database.reading() as connection:
        for table in metadata.sorted_tables:
            for row in await connection.execute(text(f'SELECT * FROM "{table.name}"')):
                for name, value in row._mapping.items():
                    raw = value if isinstance(value, bytes) else str(value).encode()
                    places.append((f"{table.name}.{name}", raw))
    return places
