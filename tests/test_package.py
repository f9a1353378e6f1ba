"""What is shipped: every file that the program reads, and no other."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "handlers", "qr", "storage")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=120,
    )
    [file] = folder.glob("*.whl")
    with zipfile.ZipFile(file) as archive:
        return set(archive.namelist())


def test_every_file_of_the_packages_is_in_the_wheel_and_nothing_else(wheel: set[str]):
    there = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert {name for name in wheel if ".dist-info/" not in name} == there


def test_the_licence_comes_along(wheel: set[str]):
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in wheel)


def test_the_lock_pins_with_hashes_and_names_no_address():
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and line[0] not in " #"]

    assert all("==" in line and line.endswith("\\") for line in pins)
    assert not [line for line in lines if "://" in line or "file:" in line or "index" in line]
