"""Transcripts: conversations in Markdown that a police officer can read and a machine can play.

    # Báo tin trong ba bước
    Người: Bà Tư (bà con), Anh Minh (cán bộ), Chị Mai (cán bộ tỉnh)

    - Bà Tư quét mã: Thôn 3
    - Tinbao → Bà Tư: … Thôn 3 …
    - Bà Tư: Nhà cuối xóm có người lạ ra vào ban đêm.
    - Bà Tư bấm: Gửi luôn
    - Tinbao → Anh Minh: … {mã tin} …

Lines that do not begin with `- ` are for the reader. Every kind of line: `FORMS`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.demo import pattern
from bot.domain.access import Role

RESIDENT: Final = "bà con"
ROLES: Final[dict[str, str]] = {
    RESIDENT: "",
    "cán bộ": Role.OFFICER.value,
    "chỉ huy": Role.LEAD.value,
    "tuyên truyền": Role.COMMUNICATOR.value,
    "kiểm tra": Role.AUDITOR.value,
    "quản trị": Role.ADMIN.value,
    "người giữ khoá": Role.CUSTODIAN.value,
}
"""Who people are. A resident has no role."""
ABOVE: Final = " tỉnh"
"""Behind a role: this person works for the unit above, not for the commune."""


class TranscriptError(Exception):
    """A line that cannot be played; the message is `file:line: reason`."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line. `source` is the line as written, without the dash."""

    line: int
    source: str
    who: str


@dataclass(frozen=True, slots=True)
class Scan(Step):
    """`X quét mã: Thôn 3`"""

    place: str


@dataclass(frozen=True, slots=True)
class Say(Step):
    """`X: words`"""

    text: str


@dataclass(frozen=True, slots=True)
class Press(Step):
    """`X bấm: words of the button`"""

    label: str


@dataclass(frozen=True, slots=True)
class SendFile(Step):
    """`X gửi ảnh: anh-xe.jpg — caption`; the file is made up by its extension."""

    name: str
    caption: str


@dataclass(frozen=True, slots=True)
class NewPhone(Step):
    """`X đổi điện thoại`: from here on a phone the bot has never seen."""


@dataclass(frozen=True, slots=True)
class Expect(Step):
    """`Tinbao → X: … pattern …`: such a message comes, after the last one that was expected."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Never(Step):
    """`Tinbao không nói với X: … pattern …`: no message on this phone has ever been like that."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Gone(Step):
    """`X không còn thấy: … pattern …`: the screen shows nothing like it, not even own words."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Files(Step):
    """`X thấy 2 tệp`: the message that was expected last carries so many files."""

    count: int


@dataclass(frozen=True, slots=True)
class Script:
    """A transcript: its title, the people in it (name → role), and what happens."""

    file: str
    title: str
    people: dict[str, str] = field(default_factory=dict)
    above: frozenset[str] = frozenset()
    """Who of them works for the unit above."""
    steps: list[Step] = field(default_factory=list)


FORMS: Final[tuple[tuple[str, type[Step]], ...]] = (
    (r"Tinbao (?:→|->) {who}\s*:\s*(?P<pattern>.+)", Expect),
    (r"Tinbao không nói với {who}\s*:\s*(?P<pattern>.+)", Never),
    (r"{who} không còn thấy\s*:\s*(?P<pattern>.+)", Gone),
    (r"{who} thấy (?P<count>\d+) tệp\.?", Files),
    (r"{who} quét mã\s*:\s*(?P<place>.+)", Scan),
    (r"{who} bấm\s*:\s*(?P<label>.+)", Press),
    (
        r"{who} gửi (?:ảnh|phim|ghi âm|tệp)\s*:\s*(?P<name>\S+)(?:\s+—\s+(?P<caption>.+))?",
        SendFile,
    ),
    (r"{who} đổi điện thoại\.?", NewPhone),
    (r"{who}\s*:\s*(?P<text>.+)", Say),
)
"""Every kind of line, tried from the top."""

_PERSON: Final = re.compile(r"\s*([^()]+?)\s*\(([^()]+)\)\s*")


def load(path: Path) -> Script:
    """Read a transcript. Raises `TranscriptError`."""
    try:
        return parse(path.read_text("utf-8"), path.name)
    except OSError as error:
        raise TranscriptError(f"{path.name} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise TranscriptError(f"{path.name} cannot be read: it is not a text in UTF-8") from error


def packaged() -> list[Path]:
    """The transcripts that come with Tinbao, by name."""
    return sorted((Path(__file__).parent / "transcripts").glob("*.md"))


def parse(text: str, file: str = "transcript") -> Script:
    """Understand a transcript. Raises `TranscriptError` for the first line that is wrong."""
    title, above = "", frozenset[str]()
    people: dict[str, str] = {}
    steps: list[Step] = []
    known: set[str] = set()
    for number, line in _lines(text):
        if line.startswith("# ") and not title:
            title = line[2:].strip()
        elif line.startswith("Người:"):
            people, above = _people(line.partition(":")[2], f"{file}:{number}")
        elif line.startswith("- "):
            step = _step(number, line[2:].strip(), people, f"{file}:{number}")
            _check_names(step, known, f"{file}:{number}")
            steps.append(step)
    if not title or not people or not steps:
        missing = (
            "tiêu đề (# …)"
            if not title
            else "dòng “Người: …”"
            if not people
            else "lời thoại (- …)"
        )
        raise TranscriptError(f"{file}: thiếu {missing}")
    return Script(file, title, people, above, steps)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        normal = pattern.normal(line)
        if normal:
            yield number, normal


def _people(said: str, where: str) -> tuple[dict[str, str], frozenset[str]]:
    people: dict[str, str] = {}
    above = set[str]()
    for part in said.split(","):
        found = _PERSON.fullmatch(part)
        if found is None:
            raise TranscriptError(f"{where}: viết “Tên (vai)”, ví dụ Bà Tư (bà con)")
        name, role = found[1], found[2].strip().casefold()
        if role.endswith(ABOVE) and role.removesuffix(ABOVE) != RESIDENT:
            role = role.removesuffix(ABOVE)
            above.add(name)
        if role not in ROLES:
            raise TranscriptError(f"{where}: không có vai “{role}”; có: {', '.join(ROLES)}")
        people[name] = ROLES[role]
    return people, frozenset(above)


def _step(number: int, source: str, people: dict[str, str], where: str) -> Step:
    if not people:
        raise TranscriptError(f"{where}: dòng “Người: …” phải đứng trước lời thoại")
    who = "(?P<who>" + "|".join(map(re.escape, sorted(people, key=len, reverse=True))) + ")"
    for form, kind in FORMS:
        found = re.fullmatch(form.replace("{who}", who), source, re.IGNORECASE)
        if found is None:
            continue
        fields: dict[str, str | int] = {
            key: value or "" for key, value in found.groupdict().items()
        }
        if kind is Files:
            fields["count"] = int(fields["count"])
        fields["who"] = next(name for name in people if name.casefold() == found["who"].casefold())
        return kind(line=number, source=source, **fields)  # type: ignore[arg-type]
    raise TranscriptError(
        f"{where}: không hiểu “{source[:60]}”; người trong chuyện: {', '.join(people)}"
    )


def _check_names(step: Step, known: set[str], where: str) -> None:
    if isinstance(step, NewPhone | Files):
        return
    if isinstance(step, Expect):
        known.update(pattern.names(step.pattern))
        return
    for name in pattern.names(step.source):
        if name not in known:
            raise TranscriptError(
                f"{where}: chưa biết {{{name}}}; nó phải hiện ra ở một dòng “Tinbao →” trước đó"
            )
