"""Boards: group chats of staff in which every open tip has a card that changes with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bot.domain.channels import PRIVATE_CHAT
from bot.domain.message import Button, Reply, Text
from bot.domain.queue import day_and_time
from bot.domain.tip import Tip, TipKind, TipStatus, Urgency
from bot.engine.delivery import Delivery
from storage.contacts import Contact
from storage.stores import Stores

OPENS: Final = f"{PRIVATE_CHAT}open_"


async def redraw(stores: Stores, delivery: Delivery, tip_ids: Iterable[int]) -> None:
    """Draw the cards of these tips anew on every board that shows them, in the same
    transaction.
    """
    ids = sorted(tip_ids)
    boards = await stores.boards.all() if ids else []
    for tip_id in ids if boards else []:
        tip = await stores.tips.get(tip_id)
        if tip is None:
            continue
        name = f"tip:{tip.reference}"
        showing = await stores.boards.showing(name)
        for board in boards:
            ours = board.unit_id == tip.unit_id
            if board.contact_id in showing or (ours and _is_new_to_a_board(tip)):
                drawn = _card(tip) if ours else Text("queue-card-away", _named(tip))
                opens = ours and not tip.erased
                button = Button(Text("queue-card-open"), url=f"{OPENS}{tip.reference}")
                reply = Reply(drawn, (button,) if opens else (), card=name, protect=True)
                await delivery.card(Contact(board.contact_id, board.channel), reply)


def _is_new_to_a_board(tip: Tip) -> bool:
    """Whether a tip gets a card where it had none: it is at work, and does not wait aside."""
    aside = tip.side and tip.urgency != Urgency.URGENT
    return not (aside or tip.erased or tip.status == TipStatus.CLOSED)


def _named(tip: Tip) -> dict[str, str | int | Text]:
    return {"reference": tip.reference}


def _card(tip: Tip) -> Text:
    """All that a group may read: nothing that anybody wrote."""
    if tip.erased:
        return Text("queue-card-erased", _named(tip))
    kind = tip.kind if tip.kind in set(TipKind) else TipKind.OTHER.value
    card = Text(
        "queue-card-urgent" if tip.urgency == Urgency.URGENT else "queue-card",
        {
            **_named(tip),
            "kind": Text(f"kind-{kind}"),
            "point": tip.point or Text("triage-no-point"),
            "status": _status(tip),
        },
    )
    if tip.due_at is None or tip.status == TipStatus.CLOSED:
        return card
    return Text("queue-card-due", {"card": card, "at": day_and_time(tip.due_at)})


def _status(tip: Tip) -> Text:
    if tip.status == TipStatus.CLOSED and tip.outcome:
        return Text("triage-status-closed", {"outcome": Text(f"outcome-{tip.outcome}")})
    owner = tip.owner_name or Text("triage-no-owner")
    if tip.status in (TipStatus.NEW, TipStatus.ACKNOWLEDGED):
        return Text("queue-card-owner", {"owner": owner})
    return Text(f"triage-status-{tip.status}-by", {"owner": owner})
