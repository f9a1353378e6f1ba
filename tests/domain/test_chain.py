"""Whatever is done to an export, the verifier names the first row that is not what it was."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import chain_lines
from bot.domain.chain import START, Checkpoint, Reminder, Row, row_hash, why_digest
from bot.domain.chain_lines import Begin, End, Line, Malformed
from bot.domain.chain_verifier import Verdict, verify
from storage.crypto import signing
from storage.crypto.signing import SigningKey

KEY = SigningKey.from_bytes("audit/1", bytes(range(32)))
KEYS = {"audit/1": KEY.public()}
AT = 1_795_000_000_000
MINUTE = 60_000
ROWS = 9
SIGNED = (3, 6, 8)
"""The rows after which a checkpoint was signed; the last row is newer than all of them."""


def a_chain(name: str, *, key: SigningKey = KEY, said: str = "mở tin") -> tuple[list[str], End]:
    previous, lines, points = START, [], []
    for seq in range(1, ROWS + 1):
        salt = bytes([seq] * 16)
        why = f"{said} {seq}" if seq % 3 == 0 else None
        digest = why_digest(salt, why) if why else b""
        member = None if seq % 4 == 0 else 7
        row = Row(name, seq, 10**18 + seq, AT + seq, 5, member, "Lan" if member else "",
                  "tip-opened", f"TK-{seq:05}", digest)  # fmt: skip
        previous = row_hash(previous, row)
        lines.append(chain_lines.row_line(Line(row, previous, salt if why else b"", why)))
        if seq in SIGNED:
            point = Checkpoint(name, len(points) + 1, seq, previous, AT + seq, key.key_id)
            points.append(replace(point, signature=key.sign(point.message())))
    lines += [chain_lines.checkpoint_line(point) for point in points]
    return lines, End(ROWS, previous, len(points))


def an_export() -> list[str]:
    (first, end), (second, other) = a_chain("-"), a_chain("tan-khai")
    begins = {"-": Begin(1, START), "tan-khai": Begin(1, START)}
    ends = chain_lines.end_line({"-": end, "tan-khai": other})
    return [chain_lines.header(AT + MINUTE, begins, KEYS), *first, *second, ends]


LINES = an_export()
MINE = list(range(1 + ROWS + len(SIGNED), len(LINES) - 1))
"""Where the lines of the unit's chain are, rows first."""
POINTS = MINE[ROWS:]
HASHES = [bytes.fromhex(json.loads(LINES[i])["hash"]) for i in MINE[:ROWS]]


def verdict(lines: list[str], *remembered: Reminder) -> Verdict:
    """Of the unit's chain; the other one must be untouched."""
    service, mine = verify(lines, KEYS, signing.verify, remembered)
    assert service.fault is None
    return mine


def first_broken(lines: list[str], *remembered: Reminder) -> int:
    fault = verdict(lines, *remembered).fault
    assert fault is not None, "nobody noticed"
    return fault.seq


def judged(lines: list[str]) -> Verdict | str:
    """The verdict, or why the file is refused."""
    try:
        return verify(lines, KEYS, signing.verify)[-1]
    except Malformed as error:
        return str(error)


def seq_of(line: str) -> int:
    return int(json.loads(line)["seq"])


def test_an_untouched_export_is_whole() -> None:
    found = verdict(LINES)

    assert found.fault is None
    assert (found.first, found.last, found.rows, found.unsigned) == (1, ROWS, ROWS, 1)
    assert found.signed is not None
    assert found.signed.seq == SIGNED[-1]


def others(value: Any) -> st.SearchStrategy[Any]:
    """Anything of the same kind that is not `value`."""
    kinds: dict[type, st.SearchStrategy[Any]] = {
        int: st.integers(-5, 2**63 + 5),
        str: st.text(max_size=70) | st.sampled_from([value[::-1], value + " ", value.upper()])
        if isinstance(value, str)
        else st.nothing(),
        type(None): st.sampled_from(["7", "", 7]),
    }
    wrong = st.sampled_from([None, True, 1.0, [], {}])
    return (kinds[type(value)] | wrong).filter(
        lambda other: type(other) is not type(value) or other != value
    )


