"""What one try of `tinbao check` found."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the answer. `detail` says what was found, or what to do."""

    part: str
    ok: bool
    detail: str

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return asdict(self)
