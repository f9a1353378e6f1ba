"""The reception register as a file that officers open: CSV or XLSX, in Vietnamese."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

from bot.commands.sheet_out import harmless, writing
from bot.domain.message import Text

if TYPE_CHECKING:
    from bot.texts import Texts
    from storage.register import Entry, Registers
    from storage.units import Unit

HEADS: Final = (
    *("Số", "Thời gian tiếp nhận", "Đơn vị", "Điểm", "Loại", "Mức độ", "Nguồn"),
    *("Tình trạng", "Kết quả", "Chuyển đến", "Ngày chuyển"),
)


async def write(out: Path, registers: Registers, unit: Unit, texts: Texts, zone: tzinfo) -> int:
    """Write the whole register of a unit; how many lines it has. The folder is there."""
    count = 0
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.completed:.0f} lines"))
    with (
        Progress(
            *columns, console=console, transient=True, disable=not console.is_terminal
        ) as bar,
        writing(out, "So tiep nhan") as put,
    ):
        task = bar.add_task("register", total=None)
        put(HEADS)
        async for entry in _entries(registers, unit.id):
            put([harmless(cell) for cell in _cells(entry, unit, texts, zone)])
            count += 1
            bar.update(task, completed=count)
    return count


async def _entries(registers: Registers, unit_id: int) -> AsyncIterator[Entry]:
    page = await registers.page(unit_id)
    while page:
        for entry in page:
            yield entry
        page = await registers.page(unit_id, page[-1])


def _cells(entry: Entry, unit: Unit, texts: Texts, zone: tzinfo) -> list[str]:
    def say(key: str) -> str:
        return texts.render(Text(key), "vi")

    return [
        entry.reference,
        _day(entry.received_at, zone),
        unit.name,
        entry.point or "",
        say(f"kind-{entry.kind}"),
        say(f"urgency-{entry.urgency}"),
        say(f"source-{entry.source}"),
        say(f"status-{entry.status}" if entry.status else "register-moved"),
        say(f"outcome-{entry.outcome}") if entry.outcome else "",
        entry.to_name,
        _day(entry.moved_at, zone) if entry.moved_at else "",
    ]


def _day(at: datetime, zone: tzinfo) -> str:
    return at.astimezone(zone).strftime("%d/%m/%Y %H:%M")
