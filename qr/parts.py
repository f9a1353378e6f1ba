"""Makes many pages in parts: each typeset and read back in a process of its own, kept when it is
good, joined when all are. So memory stays flat, every core works, and a run that was killed goes
on where it was.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import asdict
from importlib.metadata import version
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Final

from qr import readback, typeset
from qr.layout import Sheet
from qr.readback import Wanted
from qr.typeset import Poster, Script

Progress = Callable[[int, int], None]
_POSTERS: Final = 24
"""Posters a part: a second of work, which is what an interruption costs; a whole number of sheets
of 2, 4, 8, 12 and 24. The typesetter remembers the last ten parts, so larger ones take memory.
"""
_AHEAD: Final = 2
"""Parts a worker that are queued: what is in memory does not grow with the list."""
_OURS: Final = re.compile(r"[0-9a-f]{32}\.(pdf|[0-9]+)|whole")


class Busy(ValueError):
    """Another run is at the same file. The message is for operators."""


def make(
    posters: Sequence[Poster],
    out: Path,
    sheet: Sheet,
    script: Script,
    workers: int,
    progress: Progress | None,
) -> None:
    """Make what is missing in `<out>.parts/`, join it to `out`, clear up. A part's name is a
    digest of all that is in it, so parts of other posters or options are never taken for these.

    Raises `Busy` while another run makes the same file, `Unreadable` for a code that does not
    read back, and whatever typesetter and disk do.
    """
    with _alone(out.with_name(out.name + ".parts")) as folder:
        _make(posters, out, folder, sheet, script, workers, progress)
        _clear(folder)


def _make(
    posters: Sequence[Poster],
    out: Path,
    folder: Path,
    sheet: Sheet,
    script: Script,
    workers: int,
    progress: Progress | None,
) -> None:
    style = _digest(asdict(sheet), asdict(script), _versions())
    jobs = {
        folder / f"{_digest(style, [asdict(poster) for poster in part])}.pdf": part
        for part in _split(posters)
    }
    done = sum(len(part) for path, part in jobs.items() if path.exists())
    tell = progress or _silent
    tell(done, len(posters))
    missing = [(path, part) for path, part in jobs.items() if not path.exists()]
    for part in _made(missing, sheet, script, min(workers, len(missing))):
        done += len(part)
        tell(done, len(posters))
    _join(jobs, folder / "whole", sheet, script)
    (folder / "whole").replace(out)


@contextmanager
def _alone(folder: Path) -> Iterator[Path]:
    """The folder, for this run alone; the system lets go of it when a run is killed."""
    while True:
        folder.mkdir(exist_ok=True)
        try:
            held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except FileNotFoundError:
            continue  # whoever was at it has just cleared up
        try:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Busy(f"another run is making {folder.stem}: wait for it to end") from None
            if not _is(folder, held):
                continue
            yield folder
            return
        finally:
            os.close(held)


def _is(folder: Path, held: int) -> bool:
    try:
        return os.path.samestat(folder.stat(), os.fstat(held))
    except FileNotFoundError:
        return False


def _silent(_done: int, _all: int) -> None:
    pass


def _split(posters: Sequence[Poster]) -> Iterator[Sequence[Poster]]:
    for at in range(0, len(posters), _POSTERS):
        yield posters[at : at + _POSTERS]


def _digest(*what: object) -> str:
    return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()[:32]


def _versions() -> list[str]:
    """What else a page depends on: libraries, templates, and how a code is drawn."""
    libraries = ("typst", "qrcode", "fontpkg-be-vietnam-pro")
    ours = b"".join(typeset.templates().values()) + typeset.drawn("").encode()
    return [*(version(name) for name in libraries), hashlib.sha256(ours).hexdigest()]


def _made(
    missing: Sequence[tuple[Path, Sequence[Poster]]], sheet: Sheet, script: Script, workers: int
) -> Iterator[Sequence[Poster]]:
    """Each part when it is on the disk."""
    if len(missing) < 2:
        # Not worth a process.
        for path, part in missing:
            make_part(part, path, sheet, script)
            yield part
        return
    # Spawned, not forked: the caller may have threads, and typst has.
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _begin)
    running: dict[Future[None], Sequence[Poster]] = {}
    waiting = iter(missing)
    try:
        while True:
            while len(running) < workers * _AHEAD and (job := next(waiting, None)):
                running[pool.submit(make_part, job[1], job[0], sheet, script)] = job[1]
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                part = running.pop(future)
                future.result()
                yield part
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin() -> None:
    """A worker whose parent was killed would wait for work for ever: it ends with it. Ctrl-C is
    the parent's to handle: a part that is nearly done is finished.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is None:
        return

    def leave() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=leave, daemon=True).start()


def make_part(posters: Sequence[Poster], path: Path, sheet: Sheet, script: Script) -> None:
    """Typeset some pages, read them back, and only then write them to `path`."""
    pages = typeset.pdf(posters, sheet, script)
    readback.check(pages, sheet, [Wanted(poster.serial, poster.link) for poster in posters])
    half = path.with_suffix(f".{os.getpid()}")
    with half.open("wb") as file:
        file.write(pages)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


def _join(
    jobs: Mapping[Path, Sequence[Poster]], whole: Path, sheet: Sheet, script: Script
) -> None:
    """All parts as one file on the disk. pikepdf copies pages as they are, from file to file;
    that each part is at its place is read from the result.
    """
    import pikepdf

    with pikepdf.new() as document:
        for path in jobs:
            with pikepdf.open(path) as part:
                document.pages.extend(part.pages)
        document.Root.Lang = pikepdf.String(script.lang)
        document.docinfo["/Title"] = pikepdf.String(script.title)
        document.save(whole)
    page = 0
    for part_posters in jobs.values():
        first = part_posters[0]
        readback.first(whole, page, sheet, Wanted(first.serial, first.link))
        page += -(-len(part_posters) // len(sheet.places))
    with whole.open("rb+") as file:
        os.fsync(file.fileno())


def _clear(folder: Path) -> None:
    """Remove what we put there, and the folder when nothing else is in it."""
    for path in folder.iterdir():
        if _OURS.fullmatch(path.name):
            path.unlink(missing_ok=True)
    with suppress(OSError):
        folder.rmdir()
