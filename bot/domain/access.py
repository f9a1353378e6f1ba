"""Who may do what: one table, role by action."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """Roles are per unit."""

    OFFICER = "officer"
    LEAD = "lead"
    COMMUNICATOR = "communicator"
    CUSTODIAN = "custodian"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Action(StrEnum):
    """What a member can ask for in chat."""

    SEE_QUEUE = "see-queue"
    OPEN_TIP = "open-tip"
    TAKE_TIP = "take-tip"
    ASK_REPORTER = "ask-reporter"
    WRITE_NOTE = "write-note"
    CLOSE_TIP = "close-tip"
    REMOVE_MEMBER = "remove-member"
    REQUEST_IDENTITY = "request-identity"
    DECIDE_IDENTITY = "decide-identity"
    MUTE_REPORTER = "mute-reporter"
    READ_AUDIT = "read-audit"
    EXPORT_AUDIT = "export-audit"
    END_SESSIONS = "end-sessions"
    MOVE_TIP = "move-tip"
    """Change the status of one's own tip: verify, conclude, transfer outside, reopen."""
    HAND_OVER = "hand-over"
    ASSIGN_TIP = "assign-tip"
    EXTEND_CLOCK = "extend-clock"
    TRANSFER_TIP = "transfer-tip"
    LINK_TIPS = "link-tips"
    LABEL_TIP = "label-tip"
    BULK_CHANGE = "bulk-change"
    FIND_TIPS = "find-tips"
    KEY_IN_TIP = "key-in-tip"
    READ_DUTY_BOOK = "read-duty-book"
    SET_ROTA = "set-rota"
    EDIT_WORDS = "edit-words"
    """The unit's prepared questions, sentences and labels."""
    JOIN_GROUP = "join-group"
    """Make a group chat the unit's board."""
    KEEP_GROUPS = "keep-groups"
    """Let a group of the community get the unit's messages, name it, take it out."""
    MARK_SIGN = "mark-sign"
    """Say that a printed sign hangs, is in order, is damaged, or was replaced."""
    REVOKE_SIGN = "revoke-sign"
    SEE_COVERAGE = "see-coverage"
    """How much of 100% hangs. Figures about reporters are exact for who may see the queue."""


_SIGNS: Final = frozenset({Action.MARK_SIGN, Action.SEE_COVERAGE})
_OUTREACH: Final = _SIGNS | frozenset({Action.KEEP_GROUPS})
_DESK: Final = _SIGNS | frozenset(
    {
        Action.SEE_QUEUE,
        Action.OPEN_TIP,
        Action.TAKE_TIP,
        Action.ASK_REPORTER,
        Action.WRITE_NOTE,
        Action.CLOSE_TIP,
        Action.REQUEST_IDENTITY,
        Action.MUTE_REPORTER,
        Action.MOVE_TIP,
        Action.HAND_OVER,
        Action.TRANSFER_TIP,
        Action.LINK_TIPS,
        Action.LABEL_TIP,
        Action.FIND_TIPS,
        Action.KEY_IN_TIP,
        Action.READ_DUTY_BOOK,
    }
)
_LEAD: Final = frozenset(
    {
        Action.REMOVE_MEMBER,
        Action.END_SESSIONS,
        Action.ASSIGN_TIP,
        Action.EXTEND_CLOCK,
        Action.BULK_CHANGE,
        Action.SET_ROTA,
        Action.EDIT_WORDS,
        Action.JOIN_GROUP,
        Action.REVOKE_SIGN,
    }
)

TABLE: Final[dict[Role, frozenset[Action]]] = {
    Role.OFFICER: _DESK,
    Role.LEAD: _DESK | _LEAD | _OUTREACH,
    Role.COMMUNICATOR: _OUTREACH,
    Role.CUSTODIAN: frozenset({Action.DECIDE_IDENTITY}),
    Role.AUDITOR: frozenset({Action.READ_AUDIT, Action.EXPORT_AUDIT}),
    Role.ADMIN: _OUTREACH
    | frozenset({Action.REMOVE_MEMBER, Action.END_SESSIONS, Action.REVOKE_SIGN}),
}


def may(role: str, action: Action) -> bool:
    """Whether a role (by its value) is allowed an action; an unknown role is allowed nothing."""
    try:
        return action in TABLE[Role(role)]
    except ValueError:
        return False


def roles_that(action: Action) -> tuple[str, ...]:
    """The roles that may do `action`, in the table's order."""
    return tuple(role.value for role, actions in TABLE.items() if action in actions)