@given(st.data())
def test_any_change_of_any_field_is_found(data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(MINE))
    raw = json.loads(LINES[place])
    name = data.draw(st.sampled_from(sorted(set(raw) - {"row", "checkpoint"})))
    raw[name] = data.draw(others(raw[name]))
    lines = [*LINES[:place], json.dumps(raw), *LINES[place + 1 :]]

    found = judged(lines)

    if isinstance(found, str):
        assert f"line {place + 1} " in found
        return
    assert found.fault is not None, (name, raw[name])
    if place not in POINTS:
        assert found.fault.seq == seq_of(LINES[place])
    elif name != "seq":
        wanted = seq_of(LINES[place])
        before = ([0, *SIGNED])[POINTS.index(place)] + 1
        assert found.fault.seq in (wanted, before)


@given(st.sampled_from(MINE))
def test_any_deletion_is_found(place: int) -> None:
    lines = [*LINES[:place], *LINES[place + 1 :]]

    found = first_broken(lines)

    if place not in POINTS:
        assert found == seq_of(LINES[place])
    else:
        n = POINTS.index(place)
        # The next checkpoint shows the gap; after the last one the end does.
        assert found == ([*SIGNED, 0][n + 1] or SIGNED[n - 1] + 1)


@given(st.sampled_from(MINE[:ROWS]), st.sampled_from(MINE[:ROWS]))
def test_any_two_rows_that_change_places_are_found(one: int, other: int) -> None:
    if one == other:
        return
    lines = list(LINES)
    lines[one], lines[other] = lines[other], lines[one]

    fault = verdict(lines).fault

    assert fault is not None
    assert fault.seq == seq_of(LINES[min(one, other)])
    assert fault.kind == "order"


@given(st.sampled_from(MINE[:ROWS]), st.sampled_from(MINE[:ROWS]))
def test_two_rows_that_change_their_content_are_found(one: int, other: int) -> None:
    """Renumbered and put where the other one was."""
    if one == other:
        return
    raws = {place: json.loads(LINES[place]) for place in (one, other)}
    lines = list(LINES)
    for place, source in ((one, other), (other, one)):
        lines[place] = json.dumps(raws[source] | {"seq": raws[place]["seq"]})

    assert first_broken(lines) == seq_of(LINES[min(one, other)])


@given(st.sampled_from(MINE), st.sampled_from(MINE))
def test_a_line_that_is_there_twice_is_found(copied: int, place: int) -> None:
    is_row = copied not in POINTS
    if is_row != (place not in POINTS):
        return
    lines = [*LINES[:place], LINES[copied], *LINES[place:]]

    found = first_broken(lines)

    if is_row:
        # Before its own place it stands where another belongs; after it, the number is used up.
        assert found in (seq_of(LINES[place]), seq_of(LINES[copied]) + 1)


@given(st.integers(1, ROWS - 1))
def test_a_tail_that_is_cut_is_found(kept: int) -> None:
    lines = [*LINES[: MINE[0] + kept], *LINES[MINE[ROWS] :]]

    fault = verdict(lines).fault

    assert fault is not None
    assert (fault.seq, fault.kind) == (kept + 1, "cut")


@given(st.integers(1, SIGNED[-1] - 1))
def test_a_tail_that_is_cut_with_the_end_changed_is_found_by_the_checkpoints(kept: int) -> None:
    end = json.loads(LINES[-1])
    end["end"]["tan-khai"] |= {"seq": kept, "hash": HASHES[kept - 1].hex()}
    lines = [*LINES[: MINE[0] + kept], *LINES[MINE[ROWS] : -1], json.dumps(end)]

    fault = verdict(lines).fault

    assert fault is not None
    assert (fault.seq, fault.kind) == (kept + 1, "cut")


@pytest.mark.parametrize(
    "wrong", [{"seq": 8}, {"seq": 10}, {"hash": "00" * 32}, {"checkpoints": 4}]
)
def test_an_end_that_does_not_fit_is_found(wrong: dict[str, object]) -> None:
    end = json.loads(LINES[-1])
    end["end"]["tan-khai"] |= wrong
    assert verdict([*LINES[:-1], json.dumps(end)]).fault is not None


