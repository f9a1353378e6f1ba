"""`tinbao demo --play` as somebody would use it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot import cli
from bot.demo import playing
from bot.demo.transcript import packaged

GOOD = """# Một câu
Người: Bà Tư (bà con)

- Bà Tư quét mã: Thôn 3
- Tinbao → Bà Tư: … Thôn 3 …
"""


def play(*arguments: str) -> int:
    return cli.run(["demo", "--play", *arguments])


def test_a_script_that_goes_as_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    script = tmp_path / "one.md"
    script.write_text(GOOD, encoding="utf-8")

    assert play(str(script)) == 0

    out = capsys.readouterr().out
    assert "Một câu" in out
    assert "Tinbao → Bà Tư" in out
    assert out.endswith("1 of 1 went as written.\n")


def test_one_that_does_not_is_1_and_says_what_came_instead(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(playing, "PATIENCE", 0.5)
    script = tmp_path / "one.md"
    script.write_text(GOOD.replace("… Thôn 3 …", "… Thôn 4 …"), encoding="utf-8")

    assert play("--json", str(script)) == 1

    answer = json.loads(capsys.readouterr().out)
    [one] = answer["scripts"]
    assert not answer["passed"]
    assert (one["failed"]["line"], one["failed"]["expected"]) == (5, "… Thôn 4 …")
    assert any("Thôn 3" in got for got in one["failed"]["got"])


@pytest.mark.parametrize(
    "content", ["", "# Chuyện\nNgười: Bà Tư (bà con)\n\n- Ông Ba nói gì đó\n"]
)
def test_one_that_cannot_be_understood_is_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
):
    script = tmp_path / "one.md"
    script.write_text(content, encoding="utf-8")

    assert play(str(script)) == 2

    assert capsys.readouterr().err.startswith("tinbao: one.md")


def test_what_was_played_is_kept_where_it_was_asked_for(tmp_path: Path):
    script = tmp_path / "one.md"
    script.write_text(GOOD, encoding="utf-8")

    assert play(str(script), "--data", str(tmp_path / "kept")) == 0

    assert {path.name for path in (tmp_path / "kept").iterdir()} >= {"tinbao.db", "keys", "files"}


@pytest.mark.slow
def test_those_that_come_with_tinbao(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    # Each of them is played on every channel by tests/end_to_end/test_transcripts.py.
    some = packaged()[::6]
    monkeypatch.setattr(playing.transcript, "packaged", lambda: some)
    assert play("--json") == 0

    answer = json.loads(capsys.readouterr().out)
    assert [one["script"] for one in answer["scripts"]] == [path.name for path in some]
