"""What a unit may decide for itself, with what holds when it has decided nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.domain.tip import TipKind

ASK_BACK: Final = "ask-back"
ONE_WAY: Final = "one-way"


@dataclass(frozen=True, slots=True)
class UnitSetting:
    """One setting. `takes` says in a few words which values it takes; `fits` tells them."""

    name: str
    default: str
    takes: str
    what: str
    fits: Callable[[str], bool]


def _days(value: str) -> bool:
    return value.isascii() and value.isdigit() and 1 <= int(value[:6]) <= 3650 and len(value) < 6


def _months(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 4 and 1 <= int(value) <= 240


def _burst(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 5 and int(value) >= 10


def _yes_or_no(value: str) -> bool:
    return value in ("yes", "no")


_ALL: Final = (
    UnitSetting(
        "reply-default",
        ASK_BACK,
        f"{ASK_BACK} or {ONE_WAY}",
        "whether a tip leaves a way to ask back unless its reporter chooses otherwise",
        lambda value: value in (ASK_BACK, ONE_WAY),
    ),
    UnitSetting(
        "contact-days",
        "30",
        "1 to 3650",
        "days after closing until the way back to a reporter is erased",
        _days,
    ),
    UnitSetting(
        "content-months",
        "24",
        "1 to 240",
        "months after closing until a tip's content is erased",
        _months,
    ),
    *(
        UnitSetting(
            f"{name}.{kind.value}", "", takes, f"the same, for tips of kind {kind.value}", fits
        )
        for kind in TipKind
        for name, takes, fits in (
            ("contact-days", "1 to 3650", _days),
            ("content-months", "1 to 240", _months),
        )
    ),
    UnitSetting(
        "point-burst",
        "150",
        "10 to 9999",
        "tips of one point that pass at once before the next ones have to wait",
        _burst,
    ),
    UnitSetting(
        "show-outcomes",
        "no",
        "yes or no",
        "whether a new tip shows how many earlier ones of its contact were right or wrong",
        _yes_or_no,
    ),
)
SETTINGS: Final[Mapping[str, UnitSetting]] = {setting.name: setting for setting in _ALL}


def of_kind(values: Mapping[str, str], name: str, kind: str) -> str:
    """What holds for tips of a kind: its own value, else the unit's, else the default."""
    return values.get(f"{name}.{kind}") or values.get(name) or SETTINGS[name].default
