"""An installation to import lists of places into, and a way to write such lists."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

HEAD = (
    *("Loại", "Tên", "Thuộc thôn", "Địa chỉ", "Người phụ trách", "Vĩ độ", "Kinh độ"),
    *("Đối tượng", "Ngày ký cam kết", "Ngày niêm yết nội quy", "Ghi chú", "Số biển"),
)
UNIT = ("--unit", "tan-khai")
Tinbao = Callable[..., tuple[int, str, str]]


def rows(sql: str) -> list[Any]:
    """What the database answers."""
    database = sqlite3.connect("data/tinbao.db")
    try:
        return database.execute(sql).fetchall()
    finally:
        database.close()


def sheet(*lines: str, head: str = ";".join(HEAD), file: str = "diem.csv") -> str:
    """Write lines as an office under Vietnamese settings does; the file's name."""
    Path(file).write_text("\n".join((head, *lines)), "utf-8-sig")
    return file


def imported(tinbao: Tinbao, file: str, *options: str) -> dict[str, Any]:
    """Import a file; what it says to programs."""
    _, out, err = tinbao("points", "import", file, *UNIT, "--json", *options)
    assert out, err
    found: dict[str, Any] = json.loads(out)
    return found


def told(tinbao: Tinbao, *command: str) -> Any:
    """What a command of places says to programs."""
    status, out, err = tinbao("points", *command, "--json")
    assert status == 0, err
    return json.loads(out)


def audited(action: str) -> list[str]:
    """The subjects of a deed, in order."""
    return [
        s for (s,) in rows(f"SELECT subject FROM audit WHERE action = '{action}' ORDER BY seq")
    ]
