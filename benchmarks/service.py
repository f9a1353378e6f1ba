"""The real service as a process of its own: set up by its commands, started, stopped, killed."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from importlib.metadata import version
from pathlib import Path
from typing import Final

from bot.app import App
from bot.config import Config

ROOT: Final = Path(__file__).resolve().parents[1]
UNIT: Final = "tan-khai"
PATIENCE: Final = 30.0
"""Seconds to wait for a start or a stop."""

_CONFIG: Final = """\
[database]
url = "{url}"
[files]
url = "file:{folder}/files"
[keys]
dir = "{folder}/keys"
[web]
listen = "127.0.0.1:{port}"
"""


class Service:
    """One unit with one point, in `folder`; `url` is the database's, an SQLite file by default.
    `more`: what else stands in the configuration.
    """

    def __init__(self, folder: Path, url: str = "", more: str = "") -> None:
        self.folder = folder
        self.database = folder / "tinbao.db"
        self.port = _free_port()
        self.config = folder / "config.toml"
        self.code = ""
        self.more = more
        self._url = url or f"sqlite:///{self.database}"
        self._process: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        """Make everything the way an operator does."""
        self.folder.mkdir(parents=True, exist_ok=True)
        content = _CONFIG.format(url=self._url, folder=self.folder, port=self.port)
        self.config.write_text(content + self.more, "utf-8")
        points = self.folder / "points.csv"
        points.write_text("kind,name\nhamlet,Thôn 3\n", "utf-8")
        self._run("init")
        self._run("unit", "add", UNIT, "--name", "xã Tân Khai", "--prefix", "TK")
        # The load is one place's: its limit would hold nearly all of it back.
        self._run("unit", "set", UNIT, "point-burst", "9999")
        added = self._run("points", "import", str(points), "--unit", UNIT, "--json")
        self.code = json.loads(added)["points"][0]["code"]

    async def short(self) -> str:
        """What stands below the code of the point's sign, before the service runs."""
        async with self.opened() as app, app.stores() as stores:
            unit = await stores.units.by_slug(UNIT)
            assert unit
            [sign] = await stores.stickers.of_unit(unit.id)
            return sign.short

    def start(self) -> float:
        """Start; returns the seconds until `/readyz` says yes."""
        began = time.perf_counter()
        with (self.folder / "log.txt").open("ab") as log:
            self._process = subprocess.Popen(
                self._command("run"), cwd=ROOT, stdout=log, stderr=log
            )
        while not self._ready():
            if self._process.poll() is not None or time.perf_counter() - began > PATIENCE:
                raise RuntimeError(f"the service did not start: see {self.folder / 'log.txt'}")
            time.sleep(0.005)
        return time.perf_counter() - began

    def kill(self) -> None:
        """What a power cut does to the process: no handler runs."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to stop, as the system does."""
        self._end(signal.SIGTERM)

    def memory(self) -> tuple[float, float]:
        """MiB it has now, and the most it has had."""
        assert self._process
        lines = Path(f"/proc/{self._process.pid}/status").read_text("ascii").splitlines()
        found = dict(line.split(":", 1) for line in lines)
        now, most = (int(found[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
        return now, most

    def cpu(self) -> float:
        """Seconds of processor time it has used."""
        assert self._process
        fields = Path(f"/proc/{self._process.pid}/stat").read_text("ascii").rpartition(")")[2]
        user, system = fields.split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def written(self) -> int:
        """Bytes of the pages in use."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as database:
            pages, free, size = (
                int(database.execute(f"PRAGMA {name}").fetchone()[0])
                for name in ("page_count", "freelist_count", "page_size")
            )
        return (pages - free) * size

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[App]:
        """Its files, opened with the desk's key, once it has stopped."""
        app = await App.open(Config.load(self.config))
        try:
            yield app
        finally:
            await app.close()

    def _end(self, number: signal.Signals) -> None:
        if self._process:
            self._process.send_signal(number)
            self._process.wait(PATIENCE)
            self._process = None

    def _ready(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1) as line:
                line.sendall(b"GET /readyz HTTP/1.0\r\n\r\n")
                return line.recv(64).startswith((b"HTTP/1.0 200", b"HTTP/1.1 200"))
        except OSError:
            return False

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "bot", *arguments, "--config", str(self.config)]

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            self._command(*arguments), cwd=ROOT, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"tinbao {arguments[0]}: {done.stderr.strip()}")
        return done.stdout


def machine() -> dict[str, object]:
    """What the figures were taken on."""
    libraries = ("aiohttp", "sqlalchemy", "cryptography", "jinja2", "fluent.runtime")
    return {
        "cores": os.cpu_count(),
        "kernel": os.uname().release,
        "machine": os.uname().machine,
        "python": sys.version.split()[0],
        "sqlite": sqlite3.sqlite_version,
        **{name: version(name) for name in libraries},
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
