"""Installations to begin a test of the command line with: made once in a process, then copied.
`init` migrates a database and makes keys; running it for every test took minutes of the whole.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest

from bot import cli
from bot.config import PREFIX

INIT = ("init",)
TAN_KHAI = ("unit", "add", "tan-khai", "--name", "xã Tân Khai", "--prefix", "TK")


def alone(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Work in this folder, with no settings from outside."""
    for name in list(os.environ):
        if name.startswith(PREFIX) and "__" in name:
            patch.delenv(name)
    patch.chdir(folder)


def copied(folder: Path, *commands: tuple[str, ...]) -> None:
    """Put what these commands leave behind in an empty folder."""
    shutil.copytree(_after(commands), folder, dirs_exist_ok=True)


@cache
def _after(commands: tuple[tuple[str, ...], ...]) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="tinbao-installed-"))
    atexit.register(shutil.rmtree, folder)
    with pytest.MonkeyPatch.context() as patch:
        alone(patch, folder)
        for words in commands:
            assert cli.run(words) == 0, words
    return folder
