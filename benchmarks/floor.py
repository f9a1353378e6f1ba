"""What a turn costs at the least, in one process and with none of our code around it: parse the
same request, seal once to a public key, commit as many bytes with `sqlite3` alone.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import time
from pathlib import Path

from aiohttp.base_protocol import BaseProtocol
from aiohttp.http_parser import HttpRequestParser

from benchmarks import words
from benchmarks.wire import nonce, turn
from storage.crypto import envelope
from storage.crypto.envelope import Place


class Floor:
    """Turns of nothing but parse, seal and commit; `size` is the bytes that each writes."""

    def __init__(self, path: Path, size: int) -> None:
        self._request = turn(
            {"nonce": nonce(), "after": "0", "text": words.STORY}, b"tb=" + b"x" * 43
        )
        self._key = envelope.generate("floor/1").public()
        self._size = size
        self._loop = asyncio.get_running_loop()
        self._protocol = BaseProtocol(self._loop)
        self._database = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            self._database.execute(f"PRAGMA {pragma}")
        self._database.execute("CREATE TABLE IF NOT EXISTS turns (id INTEGER PRIMARY KEY, b BLOB)")

    def run(self, seconds: float) -> tuple[int, float]:
        """Turns done, and the seconds they took."""
        began, count = time.perf_counter(), 0
        while (passed := time.perf_counter() - began) < seconds:
            self._turn()
            count += 1
        return count, passed

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def _turn(self) -> None:
        story = self._parse()["text"]
        sealed = envelope.seal(story.encode(), self._key, Place("turns", "b", 1))
        row = sealed + os.urandom(max(0, self._size - len(sealed)))
        self._database.execute("BEGIN IMMEDIATE")
        self._database.execute("INSERT INTO turns (b) VALUES (?)", (row,))
        self._database.execute("COMMIT")

    def _parse(self) -> dict[str, str]:
        parser = HttpRequestParser(self._protocol, self._loop, 2**16)
        [(head, payload)], _, _ = parser.feed_data(self._request)
        boundary = head.headers["Content-Type"].partition("boundary=")[2].encode()
        body = payload.read_nowait()
        fields = {}
        for part in body.split(b"--" + boundary)[1:-1]:
            name, _, value = part.partition(b"\r\n\r\n")
            fields[name.decode().partition('name="')[2][:-1]] = value[:-2].decode()
        return fields
