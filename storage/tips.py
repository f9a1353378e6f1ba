"""Tips as the queue knows them: filing and finding. Their content is in `storage.threads`, their
owners and statuses in `storage.statuses`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, bindparam, case, exists, insert, or_, select, update

from bot.domain.codes import RECEIPT_LENGTH, canonical, random_code, random_receipt
from bot.domain.identity import Identity
from bot.domain.tip import (
    Body,
    Filed,
    Note,
    Reach,
    ThreadMessage,
    Tip,
    TipStatus,
    Urgency,
)
from storage import links
from storage.connection import Db
from storage.crypto import envelope
from storage.crypto.keyring import Keyring
from storage.identities import Identities
from storage.ids import new_id
from storage.mutes import Mutes
from storage.questions import Questions, last_asked, to_be_answered
from storage.register import Moved, Registers
from storage.schema import erased_receipts, files, merges, tip_contacts, tips, units
from storage.threads import Threads, private_place, receipt_key, reporter_place
from storage.tip_rows import OPEN, SELECT_ONE, tip_of

REFERENCE_LENGTH: Final = 5

_TARGET: Final = tips.alias("target")
_URGENT_FIRST: Final = case((tips.c.urgency == Urgency.URGENT, 0), else_=1)
_INSERT: Final = insert(tips)
_UNIT: Final = select(units.c.slug, units.c.prefix).where(units.c.id == bindparam("unit"))
_TAKEN: Final = select(tips.c.id).where(tips.c.reference == bindparam("reference"))
_BY_ID: Final = SELECT_ONE.where(tips.c.id == bindparam("id"))
_BY_RECEIPT: Final = SELECT_ONE.where(tips.c.receipt_hash == bindparam("hash"))
_ERASED: Final = select(erased_receipts.c.hash).where(erased_receipts.c.hash == bindparam("hash"))
_BY_REFERENCE: Final = SELECT_ONE.where(
    tips.c.unit_id == bindparam("unit"), tips.c.reference == bindparam("reference")
)
_OF_CONTACT: Final = (
    SELECT_ONE.join(tip_contacts, tip_contacts.c.tip_id == tips.c.id)
    .where(tip_contacts.c.contact_id == bindparam("contact"), OPEN)
    .order_by(tips.c.id.desc())
)
_OF_CONTACT_EVER: Final = (
    SELECT_ONE.join(tip_contacts, tip_contacts.c.tip_id == tips.c.id)
    .where(tip_contacts.c.contact_id == bindparam("contact"))
    .order_by(tips.c.id.desc())
)
_AWAITING: Final = _OF_CONTACT.where(tips.c.question_waiting).order_by(None)
_ASKED: Final = _AWAITING.order_by(last_asked(tips.c.id).desc(), tips.c.id.desc()).limit(1)
_READ: Final = _ASKED.where(to_be_answered(tips.c.id))


class Tips:
    """The tips of one transaction."""

    def __init__(self, connection: Db, keyring: Keyring) -> None:
        self._db = connection
        self._keyring = keyring
        self._threads = Threads(connection, keyring)

    async def file(
        self,
        *,
        unit_id: int,
        point_id: int | None,
        kind: str,
        urgency: str,
        body: Body,
        contact_id: int | None,
        now: datetime,
        identity: Identity | None = None,
        source: str = "chat",
    ) -> Filed:
        """Store a new tip, sealed. The receipt is returned once and kept only as a keyed hash.

        An `identity` is sealed to the custodians; `Filed.identity_kept`: there are any.
        Without `contact_id` it is one-way: no row says from which chat it came.
        """
        tip_id = new_id()
        side = contact_id is not None and await Mutes(self._db).muted(unit_id, contact_id)
        unit = (await self._db.execute(_UNIT, {"unit": unit_id})).one()
        receipt = random_receipt()
        pair, reporter = (
            envelope.generate(f"tip/{tip_id}"),
            envelope.generate(f"reporter/{tip_id}"),
        )
        reference = await self._free_reference(unit.prefix)
        await self._db.execute(
            _INSERT,
            {
                "id": tip_id,
                "unit_id": unit_id,
                "reference": reference,
                "kind": kind,
                "urgency": urgency,
                "status": TipStatus.NEW,
                "outcome": "",
                "point_id": point_id,
                "owner_id": None,
                "answer_waiting": False,
                "question_waiting": False,
                "side": side,
                "created_at": now,
                "source": source,
                "public": pair.public().to_bytes(),
                "sealed_private": envelope.seal(
                    pair.to_bytes(),
                    self._keyring.unit_public(unit.slug),
                    private_place(tip_id),
                    exact=True,
                ),
                "reporter_public": reporter.public().to_bytes(),
                "sealed_reporter_private": envelope.seal(
                    reporter.to_bytes(), receipt_key(receipt), reporter_place(tip_id), exact=True
                ),
                "receipt_hash": self._receipt_hash(receipt),
                "reach": Reach.RECEIPT if contact_id is None else Reach.HERE,
                "erased_at": None,
            },
        )
        await self._threads.add(tip_id, body, pair.public(), now)
        await self._adopt(tip_id, body)
        if contact_id is not None:
            await self.link(tip_id, contact_id)
        kept = False
        if identity:
            kept = await Identities(self._db, self._keyring).leave(tip_id, identity, now)
        aside = side and urgency != Urgency.URGENT
        return Filed(tip_id, reference, receipt, kept, aside)

    async def add(self, tip_id: int, body: Body, now: datetime) -> None:
        """The reporter adds to a tip; the desk sees that something waits."""
        await self._threads.add(tip_id, body, await self._threads.public(tip_id), now)
        await self._adopt(tip_id, body)
        await self._db.execute(
            update(tips)
            .where(tips.c.id == tip_id)
            .values(answer_waiting=True, question_waiting=False)
        )
        await Questions(self._db).answered(tip_id)

    async def worked_as(self, tip: Tip) -> Tip:
        """The tip it was merged into, or itself: where it stands is where that one stands."""
        if not tip.merged_into:
            return tip
        return await self.by_reference(tip.unit_id, tip.merged_into) or tip

    async def answer_waits(self, tip_id: int) -> None:
        """The reporter of a tip that was merged into this one has written."""
        await self._db.execute(update(tips).where(tips.c.id == tip_id).values(answer_waiting=True))

    async def by_receipt(self, receipt: str) -> Tip | None:
        """The tip of a receipt, however it was typed; None reveals nothing."""
        plain = canonical(receipt, RECEIPT_LENGTH)
        if plain is None:
            return None
        return await self._one(_BY_RECEIPT, hash=self._receipt_hash(plain))

    async def told(self, tip_id: int, receipt: str) -> list[ThreadMessage]:
        """What officers wrote to the reporter, opened with the receipt."""
        return await self._threads.told(tip_id, receipt)

    async def link(self, tip_id: int, contact_id: int) -> None:
        """Let a chat be asked about a tip."""
        await links.link(self._db, tip_id, contact_id)

    async def allow(self, tip_id: int, contact_id: int) -> None:
        """The reporter of a one-way tip may be asked after all, in this chat."""
        await links.link(self._db, tip_id, contact_id)
        await self._db.execute(update(tips).where(tips.c.id == tip_id).values(reach=Reach.HERE))

    async def withdraw(self, tip_id: int, now: datetime) -> None:
        """Break the way back to the reporter; chats that nothing else needs are forgotten."""
        await links.cut_tip(self._db, tip_id, now)

    async def contacts_of(self, tip_id: int) -> list[int]:
        """The chats that can be asked."""
        return await links.contacts_of(self._db, tip_id)

    async def linked(self, contact_id: int) -> list[Tip]:
        """The tips a chat can be asked about, closed ones too, newest first."""
        return await self._many(_OF_CONTACT_EVER, contact=contact_id)

    async def was_erased(self, receipt: str) -> bool:
        """Whether a receipt belonged to a tip that was erased; to which is not known."""
        plain = canonical(receipt, RECEIPT_LENGTH)
        if plain is None:
            return False
        found = await self._db.execute(_ERASED, {"hash": self._receipt_hash(plain)})
        return found.first() is not None

    async def of_contact(self, contact_id: int) -> list[Tip]:
        """The open tips of a chat, newest first."""
        return await self._many(_OF_CONTACT, contact=contact_id)

    async def awaiting_answer(self, contact_id: int, *, unread: bool = False) -> Tip | None:
        """The tip of this chat in which an officer asked last, once that has arrived: what is
        written before is no answer. `unread`: also while it has not.
        """
        return await self._one(_ASKED if unread else _READ, contact=contact_id)

    async def by_reference(self, unit_id: int, reference: str) -> Tip | None:
        """A tip of this unit by its public reference."""
        return await self._one(_BY_REFERENCE, unit=unit_id, reference=reference.strip().upper())

    async def exists(self, reference: str) -> bool:
        """Whether any unit has a tip of this reference."""
        wanted = {"reference": reference.strip().upper()}
        return (await self._db.execute(_TAKEN, wanted)).first() is not None

    async def moved(self, unit_id: int, reference: str) -> Moved | None:
        """Where a tip that this unit no longer has went."""
        return await Registers(self._db).moved(unit_id, reference)

    async def get(self, tip_id: int) -> Tip | None:
        """A tip by id."""
        return await self._one(_BY_ID, id=tip_id)

    async def open(self, tip_id: int) -> list[ThreadMessage]:
        """The whole thread, opened. Raises `KeyNotHere` where the desk's key is not."""
        return await self._threads.open(tip_id)

    async def notes(self, tip_id: int) -> list[Note]:
        """The internal notes, opened."""
        return await self._threads.notes(tip_id)

    async def ask(self, tip_id: int, member_id: int, body: Body, now: datetime) -> int | None:
        """Write to the reporter: sealed to the tip for the desk and to the reporter's own key.

        The message's id; None, and nothing is written, unless the member owns the tip, or the one
        it was merged into, and it is open at this very moment.
        """
        owned = or_(
            tips.c.owner_id == member_id,
            exists().where(
                merges.c.tip_id == tips.c.id,
                merges.c.into_id == _TARGET.c.id,
                _TARGET.c.owner_id == member_id,
            ),
        )
        asked = await self._db.execute(
            update(tips)
            .where(tips.c.id == tip_id, owned, OPEN)
            .values(answer_waiting=False, question_waiting=True)
        )
        if not asked.rowcount:
            return None
        message_id = await self._threads.ask(tip_id, member_id, body, now)
        await self._adopt(tip_id, body)
        return message_id

    async def write_note(self, tip_id: int, member_id: int, text: str, now: datetime) -> None:
        """Write an internal note."""
        await self._threads.write_note(tip_id, member_id, text, now)

    async def _free_reference(self, prefix: str) -> str:
        # The unique index is the law; looking first only spares a tip of ten the retry of its
        # whole turn.
        while True:
            reference = f"{prefix}-{random_code(REFERENCE_LENGTH)}"
            taken = await self._db.execute(_TAKEN, {"reference": reference})
            if taken.first() is None:
                return reference

    async def _adopt(self, tip_id: int, body: Body) -> None:
        if body.files:
            await self._db.execute(
                update(files)
                .where(files.c.id.in_([f.id for f in body.files]), files.c.tip_id.is_(None))
                .values(tip_id=tip_id)
            )

    async def _one(self, statement: Select[Any], **values: object) -> Tip | None:
        row = (await self._db.execute(statement, values)).first()
        return tip_of(row) if row else None

    async def _many(self, statement: Select[Any], **values: object) -> list[Tip]:
        return [tip_of(row) for row in await self._db.execute(statement, values)]

    def _receipt_hash(self, receipt: str) -> bytes:
        return self._keyring.pseudonym("receipt", receipt)
