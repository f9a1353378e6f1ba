"""What an opened tip shows of tips that belong to it: merged ones, related ones, a likely twin."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from bot.domain.access import Action, may
from bot.domain.flow import Turn
from bot.domain.message import Button, Media, Text
from bot.domain.tip import WORKING, Tip
from bot.domain.twins import Reason, Twin
from handlers import tip_views as views

if TYPE_CHECKING:
    from storage.filing import Dossiers

SHOWN: Final = 5
"""Messages of a merged tip that are shown with the other, the latest ones."""


@dataclass(slots=True)
class Joined:
    """What is added to the dossier."""

    parts: list[Text] = field(default_factory=list)
    media: list[Media] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)


async def joined_to(turn: Turn, dossiers: Dossiers, tip: Tip) -> Joined:
    """Raises `KeyNotHere` where the desk's key is not."""
    found = Joined()
    if tip.merged_into:
        await _inside(turn, tip, found)
        return found
    for number, part in enumerate(await dossiers.merging.parts(tip.id), start=2):
        await _part(turn, dossiers, part, number, found)
    others = await dossiers.merging.related(tip.id)
    if others:
        names = ", ".join(other.reference for other in others)
        found.parts.append(Text("links-related", {"names": names}))
        found.buttons.append(_button("links-see-related", f"links.related:{tip.reference}"))
    if tip.status in WORKING and may(turn.who.role, Action.LINK_TIPS):
        likely = await dossiers.merging.twin(tip, turn.now)
        if likely:
            _offer(turn, tip, *likely, found)
    return found


def reasons(twin: Twin) -> Text:
    """Why, in one line: `cùng điểm, cùng tối, lời kể giống 82%`."""
    said = [
        Text(f"links-why-{reason}", {"n": twin.percent if reason is Reason.WORDS else twin.days})
        for reason in twin.reasons
    ]
    return views.joined(said, "links-commas")


async def _inside(turn: Turn, tip: Tip, found: Joined) -> None:
    found.parts.append(Text("links-is-inside", {"into": tip.merged_into}))
    found.buttons.append(
        _button("triage-open-one", f"triage.open:{tip.merged_into}", tip.merged_into)
    )
    if may(turn.who.role, Action.LINK_TIPS):
        found.buttons.append(
            _button("links-unmerge", f"links.unmerge:{tip.reference}", tip.reference)
        )


async def _part(turn: Turn, dossiers: Dossiers, part: Tip, number: int, found: Joined) -> None:
    about: dict[str, str | int | Text] = {"number": number, "reference": part.reference}
    if part.erased:
        found.parts.append(Text("links-part-erased", about))
        return
    thread = await dossiers.tips.open(part.id)
    shown = thread[-SHOWN:]
    ids = [file.id for message in shown for file in message.body.files]
    lost = set(ids) - await dossiers.parcels.known(ids) if ids else set()
    found.parts.append(Text("links-part", about))
    if len(thread) > SHOWN:
        found.parts.append(Text("triage-earlier", {"n": len(thread) - SHOWN}))
        found.buttons.append(
            _button("triage-open-one", f"triage.open:{part.reference}", part.reference)
        )
    found.parts += [views.said(message, turn.now, lost) for message in shown]
    found.media += views.files_of(shown, lost)
    if may(turn.who.role, Action.LINK_TIPS):
        found.buttons.append(
            _button("links-unmerge", f"links.unmerge:{part.reference}", part.reference)
        )


def _offer(turn: Turn, tip: Tip, other: Tip, twin: Twin, found: Joined) -> None:
    name = other.reference
    found.parts.append(Text("links-twin", {"reference": name, "why": reasons(twin)}))
    found.buttons.append(_button("triage-open-one", f"triage.open:{name}", name))
    free = all(each.owner_id in (None, turn.who.member_id) for each in (tip, other))
    if free and other.status in WORKING:
        part, into = _order(turn, tip, other)
        value = f"{part.reference}/{into.reference}"
        found.buttons.append(_button("links-merge-with", f"links.merge:{value}", name))
    else:
        pair = f"{tip.reference}/{name}"
        found.buttons.append(_button("links-relate-to", f"links.relate:{pair}", name))
    found.buttons.append(_button("links-apart", f"links.apart:{tip.reference}/{name}", name))


def _order(turn: Turn, tip: Tip, other: Tip) -> tuple[Tip, Tip]:
    """Into what this member works on already, else into what came first."""
    mine = [each for each in (tip, other) if each.owner_id == turn.who.member_id]
    into = mine[0] if len(mine) == 1 else min(tip, other, key=lambda each: each.id)
    return (other, into) if into is tip else (tip, into)


def _button(key: str, payload: str, reference: str = "") -> Button:
    return Button(Text(key, {"reference": reference} if reference else {}), payload)
