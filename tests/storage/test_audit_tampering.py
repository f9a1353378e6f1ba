"""The audit's tables touched by SQL, on both databases: the first row touched is named."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.schema import audit as audit_table
from tests.storage.conftest import Archive, filled

CHANGES = {
    "id": "id + 1000000000",
    "at": "at + 1",
    "unit_id": "NULL",
    "member_id": "NULL",
    "member_name": "'Hoa'",
    "action": "'tip-closed'",
    "subject": "'TK-00009'",
    "chain": "'-'",
    "seq": "seq + 100",
    "hash": "(SELECT hash FROM audit a WHERE a.chain = 'tan-khai' AND a.seq = 1)",
    "why_digest": "hash",
}


def test_every_column_of_the_table_is_tampered_with() -> None:
    # The reason's ciphertext is outside the chain: it is sealed anew when keys change.
    assert set(CHANGES) | {"sealed_why"} == {column.name for column in audit_table.columns}


@pytest.mark.parametrize("column", CHANGES)
async def test_a_changed_column_is_found(archive: Archive, column: str) -> None:
    await filled(archive)

    await archive.run(
        f"UPDATE audit SET {column} = {CHANGES[column]} WHERE chain = 'tan-khai' AND seq = 5"
    )

    fault = (await archive.verdicts())["tan-khai"].fault
    assert fault is not None
    assert fault.seq == 5


@pytest.mark.parametrize("seq", range(1, 9))
async def test_a_deleted_row_is_found(archive: Archive, seq: int) -> None:
    await filled(archive)

    await archive.run("DELETE FROM audit WHERE chain = 'tan-khai' AND seq = :seq", seq=seq)

    fault = (await archive.verdicts())["tan-khai"].fault
    assert fault is not None
    assert fault.seq == seq


async def test_two_rows_put_in_another_order_are_found(archive: Archive) -> None:
    await filled(archive)

    for was, to in ((2, 99), (3, 2), (99, 3)):
        await archive.run(
            "UPDATE audit SET seq = :to WHERE chain = 'tan-khai' AND seq = :was", was=was, to=to
        )

    fault = (await archive.verdicts())["tan-khai"].fault
    assert fault is not None
    assert fault.seq == 2


async def test_a_tail_cut_after_a_checkpoint_is_found_though_the_head_was_moved(
    archive: Archive,
) -> None:
    await filled(archive)

    await archive.run("DELETE FROM audit WHERE chain = 'tan-khai' AND seq > 4")
    await archive.run(
        "UPDATE audit_heads SET seq = 4, hash = (SELECT hash FROM audit"
        " WHERE chain = 'tan-khai' AND seq = 4) WHERE chain = 'tan-khai'"
    )

    fault = (await archive.verdicts())["tan-khai"].fault
    assert fault is not None
    assert (fault.seq, fault.kind) == (5, "cut")


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM audit_checkpoints WHERE number = 1",
        "DELETE FROM audit_checkpoints WHERE number = 2",
        "UPDATE audit_checkpoints SET seq = seq + 1 WHERE number = 2",
        "UPDATE audit_checkpoints SET at = at + 1 WHERE number = 2",
        "UPDATE audit_checkpoints SET number = 3 WHERE number = 2",
        "UPDATE audit_checkpoints SET key_id = 'audit/2' WHERE number = 2",
        "UPDATE audit_checkpoints SET signature = hash WHERE number = 2",
        "UPDATE audit_checkpoints SET hash = signature WHERE number = 2",
        "UPDATE audit_checkpoints SET chain = '-' WHERE number = 2",
        "UPDATE audit_heads SET seq = 7 WHERE chain = 'tan-khai'",
        "UPDATE audit_heads SET hash = signature FROM audit_checkpoints",
        "UPDATE audit_heads SET checkpoints = 1 WHERE chain = 'tan-khai'",
    ],
)
async def test_touched_checkpoints_and_heads_are_found(archive: Archive, change: str) -> None:
    await filled(archive)

    await archive.run(change)

    assert (await archive.verdicts())["tan-khai"].fault is not None


async def test_rows_that_nobody_signed_for_a_day_are_found(archive: Archive) -> None:
    await filled(archive)

    fault = (await archive.verdicts(timedelta(hours=25)))["tan-khai"].fault

    assert fault is not None
    assert (fault.seq, fault.kind) == (7, "unsigned")
