"""What end-to-end tests may ask for."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from bot import logs


@pytest.fixture
def log_lines() -> Iterator[io.StringIO]:
    """Everything that is logged, at DEBUG, as the commands log it."""
    root, written = logging.getLogger(), io.StringIO()
    before = root.handlers[:], root.level
    logs.set_up(logging.DEBUG)
    for handler in root.handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setStream(written)
    yield written
    root.handlers, root.level = before[0], before[1]
