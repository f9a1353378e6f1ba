"""What the worker gives away for good before it looks at a file.

First (`limit`) what its libraries do not need to load; then, once they are loaded, (`shut`) every
right on files and the right to start processes: a process of its own could outlive the worker.
What a system does not know is left out, and `shut` says so, for the service to warn of.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import struct
from typing import Final

MEMORY: Final = 1536 * 1024 * 1024
"""Bytes of address space; the libraries alone take a fifth of it."""
SECONDS: Final = 40
"""Of computing."""
NICE: Final = 10
"""How far the service itself comes first."""
_LIMITS: Final = (
    (resource.RLIMIT_AS, MEMORY),
    (resource.RLIMIT_CPU, SECONDS),
    (resource.RLIMIT_FSIZE, 0),
    (resource.RLIMIT_CORE, 0),
    (resource.RLIMIT_NOFILE, 32),
)
_PR_SET_PDEATHSIG: Final = 1
_PR_SET_DUMPABLE: Final = 4
_PR_SET_NO_NEW_PRIVS: Final = 38
_NEWUSER: Final = 0x10000000
_NEWNET_NEWIPC: Final = 0x40000000 | 0x08000000
_NOBODY: Final = 65534
_CREATE_RULESET: Final = 444
_RESTRICT_SELF: Final = 446
"""Landlock's numbers are the same on every machine."""
_FILE_RIGHTS: Final = {1: 13, 2: 14, 3: 15, 4: 15}
"""How many rights on files each version of Landlock knows; since the fifth, 16."""


def limit() -> bool:
    """Take no more than one file needs; no network. Whether there is none."""
    for which, most in _LIMITS:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(which, (most, most))
    with contextlib.suppress(OSError):
        os.nice(NICE)
    try:
        libc = ctypes.CDLL(None)
        _privately(libc)
        # Root needs no user namespace, and in one it could not become nobody.
        own = _NEWNET_NEWIPC | (0 if os.geteuid() == 0 else _NEWUSER)
        return int(libc.unshare(own)) == 0  # not permitted everywhere
    except (OSError, AttributeError):
        return False


def shut() -> set[str]:
    """No rights on files and no new process or thread. What stays open on this system."""
    stays = set()
    try:
        libc = ctypes.CDLL(None, use_errno=True)
    except OSError:
        return {"files", "processes"}
    if os.geteuid() == 0:
        # Root is not held by limits on processes.
        with contextlib.suppress(OSError):
            os.setgroups([])
            os.setresgid(_NOBODY, _NOBODY, _NOBODY)
            os.setresuid(_NOBODY, _NOBODY, _NOBODY)
    _privately(libc)  # again: who becomes another loses it
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    if os.geteuid() == 0 or resource.getrlimit(resource.RLIMIT_NPROC)[0] != 0:
        stays.add("processes")
    if not _without_files(libc):
        stays.add("files")
    return stays


def _privately(libc: ctypes.CDLL) -> None:
    libc.prctl(_PR_SET_PDEATHSIG, 9, 0, 0, 0)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def _without_files(libc: ctypes.CDLL) -> bool:
    """A Landlock that knows every right and grants none."""
    version = libc.syscall(_CREATE_RULESET, None, 0, 1)
    if version < 1:
        return False
    rights = [(1 << _FILE_RIGHTS.get(version, 16)) - 1]
    if version >= 4:
        rights.append(3)  # to listen and to connect
    if version >= 6:
        rights.append(3)  # to signal others, and to talk to them by sockets without a file
    held = struct.pack(f"={len(rights)}Q", *rights)
    rules = libc.syscall(_CREATE_RULESET, held, len(held), 0)
    if rules < 0:
        return False
    try:
        return int(libc.syscall(_RESTRICT_SELF, rules, 0)) == 0
    finally:
        os.close(rules)
