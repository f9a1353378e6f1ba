"""What a list of places would change in the register: which line is which place, what is new.

A place is the same when kind, name and parent are. A line that does not say its parent is the only
place of that kind and name; a place without a parent may be given one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from bot.commands.point_lines import Listed, NameKey, Wanted, name_key
from bot.commands.point_parents import Ambiguous, Parents
from bot.domain.message import Text
from storage.ids import new_id
from storage.many_points import Placed
from storage.point_details import SECRET

if TYPE_CHECKING:
    from storage.many_points import Held
    from storage.point_details import Details

_Key = tuple[str, NameKey, "int | None"]
SIGNS: Final = 1
"""Signs of a new place whose line does not say."""


@dataclass(slots=True)
class Plan:
    """What is to be done. `changed`: the place as it is and as it should be, the latter with its
    secrets when it was `opened`; `signs`: how many to make, by place.
    """

    added: list[Placed] = field(default_factory=list)
    changed: list[tuple[Held, Placed, bool]] = field(default_factory=list)
    signs: dict[int, int] = field(default_factory=dict)
    same: int = 0
    signed: int = 0
    """Places that get signs and stay as they are otherwise."""
    closed: int = 0
    unnamed: int = 0
    alike: list[tuple[int, int | None]] = field(default_factory=list)
    """Lines that differ from another line (None: from a place that is there) only in marks."""
    faults: list[tuple[int, Text]] = field(default_factory=list)


class Planner:
    """Compares a list with the register. `opened` gives all of a place's details and raises
    `KeyNotHere`; `reopen`: closed places are as if they were not there.
    """

    def __init__(
        self, register: Sequence[Held], opened: Callable[[Held], Details], *, reopen: bool = False
    ) -> None:
        self._register = register
        self._opened = opened
        self._by_id = {held.id: held for held in register}
        self._exact: dict[_Key, Held] = {}
        self._loose: dict[tuple[str, NameKey], list[Held]] = defaultdict(list)
        self._closed: dict[tuple[str, NameKey], list[Held]] = defaultdict(list)
        for held in register:
            of = held.kind, name_key(held.name)
            if not held.closed:
                self._exact.setdefault((*of, held.parent_id), held)
                self._loose[of].append(held)
            elif not reopen:
                self._closed[of].append(held)

    def plan(self, listed: Listed) -> Plan:
        """The whole list."""
        self._plan = Plan(faults=list(listed.faults))
        # In the order of the lines, as places are listed.
        fresh = [new_id() for _ in listed.wanted]
        self._ids: dict[int, int] = {}
        self._claimed: dict[int, int] = {}
        self._fresh: dict[_Key, int] = {}
        self._moved: dict[int, tuple[int, int | None]] = {}
        bare = {(w.kind, name_key(w.name)) for w in listed.wanted if not w.parent}
        parents = Parents(listed, self._register)
        for at, parent in parents.first():
            wanted = listed.wanted[at]
            if isinstance(parent, Text):
                self._plan.faults.append((wanted.line, parent))
                continue
            parent_id = self._ids.get(parent.at) if parent.at is not None else parent.id
            if parent.at is not None and parent_id is None:
                continue  # the parent's own line has the fault
            try:
                held = self._same(wanted, parent_id, bare)
            except Ambiguous:
                self._plan.faults.append((wanted.line, Text("points-fault-which")))
                continue
            self._ids[at] = self._settle(wanted, held, parent_id, fresh[at])
        self._check_cycles()
        self._plan.unnamed = sum(
            not held.closed and held.id not in self._claimed for held in self._register
        )
        self._find_alike()
        self._plan.faults.sort(key=lambda fault: fault[0])
        return self._plan

    def _same(
        self, wanted: Wanted, parent_id: int | None, bare: set[tuple[str, NameKey]]
    ) -> Held | None:
        """The place that a line means, if it is there. Raises `Ambiguous`."""
        of = wanted.kind, name_key(wanted.name)
        exact = self._exact.get((*of, parent_id))
        if exact is not None:
            return exact
        if wanted.parent is None and self._loose[of]:
            if len(self._loose[of]) > 1:
                raise Ambiguous
            return self._loose[of][0]
        if parent_id is not None and of not in bare:
            orphan = self._exact.get((*of, None))
            if orphan is not None and orphan.id not in self._claimed:
                return orphan
        gone = [
            held
            for held in self._closed[of]
            if wanted.parent is None or held.parent_id == parent_id
        ]
        return gone[-1] if gone else None

    def _settle(self, wanted: Wanted, held: Held | None, parent_id: int | None, id_: int) -> int:
        """Note what a line changes; the id of its place, `id_` where it is new."""
        if held is None:
            key = wanted.kind, name_key(wanted.name), parent_id
            if key in self._fresh:
                self._twice(wanted, self._fresh[key])
                return id_
            self._fresh[key] = wanted.line
            details = replace(_nothing(), **wanted.details)
            signs = SIGNS if wanted.signs is None else wanted.signs
            self._plan.added.append(Placed(id_, wanted.kind, wanted.name, parent_id, details))
            self._plan.signs[id_] = signs
            return id_
        if held.id in self._claimed:
            self._twice(wanted, self._claimed[held.id])
            return held.id
        self._claimed[held.id] = wanted.line
        if held.closed:
            self._plan.closed += 1
            return held.id
        self._compare(wanted, held, parent_id if wanted.parent else held.parent_id)
        return held.id

    def _compare(self, wanted: Wanted, held: Held, parent_id: int | None) -> None:
        said = wanted.details
        open_ = not said.keys().isdisjoint(SECRET) and (
            held.sealed is not None or any(said.get(name) for name in SECRET)
        )
        known = self._opened(held) if open_ and held.sealed is not None else held.plain
        known = replace(known, tags=tuple(sorted(known.tags)))
        details = replace(known, **{**said, "tags": tuple(sorted(said.get("tags", known.tags)))})
        missing = max(0, (wanted.signs or 0) - held.signs)
        if missing:
            self._plan.signs[held.id] = missing
        if parent_id != held.parent_id:
            self._moved[held.id] = wanted.line, parent_id
        if (details, wanted.name, parent_id) != (known, held.name, held.parent_id):
            details = replace(details, tags=said.get("tags", held.plain.tags))
            placed = Placed(held.id, held.kind, wanted.name, parent_id, details)
            self._plan.changed.append((held, placed, open_))
        elif missing:
            self._plan.signed += 1
        else:
            self._plan.same += 1

    def _twice(self, wanted: Wanted, line: int) -> None:
        self._plan.faults.append((wanted.line, Text("points-fault-twice", {"line": str(line)})))

    def _check_cycles(self) -> None:
        """A place that is given a parent that lies in it."""
        above = {held.id: held.parent_id for held in self._register}
        above |= {placed.id: placed.parent_id for placed in self._plan.added}
        above |= {id_: parent for id_, (_, parent) in self._moved.items()}
        safe: set[int | None] = {None}
        for id_, (line, parent) in self._moved.items():
            seen: set[int] = set()
            while parent not in safe and parent != id_ and parent not in seen:
                seen.add(parent or 0)
                parent = above.get(parent or 0)
            if parent == id_:
                self._plan.faults.append((line, Text("points-fault-cycle")))
            else:
                safe |= seen

    def _find_alike(self) -> None:
        known: dict[tuple[str, str, int | None], int | None] = {
            (held.kind, name_key(held.name)[0], held.parent_id): None
            for held in self._register
            if not held.closed
        }
        for (kind, (folded, _), parent), line in self._fresh.items():
            of = kind, folded, parent
            if of in known:
                self._plan.alike.append((line, known[of]))
            known.setdefault(of, line)


def _nothing() -> Details:
    from storage.point_details import Details

    return Details()
