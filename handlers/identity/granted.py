"""The envelopes that custodians have agreed to open: each of them may fetch one again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.access import Action
from bot.domain.flow import END, Next, Turn
from bot.domain.message import Button, Media, MediaKind, Reply, Text
from handlers.identity import IDENTITY
from handlers.identity.base import allowed, number_of

if TYPE_CHECKING:
    from storage.audit import Audit
    from storage.disclosures import Disclosure, Disclosures
    from storage.identities import Identities, Kept


@IDENTITY.step("again", entry=True)
async def again(
    turn: Turn, disclosures: Disclosures, identities: Identities, audit: Audit
) -> Next:
    """Show an envelope again; the value is a request's id. Whoever lost the message, or whose
    page has ended since, must not need a second request.
    """
    if not allowed(turn, Action.DECIDE_IDENTITY) or turn.who.member_id is None:
        return END
    granted = await disclosures.granted_to(turn.who.member_id)
    asked = next((d for d in granted if d.id == number_of(turn.value)), None)
    kept = await identities.of(asked.tip_id) if asked else None
    text = await identities.envelope(asked.tip_id) if asked else None
    if asked is None or kept is None or text is None:
        turn.say("identity-request-gone")
        return END
    reply = envelope_reply(asked, kept, text)
    turn.say(reply.text, media=reply.media)
    await audit.record(
        "identity-disclosed",
        now=turn.now,
        unit_id=asked.tip_unit_id,
        member_id=turn.who.member_id,
        subject=asked.reference,
    )
    return END


def granted_reply(asked: Disclosure) -> Reply:
    """That an envelope can be fetched."""
    return Reply(
        Text("identity-granted", {"reference": asked.reference}),
        buttons=(Button(Text("identity-fetch"), f"identity.again:{asked.id}"),),
        protect=True,
    )


def envelope_reply(asked: Disclosure, kept: Kept, text: str) -> Reply:
    """The envelope as a file, and what to do with it. Not protected: it must be saved and carried
    to another machine, and is sealed as it is.
    """
    name = f"phong-bi-{asked.reference}.txt"
    words = Text(
        "identity-envelope",
        {
            "reference": asked.reference,
            "first": kept.keepers[-1].name,
            "count": len(kept.keepers),
            "file": name,
        },
    )
    return Reply(words, media=(Media(MediaKind.DOCUMENT, data=text, name=name),))
