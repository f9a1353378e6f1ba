"""What a unit may decide for itself, with what holds when it has decided nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.calendar import WorkingHours, dates_of
from bot.domain.signs import CHANNELS, channels_of
from bot.domain.tip import TipKind

ASK_BACK: Final = "ask-back"
ONE_WAY: Final = "one-way"
DIGEST_HOUR: Final = "digest-hour"
OFF: Final = "off"


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


def _number(least: int, most: int) -> Callable[[str], bool]:
    return lambda value: (
        value.isascii() and value.isdigit() and len(value) < 6 and least <= int(value) <= most
    )


def _parses(parse: Callable[[str], object]) -> Callable[[str], bool]:
    def fits(value: str) -> bool:
        try:
            parse(value)
        except (ValueError, LookupError, OSError):
            return False
        return True

    return fits


def _yes_or_no(value: str) -> bool:
    return value in ("yes", "no")


def hour_of(value: str) -> time | None:
    """A time of day from `HH:MM`; None for anything else."""
    hour, _, minute = value.partition(":")
    plain = value.isascii() and hour.isdigit() and minute.isdigit()
    if not plain or len(value) != len("07:00") or int(hour) > 23 or int(minute) > 59:
        return None
    return time(int(hour), int(minute))


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
    UnitSetting(
        DIGEST_HOUR,
        "07:00",
        f"HH:MM or {OFF}",
        "when leads and officers are told each day how things stand",
        lambda value: value == OFF or hour_of(value) is not None,
    ),
    UnitSetting(
        "content-in-chat",
        "yes",
        "yes or no",
        "whether an officer may read a tip in a chat app; with no, only on the web desk",
        _yes_or_no,
    ),
    UnitSetting(
        "transfer-hours",
        "24",
        "1 to 240",
        "hours from receipt until a tip of somebody else's has to be handed on",
        _number(1, 240),
    ),
    UnitSetting(
        "verify-days",
        "20",
        "1 to 365",
        "days from receipt until a tip has to be looked into",
        _number(1, 365),
    ),
    UnitSetting(
        "extend-months",
        "2",
        "1 to 24",
        "months from receipt, in all, once a lead has extended",
        _number(1, 24),
    ),
    UnitSetting(
        "extend-again-months",
        "4",
        "1 to 24",
        "months from receipt, in all, once a lead has extended twice",
        _number(1, 24),
    ),
    UnitSetting(
        "days-off",
        "",
        "dates like 2026-12-31,2027-01-02",
        "days off besides weekends and public holidays",
        _parses(dates_of),
    ),
    UnitSetting(
        "working-hours",
        "",
        "like: mon-fri 07:30-11:30 13:30-17:00",
        "when tips that are not urgent are told; empty: at any hour",
        _parses(WorkingHours.parse),
    ),
    UnitSetting(
        "urgent-repeat-minutes",
        "10",
        "1 to 240",
        "minutes after which an urgent tip nobody has taken is told again",
        _number(1, 240),
    ),
    UnitSetting(
        "channels",
        ",".join(CHANNELS),
        f"some of {', '.join(CHANNELS)} with commas between, web among them",
        "the ways to report that a sign's page offers, in this order, as far as they are set up",
        _parses(channels_of),
    ),
    UnitSetting(
        "timezone",
        "Asia/Ho_Chi_Minh",
        "a zone like Asia/Ho_Chi_Minh",
        "the zone in which days end",
        _parses(ZoneInfo),
    ),
)
SETTINGS: Final[Mapping[str, UnitSetting]] = {setting.name: setting for setting in _ALL}


def of_kind(values: Mapping[str, str], name: str, kind: str) -> str:
    """What holds for tips of a kind: its own value, else the unit's, else the default."""
    return values.get(f"{name}.{kind}") or values.get(name) or SETTINGS[name].default
