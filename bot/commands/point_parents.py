"""Which place a line of a list lies in: another line, or a place of the register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.commands.point_lines import Listed, NameKey, name_key
from bot.domain.message import Text
from bot.domain.points import PointKind

if TYPE_CHECKING:
    from storage.many_points import Held

WITHIN: Final = ">"
"""`Xã A > Thôn 1`: where several places have a name."""

FAULTY: Final = -1
_Groups = list[list[int]]


class Ambiguous(Exception):
    """Several places may be meant."""


@dataclass(frozen=True, slots=True)
class Parent:
    """A line (`at`, its place in the list, `FAULTY` when it has a fault), a place (`id`), or
    neither.
    """

    at: int | None = None
    id: int | None = None


class Parents:
    """The parents of all lines. A place is looked for in the file first."""

    def __init__(self, listed: Listed, register: Sequence[Held]) -> None:
        self._wanted = listed.wanted
        self._named = listed.named
        self._lines: dict[NameKey, list[int]] = defaultdict(list)
        for at, wanted in enumerate(listed.wanted):
            self._lines[name_key(wanted.name)].append(at)
        self._held: dict[NameKey, list[Held]] = defaultdict(list)
        for held in register:
            self._held[name_key(held.name)].append(held)
        self._names = {held.id: name_key(held.name) for held in register}
        self._cached: dict[tuple[NameKey, NameKey | None], tuple[_Groups, _Groups]] = {}

    def first(self) -> Iterator[tuple[int, Parent | Text]]:
        """Every line after the one that it lies in, with its parent or why it has none."""
        found = [self._parent(at) for at in range(len(self._wanted))]
        inside: dict[int, list[int]] = defaultdict(list)
        ready: list[int] = []
        for at, parent in enumerate(found):
            if isinstance(parent, Parent) and parent.at not in (None, FAULTY):
                inside[parent.at or 0].append(at)
            else:
                ready.append(at)
        reached = set(ready)
        for at in ready:  # grows while it is read
            yield at, found[at]
            ready += inside[at]
            reached.update(inside[at])
        for at in range(len(self._wanted)):
            if at not in reached:
                yield at, Text("points-fault-cycle")

    def _parent(self, at: int) -> Parent | Text:
        said = self._wanted[at].parent
        if not said:
            return Parent()
        paths = [("", said), *([said.rsplit(WITHIN, 1)] if WITHIN in said else [])]
        for above, name in paths:
            within = name_key(above.rpartition(WITHIN)[2]) if above else None
            try:
                parent = self._in_file(at, name_key(name), within) or self._in_register(
                    name_key(name), within
                )
            except Ambiguous:
                return Text("points-fault-parents")
            if parent is not None:
                return parent
        own = name_key(self._wanted[at].name) in [name_key(name) for _, name in paths]
        if not own and any(name_key(name) in self._named for _, name in paths):
            return Parent(at=FAULTY)
        return Text("points-fault-cycle" if own else "points-fault-parent")

    def _in_file(self, at: int, name: NameKey, within: NameKey | None) -> Parent | None:
        # The same line twice has a fault of its own: here it is one.
        for groups in self._choices(name, within):
            others = [[each for each in group if each != at] for group in groups]
            others = [group for group in others if group]
            if len(others) > 1:
                raise Ambiguous
            if others:
                return Parent(at=others[0][0])
        return None

    def _choices(self, name: NameKey, within: NameKey | None) -> tuple[_Groups, _Groups]:
        """Hamlets of that name, then places of any kind, in groups that mean one place: of each
        as many as it takes to choose, for a name may be on every line.
        """
        known = self._cached.get((name, within))
        if known is None:
            grouped: dict[tuple[str, NameKey | None], list[int]] = defaultdict(list)
            for each in self._lines.get(name, ()):
                above = self._above(each)
                if within is None or above == within:
                    grouped[self._wanted[each].kind, above].append(each)
            hamlets = [g[:2] for (kind, _), g in grouped.items() if kind == PointKind.HAMLET]
            known = hamlets[:3], [group[:2] for group in grouped.values()][:3]
            self._cached[name, within] = known
        return known

    def _above(self, at: int) -> NameKey | None:
        said = self._wanted[at].parent
        return name_key(said.rpartition(WITHIN)[2]) if said else None

    def _in_register(self, name: NameKey, within: NameKey | None) -> Parent | None:
        places = self._held.get(name, [])
        if within is not None:
            places = [p for p in places if p.parent_id and self._names[p.parent_id] == within]
        places = [p for p in places if not p.closed] or places
        places = [p for p in places if p.kind == PointKind.HAMLET] or places
        if len(places) > 1:
            raise Ambiguous
        return Parent(id=places[0].id) if places else None
