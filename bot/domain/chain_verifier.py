"""Verifies an export of the audit, from its lines and the public keys alone.

The first broken row of each chain is named. Nothing is taken on trust from the export but what it
says about itself: where each chain begins and ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.domain import chain_lines
from bot.domain.chain import SERVICE, Checkpoint, Reminder, code, row_hash, why_digest
from bot.domain.chain_lines import Begin, End, Export, Line, Malformed

SIGNED_WITHIN: Final = 24 * 60 * 60 * 1000
"""Milliseconds: a row older than that, and unsigned, did not come from a scheduler that works."""

CheckSignature = Callable[[bytes, bytes, bytes], bool]
"""(public key, message, signature) -> whether it is good."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, at which row. `kind`: changed, missing, order, cut, rewritten, checkpoint,
    signature, unsigned, remembered.
    """

    chain: str
    seq: int
    kind: str
    detail: str

    def __str__(self) -> str:
        return f"{self.chain} row {self.seq}: {self.detail}"


@dataclass(slots=True)
class Verdict:
    """What was found of one chain. `signed` is the newest good checkpoint; `fault` the first."""

    chain: str
    first: int = 1
    last: int = 0
    rows: int = 0
    signed: Checkpoint | None = None
    unsigned: int = 0
    fault: Fault | None = None
    hashes: dict[int, bytes] = field(default_factory=dict, repr=False)


def verify(
    lines: Iterable[str],
    keys: Mapping[str, bytes],
    check: CheckSignature,
    remembered: Sequence[Reminder] = (),
) -> list[Verdict]:
    """A verdict for each chain, in the export's order. Raises `Malformed` when the file itself is
    not an export, or not whole.
    """
    export = chain_lines.read(lines)
    verdicts = [_Chain(export, name, keys, check).verdict() for name in export.begins]
    _all_there(export, verdicts)
    for reminder in remembered:
        _compare(verdicts, reminder)
    return verdicts


class _Chain:
    """The verification of one chain."""

    def __init__(
        self, export: Export, name: str, keys: Mapping[str, bytes], check: CheckSignature
    ) -> None:
        self._at = export.at
        self._begin: Begin = export.begins[name]
        self._end: End = export.ends[name]
        self._lines: list[Line] = export.rows[name]
        self._checkpoints: list[Checkpoint] = export.checkpoints[name]
        self._keys, self._check = keys, check
        self._found: list[Fault] = []
        self._verdict = Verdict(name, self._begin.first, self._begin.first - 1)

    def verdict(self) -> Verdict:
        """Everything, in the order in which one thing rests on another."""
        self._rows()
        self._signatures()
        self._unsigned()
        # The first broken row, whatever found it; of two findings at one row the first made.
        self._verdict.fault = min(self._found, key=lambda fault: fault.seq, default=None)
        return self._verdict

    def _rows(self) -> None:
        verdict, previous = self._verdict, self._begin.previous
        seqs = [line.row.seq for line in self._lines]
        for place, line in enumerate(self._lines):
            expected = verdict.last + 1
            if line.row.seq != expected:
                if expected in seqs[place:] or line.row.seq < expected:
                    found = f"row {line.row.seq} stands in its place: out of order"
                    self._fault(expected, "order", found)
                else:
                    self._fault(expected, "missing", "missing")
                return
            if row_hash(previous, line.row) != line.hash:
                self._fault(expected, "changed", "changed: its hash does not fit")
                return
            if line.why is not None and why_digest(line.salt, line.why) != line.row.why_digest:
                self._fault(expected, "changed", "changed: the reason is not the one recorded")
                return
            previous = line.hash
            verdict.last, verdict.rows = expected, verdict.rows + 1
            verdict.hashes[expected] = line.hash
        if self._end.seq != verdict.last:
            self._fault(
                min(self._end.seq, verdict.last) + 1, "cut",
                f"cut: the export says that the chain ends at row {self._end.seq}",
            )  # fmt: skip
        elif self._end.hash != previous:
            self._fault(verdict.last, "changed", "changed: the chain's end has another hash")

    def _signatures(self) -> None:
        begin, verdict = self._begin, self._verdict
        number = self._checkpoints[0].number if begin.first > 1 and self._checkpoints else 1
        if begin.first > 1:
            self._starts_at_a_checkpoint()
        for place, point in enumerate(self._checkpoints):
            if point.number != number + place:
                self._fault(point.seq, "checkpoint", f"checkpoint {number + place} is missing")
                return
            if not self._signed(point):
                return
            if point.seq >= begin.first and not self._fits(point):
                return
            verdict.signed = point
        last = number + len(self._checkpoints) - 1
        if self._end.checkpoints != last:
            after = verdict.signed.seq if verdict.signed else begin.first - 1
            self._fault(
                after + 1, "checkpoint",
                f"cut: {self._end.checkpoints} checkpoints were signed, {last} are here",
            )  # fmt: skip

    def _starts_at_a_checkpoint(self) -> None:
        first = self._checkpoints[0] if self._checkpoints else None
        begin = self._begin
        if first is None or (first.seq, first.hash) != (begin.first - 1, begin.previous):
            detail = "cut: what is before it is missing, and no checkpoint stands for it"
            self._fault(begin.first, "cut", detail)

    def _signed(self, point: Checkpoint) -> bool:
        public = self._keys.get(point.key_id)
        if public is not None and self._check(public, point.message(), point.signature):
            return True
        why = "its signature is false" if public else f"signed with {point.key_id}, not given here"
        self._fault(point.seq, "signature", f"checkpoint {point.number}: {why}")
        return False

    def _fits(self, point: Checkpoint) -> bool:
        held = self._verdict.hashes.get(point.seq)
        if held == point.hash:
            return True
        after = self._verdict.signed.seq if self._verdict.signed else self._begin.first - 1
        if held is not None:
            self._fault(
                after + 1, "rewritten",
                f"rewritten: rows {after + 1} to {point.seq} are not those that checkpoint"
                f" {point.number} signed",
            )  # fmt: skip
        else:
            self._fault(
                self._verdict.last + 1, "cut",
                f"cut after row {self._verdict.last}: checkpoint {point.number} signed"
                f" row {point.seq}",
            )  # fmt: skip
        return False

    def _unsigned(self) -> None:
        verdict = self._verdict
        signed = verdict.signed.seq if verdict.signed else self._begin.first - 1
        verdict.unsigned = max(verdict.last - signed, 0)
        if self._found:
            return
        for line in self._lines:
            if line.row.seq == signed + 1 and self._at - line.row.at > SIGNED_WITHIN:
                self._fault(signed + 1, "unsigned", "a day old and not signed by any checkpoint")

    def _fault(self, seq: int, kind: str, detail: str) -> None:
        self._found.append(Fault(self._verdict.chain, seq, kind, detail))


def _all_there(export: Export, verdicts: Sequence[Verdict]) -> None:
    """The service's chain says which units there are; whole chains do not vanish either."""
    service = next((v for v in verdicts if v.chain == SERVICE), None)
    if service is None:
        return
    for line in export.rows[SERVICE]:
        row = line.row
        if service.fault is not None and service.fault.seq <= row.seq:
            return
        if row.action == "unit-added" and row.subject not in export.begins:
            detail = f"the chain of {row.subject}, added here, is missing"
            service.fault = Fault(SERVICE, row.seq, "missing", detail)
            return


def _compare(verdicts: Sequence[Verdict], reminder: Reminder) -> None:
    """What somebody wrote down earlier is still there."""
    verdict = next((v for v in verdicts if v.chain == reminder.chain), None)
    if verdict is None:
        raise Malformed(f"this export has no chain {reminder.chain}, of which row"
                        f" {reminder.seq} was written down")  # fmt: skip
    if verdict.fault is not None and verdict.fault.seq <= reminder.seq:
        return
    held = verdict.hashes.get(reminder.seq)
    if reminder.seq < verdict.first:
        raise Malformed(f"this export begins after row {reminder.seq} of {reminder.chain}:"
                        " export the whole chain")  # fmt: skip
    if held is None:
        seq, detail = verdict.last + 1, f"cut: row {reminder.seq} was written down and is gone"
    elif code(held) != reminder.code:
        seq = reminder.seq
        detail = "rewritten: it is not the row that was written down, nor need those before be"
    else:
        return
    verdict.fault = Fault(reminder.chain, seq, "remembered", detail)
