"""Custodians of the tests: real keys, made and used by the real command without a network."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from bot.app import App
from storage.crypto.custodian import public_from

ROOT = Path(__file__).resolve().parents[1]
CUT_OFF = """
import os, sys
def refuse(event, arguments):
    if event.startswith("socket.") or event == "sqlite3.connect":
        print("touched", event, file=sys.stderr)
        os._exit(97)
sys.addaudithook(refuse)
from bot.cli import main
main()
"""
"""Ends at once, with status 97, when anything opens a socket, asks a name or opens a database."""


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str


def offline(*arguments: str | Path, folder: Path, typed: str = "") -> Ran:
    """One command of a custodian's, in an empty folder, cut off from everything."""
    done = subprocess.run(
        [sys.executable, "-c", CUT_OFF, "custodian", *map(str, arguments)],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(folder)},
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@dataclass(frozen=True)
class Keeper:
    """A person with a key of their own."""

    name: str
    passphrase: str
    folder: Path

    @property
    def key(self) -> Path:
        return next(self.folder.glob("*.key"))

    @property
    def public(self) -> Path:
        return next(self.folder.glob("*.pub"))

    def opens(self, envelope: Path, passphrase: str = "") -> Ran:
        return offline(
            *("open", envelope, "--key", self.key, "--passphrase-file", "-"),
            folder=self.folder,
            typed=passphrase or self.passphrase,
        )


def keeper(name: str, passphrase: str, folder: Path) -> Keeper:
    """Somebody who has run `tinbao custodian new`."""
    folder.mkdir()
    made = offline(
        "new", "--name", name, "--passphrase-file", "-", folder=folder, typed=passphrase
    )
    assert made.status == 0, made.err
    return Keeper(name, passphrase, folder)


def two(folder: Path) -> tuple[Keeper, Keeper]:
    """The two custodians of the tests, made once in a process; each time the files are copies."""
    hai, ba = (
        replace(one, folder=Path(shutil.copytree(one.folder, folder / one.folder.name)))
        for one in _made()
    )
    return hai, ba


@cache
def _made() -> tuple[Keeper, Keeper]:
    folder = Path(tempfile.mkdtemp(prefix="tinbao-keepers-"))
    atexit.register(shutil.rmtree, folder)
    return (
        keeper("Ông Hai", "con trâu gặm cỏ bờ đê", folder / "hai"),
        keeper("Bà Ba", "mưa rào tháng sáu ướt áo", folder / "ba"),
    )


async def registered(app: App, slug: str, *keepers: Keeper) -> list[str]:
    """Make them custodians of a unit; their invitations, 12 characters each."""
    codes = []
    async with app.stores() as stores:
        unit = await stores.units.by_slug(slug)
        assert unit is not None
        for one in keepers:
            half = public_from(one.public.read_text())
            known = await stores.custodians.add(unit.id, half, app.clock.now())
            codes.append(
                await stores.invites.create(unit.id, "custodian", app.clock.now(), known.id)
            )
    return codes


def opened_together(
    keepers: tuple[Keeper, Keeper], content: bytes, folder: Path, reference: str
) -> str:
    """What the last one is shown when both open in the order of the layers; neither can alone."""
    hai, ba = keepers
    envelope = folder / f"phong-bi-{reference}.txt"
    envelope.write_bytes(content)
    alone = hai.opens(envelope)
    assert (alone.status, "next is Bà Ba" in alone.err) == (1, True)
    first = ba.opens(envelope)
    assert first.status == 0, first.err
    inner = folder / f"phong-bi-{reference}-con-1.txt"
    twice = ba.opens(inner)
    assert (twice.status, "next is Ông Hai" in twice.err) == (1, True)
    last = hai.opens(inner)
    assert last.status == 0, last.err
    assert "next is" not in last.out
    return last.out
