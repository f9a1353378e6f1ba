"""Both languages say the same things, and everything the code says can be said."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest
from fluent.syntax import ast as ftl
from fluent.syntax import parse
from fluent.syntax.visitor import Visitor

from bot.domain.access import Action
from bot.domain.message import Button, Refusal, Text, verbatim
from bot.domain.tip import Outcome, TipKind, TipStatus, Urgency
from bot.texts import Texts
from handlers.auditing.views import SAID
from storage.audit import REFUSED

ROOT = Path(__file__).parent.parent
CATALOGUES = sorted(
    path for place in ("bot", "handlers", "qr") for path in (ROOT / place).rglob("*vi.ftl")
)
SAYING = {"say", "Text", "option"}
KEY = re.compile(r"[a-z]+(-[a-z0-9]+)+")
NOT_SAID = {"wipe"}
"""Names of outbox actions, never shown."""


class _Variables(Visitor):  # type: ignore[misc]
    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:
        self.found.add(node.id.name)


def _entries(path: Path) -> dict[str, set[str]]:
    found = {}
    for entry in parse(path.read_text("utf-8")).body:
        assert not isinstance(entry, ftl.Junk), entry.content
        if isinstance(entry, ftl.Message):
            variables = _Variables()
            variables.visit(entry)
            found[entry.id.name] = variables.found
    return found


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda p: str(p.relative_to(ROOT)))
def test_both_languages_have_the_same_keys_and_variables(path: Path) -> None:
    english = path.with_name(path.name.replace("vi.ftl", "en.ftl"))
    assert _entries(path) == _entries(english)


def _said() -> Iterator[tuple[str, str]]:
    for place in ("bot", "handlers", "qr"):
        for path in (ROOT / place).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call):
                    yield from _keys(node, str(path.relative_to(ROOT)))


def _keys(call: ast.Call, where: str) -> Iterator[tuple[str, str]]:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name not in SAYING or not call.args:
        return
    said = call.args[1] if name == "option" and len(call.args) > 1 else call.args[0]
    if isinstance(said, ast.JoinedStr) and isinstance(said.values[0], ast.Constant):
        yield where, f"{said.values[0].value}*"
        return
    choice = isinstance(said, ast.IfExp)
    for part in ast.walk(said) if choice else [said]:
        literal = part.value if isinstance(part, ast.Constant) else None
        if isinstance(literal, str) and (not choice or KEY.fullmatch(literal)):
            yield where, literal


def test_every_key_the_code_says_exists() -> None:
    known = Texts.load().keys("vi")
    missing = [
        (where, key)
        for where, key in _said()
        if key not in NOT_SAID
        and not (any(k.startswith(key[:-1]) for k in known) if key[-1] == "*" else key in known)
    ]
    assert missing == []


def test_every_word_of_the_field_has_a_text() -> None:
    known = Texts.load().keys("vi")
    wanted = {
        *(f"kind-{kind}" for kind in TipKind),
        *(f"urgency-{urgency}" for urgency in Urgency),
        *(f"status-{status}" for status in TipStatus),
        *(f"outcome-{outcome}" for outcome in Outcome),
        *(f"refusal-{refusal}" for refusal in Refusal),
    }
    assert wanted <= known


def _recorded() -> set[str]:
    """Every deed that any code gives the audit, as written at the call."""
    found: set[str] = set()
    for place in ("bot", "handlers", "storage"):
        for path in (ROOT / place).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if not isinstance(node, ast.Call):
                    continue
                # Also a helper that hands it on, such as `_record(turn, audit, "tip-asked")`.
                if getattr(node.func, "attr", getattr(node.func, "id", "")).endswith("record"):
                    words = (part for arg in node.args for part in ast.walk(arg))
                    texts = (w.value for w in words if isinstance(w, ast.Constant))
                    found |= {t for t in texts if isinstance(t, str) and KEY.fullmatch(t)}
    return found | {"invite", REFUSED}


def test_every_deed_in_the_audit_has_a_sentence() -> None:
    known = Texts.load().keys("vi")
    recorded = _recorded()
    assert {"tip-filed", "tip-asked", "unit-added", "member-removed", "audit-read"} <= recorded
    assert recorded <= SAID, "add it to handlers/auditing/views.py and to both catalogues"
    assert {f"auditing-did-{deed}" for deed in SAID} <= known
    assert {f"auditing-action-{action}" for action in Action} <= known


def _texts(*, strict: bool = True) -> Texts:
    return Texts(
        {
            "vi": [("a", "hi = Chào { $who }\nonly = Chỉ có\nplain = Vâng\nyes = Có")],
            "en": [("a", "hi = Hello { $who }\nplain = Well\nyes = Yes")],
        },
        strict=strict,
    )


def test_arguments_are_passed_as_they_are() -> None:
    texts = _texts()
    odd = "<b>\u202e{ $who }\x00\ue000"
    assert texts.render(Text("hi", {"who": odd}), "en") == f"Hello {odd}"
    assert texts.render(Text("hi", {"who": Text("plain")}), "vi") == "Chào Vâng"
    assert texts.render(verbatim(odd), "vi") == odd


def test_long_arguments_are_not_cut() -> None:
    long = "x" * 10_000
    assert _texts().render(Text("hi", {"who": long}), "vi") == f"Chào {long}"


def test_a_label_is_known_in_every_language() -> None:
    assert _texts().labels(Button(Text("yes"), "a.b:c")) == ("Có", "Yes")


def test_an_unknown_language_is_vietnamese() -> None:
    assert _texts().render(Text("plain"), "fr") == "Vâng"


def test_a_missing_key_is_an_error_in_tests_and_falls_back_in_production(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with pytest.raises(KeyError):
        _texts().render(Text("only"), "en")
    with pytest.raises(KeyError):
        _texts().render(Text("hi"), "vi")
    lenient = _texts(strict=False)
    assert lenient.render(Text("only"), "en") == "Chỉ có"
    assert lenient.render(Text("nothing"), "en") == "nothing"
    assert "nothing" in caplog.text


@pytest.mark.parametrize("content", ["= nothing", "a = 1\na = 2", "a = {"])
def test_a_damaged_catalogue_is_refused(content: str) -> None:
    with pytest.raises(ValueError, match="file"):
        Texts({"vi": [("file", content)]}, strict=True)


def test_every_sentence_that_comes_with_the_packages_is_sound() -> None:
    texts = Texts.load(strict=True)
    assert all(len(texts.keys(locale)) > 500 for locale in texts.locales)


def test_plain_sentences_are_rendered_once() -> None:
    texts = Texts.load()
    texts.render(Text("nav-back"), "vi")
    started = perf_counter()
    for _ in range(10_000):
        texts.render(Text("nav-back"), "vi")
    assert perf_counter() - started < 0.5