def shortened(kept: int, points: int) -> list[str]:
    """Cut by somebody who knows the format: rows, checkpoints and the end fit together."""
    end = json.loads(LINES[-1])
    end["end"]["tan-khai"] = {"seq": kept, "hash": HASHES[kept - 1].hex(), "checkpoints": points}
    rows, signed = LINES[MINE[0] : MINE[0] + kept], LINES[POINTS[0] : POINTS[0] + points]
    return [*LINES[: MINE[0]], *rows, *signed, json.dumps(end)]


def test_a_truncation_with_its_checkpoints_is_found_by_whoever_kept_the_line() -> None:
    remembered = Reminder.of("tan-khai", 8, AT, HASHES[7])
    lines = shortened(6, 2)

    assert verdict(lines).fault is None, "nothing in the export can show this"
    fault = verdict(lines, remembered).fault
    assert fault is not None
    assert (fault.seq, fault.kind) == (7, "remembered")


def test_a_history_rewritten_by_whoever_has_the_key_is_found_by_whoever_kept_the_line() -> None:
    rewritten, end = a_chain("tan-khai", said="không mở tin")
    raw = json.loads(LINES[-1])
    raw["end"]["tan-khai"]["hash"] = end.hash.hex()
    lines = [*LINES[: MINE[0]], *rewritten, json.dumps(raw)]

    assert verdict(lines).fault is None
    assert first_broken(lines, Reminder.of("tan-khai", 6, AT, HASHES[5])) == 6


def test_a_history_rewritten_without_the_key_is_found() -> None:
    other = SigningKey.from_bytes("audit/1", bytes(32))
    rewritten, end = a_chain("tan-khai", key=other, said="không mở tin")
    raw = json.loads(LINES[-1])
    raw["end"]["tan-khai"]["hash"] = end.hash.hex()
    forged = [*LINES[: MINE[0]], *rewritten, json.dumps(raw)]
    kept = [*LINES[: MINE[0]], *rewritten[:ROWS], *LINES[POINTS[0] : -1], json.dumps(raw)]

    fault = verdict(forged).fault
    assert fault is not None
    assert fault.kind == "signature"
    fault = verdict(kept).fault
    assert fault is not None
    assert (fault.seq, fault.kind) == (1, "rewritten")


def test_old_rows_without_any_signature_are_found() -> None:
    head = json.loads(LINES[0])
    head["at"] += 25 * 60 * MINUTE
    lines = [json.dumps(head), *shortened(ROWS, 0)[1:]]

    _, mine = verify(lines, KEYS, signing.verify)

    assert mine.fault is not None
    assert (mine.fault.seq, mine.fault.kind) == (1, "unsigned")


def test_an_export_from_a_checkpoint_on_is_whole_and_tells_a_forged_beginning() -> None:
    end = json.loads(LINES[-1])
    head = json.loads(LINES[0])
    head["chains"]["tan-khai"] = {"first": 4, "previous": HASHES[2].hex()}
    part = [json.dumps(head), *LINES[1 : MINE[0]], *LINES[MINE[3] : -1], json.dumps(end)]

    found = verdict(part)
    assert found.fault is None
    assert (found.first, found.last) == (4, ROWS)

    without = [line for line in part if line != LINES[POINTS[0]]]
    assert first_broken(without) == 4
    with pytest.raises(Malformed, match="begins after row 2"):
        verdict(part, Reminder.of("tan-khai", 2, AT, HASHES[1]))


@pytest.mark.parametrize("cut", range(len(LINES)))
def test_a_file_that_ends_early_is_refused(cut: int) -> None:
    with pytest.raises(Malformed):
        verify(LINES[:cut], KEYS, signing.verify)


def test_a_chain_that_is_not_there_any_more_is_missed_by_whoever_kept_its_line() -> None:
    with pytest.raises(Malformed, match="no chain binh-phuoc"):
        verdict(LINES, Reminder("binh-phuoc", 1, "2026-11-23T05:00Z", "0" * 16))


@given(st.lists(st.text(max_size=40) | st.sampled_from(LINES), max_size=6))
def test_any_other_file_is_refused_or_judged(lines: list[str]) -> None:
    assert judged(lines)
