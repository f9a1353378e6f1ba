"""Becoming a member: a one-time code, then the name that colleagues will see."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from bot.domain.access import Action, may, roles_that
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Reply, Text
from handlers.enrol.base import ENROL, role_text

if TYPE_CHECKING:
    from storage.audit import Audit
    from storage.custodians import Custodians
    from storage.invites import Invites
    from storage.members import Member, Members
    from storage.sessions import Sessions
    from storage.throttle import Throttle
    from storage.units import Units

PER_CONTACT: Final = (5, 900)
OVERALL: Final = (300, 3600)
"""Attempts and seconds. A code has 60 random bits: this only keeps guessing from costing us work,
and the limit over all is wide so that nobody can lock the staff out by guessing."""

LONGEST_NAME: Final = 40


@ENROL.step("redeem", leads_to=["name"], entry=True)
async def redeem(
    turn: Turn,
    invites: Invites,
    members: Members,
    units: Units,
    throttle: Throttle,
    sessions: Sessions,
    audit: Audit,
) -> Next:
    """A code was typed: the value is its 12 characters. Wrong, expired, used sound alike."""
    member = await members.by_contact(turn.who.contact_id)
    if member is not None:
        turn.say("enrol-already", unit=member.unit_name, role=role_text(member.role))
        return END
    wait = await throttle.wait(
        "invite", turn.who.contact_id, turn.now, per_contact=PER_CONTACT, overall=OVERALL
    )
    if wait > 0:
        turn.say("enrol-slow", minutes=int(wait // 60) + 1)
        return END
    invite = await invites.redeem(turn.value, turn.now)
    if invite is None:
        turn.say("enrol-wrong")
        return END
    if invite.member_id is not None:
        return await _back(turn, invite.member_id, members, sessions, audit)
    unit = await units.get(invite.unit_id)
    turn.draft.update(unit_id=unit.id, unit=unit.name, role=invite.role)
    if invite.custodian_id is not None:
        turn.draft["custodian"] = str(invite.custodian_id)
    return "name"


@ENROL.asks("name")
async def ask_name(turn: Turn) -> None:
    """Which name will colleagues see?"""
    turn.say(
        "enrol-name",
        unit=str(turn.draft.get("unit", "")),
        role=role_text(str(turn.draft.get("role", ""))),
        most=LONGEST_NAME,
    )


@ENROL.step("name")
async def name(
    turn: Turn, members: Members, audit: Audit, custodians: Custodians, sessions: Sessions
) -> Next:
    """The name makes it complete: colleagues must be able to tell who has a tip."""
    chosen = _clean(turn.text)
    if not chosen:
        return "name"
    if len(chosen) > LONGEST_NAME:
        turn.say("enrol-name-long", most=LONGEST_NAME)
        return "name"
    unit_id, role = int(turn.draft["unit_id"]), str(turn.draft["role"])
    if await members.by_contact(turn.who.contact_id) is not None:
        turn.say("enrol-done-before")
        return END
    taken = {_clean(member.name).casefold() for member in await members.of_unit(unit_id)}
    if chosen.casefold() in taken:
        turn.say("enrol-name-taken", name=chosen)
        return "name"
    member = await members.add(
        unit_id=unit_id,
        role=role,
        name=chosen,
        contact_id=turn.who.contact_id,
        now=turn.now,
    )
    await audit.record(
        "member-added",
        now=turn.now,
        unit_id=unit_id,
        member_id=member.id,
        subject=f"{member.id} {role}",
    )
    bound = int(turn.draft.get("custodian", 0))
    custodian = await custodians.get(bound) if bound else None
    if custodian is not None:
        await custodians.bind(custodian.id, member.id)
        await audit.record(
            "custodian-bound",
            now=turn.now,
            unit_id=unit_id,
            member_id=member.id,
            subject=custodian.fingerprint,
        )
        former = await members.get(custodian.member_id) if custodian.member_id else None
        await _take_over(turn, former, member, members, sessions, audit)
    _welcome(turn, member)
    joined = Text("enrol-joined", {"name": chosen, "role": role_text(role)})
    turn.notify(unit_id, Reply(joined), roles_that(Action.REMOVE_MEMBER), but_me=True)
    return END


async def _take_over(
    turn: Turn,
    former: Member | None,
    member: Member,
    members: Members,
    sessions: Sessions,
    audit: Audit,
) -> None:
    """Whoever answered for a key until now is out, and that is said: two chats for one key would
    leave one of them without its requests, and nobody the wiser.
    """
    if former is None or not await members.remove(former.id, turn.now):
        return
    await audit.record(
        "member-removed",
        now=turn.now,
        unit_id=former.unit_id,
        member_id=member.id,
        subject=str(former.id),
    )
    turn.wipes.extend(await sessions.end_all(former.id, turn.now))
    replaced = Text("enrol-replaced", {"name": member.name, "former": former.name})
    turn.notify(member.unit_id, Reply(replaced), roles_that(Action.REMOVE_MEMBER), but_me=True)


async def _back(
    turn: Turn, member_id: int, members: Members, sessions: Sessions, audit: Audit
) -> Next:
    """Somebody whose sign-in was reset comes back as who they were."""
    member = await members.get(member_id)
    if member is None:
        turn.say("enrol-wrong")
        return END
    session_id = await sessions.come_back(member.id, turn.who.contact_id, turn.now)
    await audit.record(
        "session-begun",
        now=turn.now,
        unit_id=member.unit_id,
        member_id=member.id,
        subject=str(session_id),
    )
    _welcome(turn, member)
    return END


def _welcome(turn: Turn, member: Member) -> None:
    buttons: list[Button] = []
    if may(member.role, Action.SEE_QUEUE):
        buttons.append(Button(Text("enrol-queue"), "queue.list:"))
    if may(member.role, Action.REMOVE_MEMBER):
        buttons.append(Button(Text("enrol-members"), "enrol.members:"))
    if may(member.role, Action.DECIDE_IDENTITY):
        buttons.append(Button(Text("identity-pending"), "identity.pending:"))
    desk = may(member.role, Action.SEE_QUEUE)
    if turn.inbound.address.channel == "web":
        turn.say("enrol-stay")
    turn.say(
        "enrol-welcome-desk" if desk else "enrol-welcome",
        name=member.name,
        unit=member.unit_name,
        role=role_text(member.role),
        buttons=buttons,
        card="staff:welcome",
    )


def _clean(typed: str) -> str:
    """One line of visible characters: a name must not pass for a message of the bot's."""
    visible = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in typed)
    return " ".join(unicodedata.normalize("NFC", visible).split())
