"""Every packaged transcript, over HTTP on the real web channel, without JavaScript."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from bot.demo.playing import play
from bot.demo.transcript import packaged


@pytest.mark.parametrize("path", packaged(), ids=lambda path: path.stem)
async def test_transcript(path: Path, tmp_path: Path) -> None:
    out = io.StringIO()

    [report] = await play([path], tmp_path, None, Console(file=out, width=160))

    assert report["passed"], f"{path.name}: {report['failed']}\n{out.getvalue()}"
