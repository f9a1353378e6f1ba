"""An identity under one layer for each custodian, and the envelope that carries it to them.

The innermost layer is the first custodian's; the last one's is outside and is opened first. Every
layer is bound to the tip, its reference, the list of custodians and its own number, so that none
can be swapped, left out or replayed for another tip.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bot.domain.errors import SealError
from bot.domain.identity import Identity
from storage.crypto import envelope
from storage.crypto.custodian import Damaged, LockedKey, parsed, wrapped
from storage.crypto.envelope import Place, PrivateKey, PublicKey, framed

FORMAT: Final = "tinbao-identity-1"
_WHAT: Final = "an envelope with an identity"
_DAMAGED: Final = "the envelope is damaged: ask in the chat for the file again"
_CHECK: Final = 16


@dataclass(frozen=True, slots=True)
class Opener:
    """Whose layer it is."""

    fingerprint: str
    name: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """An identity on its way. `openers`: innermost first. `left`: layers still to be opened."""

    unit: str
    reference: str
    tip_id: int
    openers: tuple[Opener, ...]
    left: int
    sealed: bytes = field(repr=False)

    @property
    def next(self) -> Opener:
        """Who opens now."""
        return self.openers[self.left - 1]

    def to_text(self) -> str:
        """The file that is handed over. Nothing in it is secret but what is sealed."""
        lines = [
            FORMAT,
            "# Phong bì danh tính, niêm phong. Mở bằng: tinbao custodian open",
            f"unit: {_line(self.unit)}",
            f"reference: {self.reference}",
            f"tip: {self.tip_id}",
            f"layers: {len(self.openers)}",
            f"left: {self.left}",
            *(
                f"layer-{n}: {opener.fingerprint} {_line(opener.name)}"
                for n, opener in enumerate(self.openers, 1)
            ),
            f"opens-next: {self.next.fingerprint} {_line(self.next.name)}",
        ]
        check = hashlib.sha256("\n".join(lines).encode() + b"\n\n" + self.sealed).hexdigest()
        return "\n".join([*lines, f"check: {check[:_CHECK]}", "", *wrapped(self.sealed), ""])

    @classmethod
    def from_text(cls, text: str) -> Envelope:
        """The reverse. Raises `Damaged`."""
        heads, sealed = parsed(text, FORMAT, _WHAT, _DAMAGED)
        broken = Damaged(_DAMAGED)
        try:
            count, left = int(heads["layers"]), int(heads["left"])
            layers = [heads[f"layer-{n}"].split(" ", 1) for n in range(1, count + 1)]
            found = cls(
                heads["unit"],
                heads["reference"],
                int(heads["tip"]),
                tuple(Opener(mark, name) for mark, name in layers),
                left,
                sealed,
            )
            check = heads["check"]
        except (KeyError, ValueError):
            raise broken from None
        if not 1 <= left <= count or f"check: {check}" not in found.to_text().splitlines():
            raise broken
        return found

    def open_layer(self, key: PrivateKey) -> Envelope | Identity:
        """One layer less; the identity under the last. Raises `SealError`."""
        raw = envelope.open(self.sealed, key, _place(self, self.left))
        if self.left > 1:
            return replace(self, left=self.left - 1, sealed=raw)
        told = json.loads(raw)
        return Identity(told["name"], told["phone"])

    def check_opener(self, key: LockedKey) -> None:
        """Whether it is this key's turn. Raises `Damaged` that says whose it is."""
        if key.fingerprint != self.next.fingerprint:
            mine = key.fingerprint in {opener.fingerprint for opener in self.openers}
            turn = "opens it at another time" if mine else "is not one of its custodians"
            raise Damaged(
                f"{key.name} ({key.fingerprint}) {turn}: next is"
                f" {self.next.name} ({self.next.fingerprint})"
            )

    def open_with(self, key: LockedKey, passphrase: str) -> Envelope | Identity:
        """The same with a locked key. Raises `TinbaoError` that says what is wrong."""
        self.check_opener(key)
        try:
            return self.open_layer(key.unlock(passphrase))
        except SealError:
            raise Damaged(
                "the envelope does not open: it was changed, or put together from two;"
                " ask in the chat for the file again"
            ) from None


def seal(
    identity: Identity,
    keys: Sequence[tuple[Opener, PublicKey]],
    *,
    unit: str,
    reference: str,
    tip_id: int,
) -> Envelope:
    """Seal for all of `keys`, of which there is at least one."""
    told = {"name": identity.name, "phone": identity.phone, "reference": reference}
    raw = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    made = Envelope(unit, reference, tip_id, tuple(opener for opener, _ in keys), 0, raw)
    for number, (_, key) in enumerate(keys, 1):
        sealed = envelope.seal(made.sealed, key, _place(made, number))
        made = replace(made, left=number, sealed=sealed)
    return made


def _place(of: Envelope, number: int) -> Place:
    marks = (opener.fingerprint.encode() for opener in of.openers)
    bound = hashlib.sha256(framed(of.reference.encode(), *marks)).hexdigest()
    return Place("identities", f"layer {number} of {len(of.openers)} {bound}", of.tip_id)


def _line(text: str) -> str:
    return " ".join(text.split())
