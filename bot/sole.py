"""One process serves a SQLite file: what it keeps in memory would not reach a second one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.domain.errors import OperatorError


@contextmanager
def serving(file: Path | None) -> Iterator[None]:
    """Hold `<file>.lock` while the block runs; None is a server, which many may use.

    The lock is the operating system's and ends with the process, however it dies; the file stays.
    Commands do not ask for it: they go on beside a service. Raises `OperatorError` when another
    process serves the file.
    """
    if file is None:
        yield
        return
    # Only where it is needed: custodians' machines may have no such module.
    import fcntl

    # Two names of one database are one database.
    beside = Path(f"{file.resolve()}.lock")
    try:
        handle = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise OperatorError(
            f"{beside} cannot be opened ({error.strerror}): give it and its folder to the user "
            "that runs tinbao"
        ) from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OperatorError(
                f"{file} is in use by another tinbao run: stop that one first"
            ) from None
        except OSError as error:
            raise OperatorError(
                f"{beside} cannot be locked ({error.strerror}): keep the database on a local disk"
            ) from None
        yield
    finally:
        os.close(handle)
