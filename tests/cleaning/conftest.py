"""A store that cleans, in a folder of the test's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cleaning.cleaner import Cleaner
from bot.cleaning.store import CleanFiles
from storage.files import LocalFiles


@pytest.fixture
def files(tmp_path: Path) -> CleanFiles:
    return CleanFiles(LocalFiles(tmp_path / "files"), Cleaner())
