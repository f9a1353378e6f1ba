"""What units have decided for themselves; names and values as in `bot.domain.unit_settings`."""

from __future__ import annotations

from typing import Final

from sqlalchemy import bindparam, delete, select

from bot.domain.unit_settings import SETTINGS
from storage.connection import Db, house
from storage.schema import unit_settings
from storage.statements import Upsert

_OF_UNIT: Final = select(unit_settings.c.name, unit_settings.c.value).where(
    unit_settings.c.unit_id == bindparam("unit")
)
_EVERYWHERE: Final = select(unit_settings.c.unit_id, unit_settings.c.value).where(
    unit_settings.c.name == bindparam("name")
)
_SET: Final = Upsert(unit_settings, ["unit_id", "name"], ["value"])


class UnitSettings:
    """The units' settings of one transaction."""

    def __init__(self, connection: Db) -> None:
        self._db = connection
        self._read: dict[int, dict[str, str]] = {}

    async def of(self, unit_id: int) -> dict[str, str]:
        """What this unit has set, or the installation for it; what neither has is left out."""
        if unit_id not in self._read:
            rows = await self._db.execute(_OF_UNIT, {"unit": unit_id})
            self._read[unit_id] = house(self._db) | {row.name: row.value for row in rows}
        return dict(self._read[unit_id])

    async def get(self, unit_id: int, name: str) -> str:
        """One setting's value, or its default. Raises `KeyError` for a name there is not."""
        return (await self.of(unit_id)).get(name, SETTINGS[name].default)

    async def everywhere(self, name: str) -> dict[int, str]:
        """What units have set for one name themselves, by their ids."""
        rows = await self._db.execute(_EVERYWHERE, {"name": name})
        return {row.unit_id: row.value for row in rows}

    async def set(self, unit_id: int, name: str, value: str) -> None:
        """Change one; an empty value returns to the default. Raises `KeyError`, `ValueError`."""
        if value and not SETTINGS[name].fits(value):
            raise ValueError(f"{name} takes {SETTINGS[name].takes}")
        self._read.pop(unit_id, None)
        if value:
            await self._db.execute(
                _SET.on(self._db), {"unit_id": unit_id, "name": name, "value": value}
            )
            return
        await self._db.execute(
            delete(unit_settings).where(
                unit_settings.c.unit_id == unit_id, unit_settings.c.name == name
            )
        )
