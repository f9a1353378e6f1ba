"""How a row of the audit is put into words. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final

from bot.domain.access import Action, Role
from bot.domain.message import Text, verbatim

if TYPE_CHECKING:
    from storage.audit import AuditEntry

_VIETNAM: Final = timezone(timedelta(hours=7))
SAID: Final = frozenset(
    {
        "access-refused",
        "audit-exported",
        "audit-read",
        "board-added",
        "board-removed",
        "clock-extended",
        "clock-missed-transfer",
        "clock-missed-verify",
        "contact-erased",
        "content-erased",
        "custodian-added",
        "custodian-bound",
        "custodian-retired",
        "factor-added",
        "factor-removed",
        "factors-reset",
        "group-added",
        "group-left",
        "group-removed",
        "identity-approved",
        "identity-disclosed",
        "identity-refused",
        "identity-requested",
        "identity-withdrawn",
        "invite",
        "key-destroyed",
        "key-made",
        "key-rotated",
        "keys-exported",
        "label-added",
        "label-dropped",
        "member-added",
        "member-removed",
        "point-closed",
        "points-changed",
        "points-exported",
        "points-imported",
        "register-exported",
        "reporter-muted",
        "reporter-unmuted",
        "role-changed",
        "sentences-changed",
        "session-begun",
        "shift-added",
        "shift-removed",
        "session-ended",
        "sign-damaged",
        "sign-in-failed",
        "sign-inspected",
        "sign-installed",
        "sign-pledged",
        "sign-replaced",
        "sign-revoked",
        "sign-rules-posted",
        "signs-made",
        "tip-asked",
        "tip-assigned",
        "tip-closed",
        "tip-closed-in-bulk",
        "tip-concluded-not-enough",
        "tip-concluded-prank",
        "tip-concluded-right",
        "tip-concluded-wrong",
        "tip-filed",
        "tip-given",
        "tip-given-in-bulk",
        "tip-handed-over",
        "tip-keyed-in",
        "tip-labelled",
        "tip-merged",
        "tip-moved",
        "tip-no-twin",
        "tip-noted",
        "tip-opened",
        "tip-received",
        "tip-related",
        "tip-released",
        "tip-reopened",
        "tip-sent-away",
        "tip-taken",
        "tip-unlabelled",
        "tip-unmerged",
        "tip-unrelated",
        "tip-verifying",
        "tips-imported",
        "tips-searched",
        "unit-added",
        "unit-setting",
        "zalo-authorized",
    }
)
"""Deeds with a sentence of their own, `auditing-did-<deed>`; any other is shown by its name."""


def line(entry: AuditEntry, now: datetime, names: Mapping[int, str]) -> Text:
    """One row: when, who, what, and why if that was asked."""
    args: dict[str, str | int | Text] = {
        "who": entry.member or Text("auditing-system"),
        "subject": _subject(entry, names),
    }
    if entry.action in SAID:
        deed = Text(f"auditing-did-{entry.action}", args)
    else:
        deed = Text("auditing-other", {**args, "action": entry.action})
    at = when(entry.at, now)
    if entry.why is None:
        return Text("auditing-line", {"at": at, "deed": deed})
    why = verbatim(entry.why) if entry.why else Text("auditing-why-sealed")
    return Text("auditing-line-why", {"at": at, "deed": deed, "why": why})


def when(at: datetime, now: datetime) -> str:
    """`14:05 23/11`, with the year when it is another one."""
    local = at.astimezone(_VIETNAM)
    same = local.year == now.astimezone(_VIETNAM).year
    return local.strftime("%H:%M %d/%m" if same else "%H:%M %d/%m/%Y")


def joined(texts: Sequence[Text]) -> Text:
    """A line each. Halved again and again, so that nesting stays shallow. Takes one or more."""
    if len(texts) == 1:
        return texts[0]
    middle = len(texts) // 2
    return Text(
        "auditing-lines", {"first": joined(texts[:middle]), "rest": joined(texts[middle:])}
    )


def _subject(entry: AuditEntry, names: Mapping[int, str]) -> str | Text:
    subject = entry.subject
    if entry.action == "access-refused" and subject in tuple(Action):
        return Text(f"auditing-action-{subject}")
    if entry.action == "invite" and subject in tuple(Role):
        return Text(f"enrol-role-{subject}")
    if entry.action not in ("member-added", "member-removed", "factors-reset", "role-changed"):
        return subject
    member_id, _, role = subject.partition(" ")
    known = member_id.isascii() and member_id.isdigit()
    name = names.get(int(member_id), subject) if known else subject
    if role not in tuple(Role):
        return name
    return Text("auditing-member", {"name": name, "role": Text(f"enrol-role-{role}")})
