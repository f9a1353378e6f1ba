"""Keys of our own are found before they get into the history, each kind as it is written."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from storage.crypto import custodian, paper
from storage.crypto.keyfile import KeyFile, KeyName
from storage.crypto.passphrase import Lock, bundle

ROOT = Path(__file__).resolve().parents[1]
WORDS = "con trâu gặm cỏ bờ đê"
LOCKED, HALF = custodian.make("Ông Hai", WORDS, custodian.Cost(memory=64, passes=1))


def shown(file: Path) -> str:
    """What the scan shows of a file; empty when it lets it pass."""
    done = subprocess.run(
        [ROOT / ".ci" / "own-keys", "/dev/null", file], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.returncode == (1 if done.stdout else 0)
    return done.stdout


@pytest.mark.parametrize("key_id", ["session", "unit/tan-khai/1", "audit/1"])
@pytest.mark.parametrize("lock", [None, Lock(WORDS)], ids=["open", "locked"])
def test_a_key_of_the_service(tmp_path: Path, key_id: str, lock: Lock | None) -> None:
    file = KeyFile(tmp_path, KeyName.parse(key_id), lock)
    file.write(bytes(range(file.name.length)))
    assert "tinbao-" in shown(file.path)


@pytest.mark.parametrize(
    "text",
    [
        bundle({"session": bytes(32)}, WORDS),
        custodian.private_text(LOCKED),
        custodian.private_text(LOCKED).replace("\n", "\r\n"),
        "> " + custodian.private_text(LOCKED).replace("\n", "\n> "),
        f'<img alt="{paper.qr_data(LOCKED)}">',
    ],
    ids=["an export", "a custodian's", "from Windows", "quoted in a letter", "its QR code"],
)
def test_what_people_carry(tmp_path: Path, text: str) -> None:
    file = tmp_path / "planted.txt"
    file.write_text(text)
    assert shown(file)


def test_what_is_not_secret_may_stay(tmp_path: Path) -> None:
    file = tmp_path / "planted.txt"
    file.write_text(custodian.public_text(HALF) + 'KIND = "tinbao-custodian-1"\n')
    assert shown(file) == ""


def test_every_check_runs_it() -> None:
    assert ".ci/own-keys $files" in (ROOT / ".ci" / "checks").read_text()
