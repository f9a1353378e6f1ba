"""What a reporter has told so far: kept sealed, erased on filing or after 24 hours."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from bot.domain.flow import Turn
from bot.domain.message import Location, StoredFile
from bot.domain.tip import Body, TipKind, Urgency, urgency_of

SKIPPED: Final = "-"
"""Stands in `when`, `where` for "asked, and not said"."""


@dataclass(slots=True)
class Draft:
    """An unfinished tip. As JSON an object with exactly these fields.

    `files` holds `[id, key in hex, media type, bytes]`, `location` `[latitude, longitude]` in
    degrees. `when` is one of `handlers.words.WHENS` or own words. `sending`: file as soon as the
    unit is known. `page` is the page of the list of units.
    """

    code: str = ""
    point_id: int | None = None
    point: str = field(default="", repr=False)
    unit_id: int | None = None
    kind: str = ""
    urgent: bool = False
    story: list[str] = field(default_factory=list, repr=False)
    files: list[list[Any]] = field(default_factory=list, repr=False)
    location: list[float] | None = field(default=None, repr=False)
    when: str = field(default="", repr=False)
    where: str = field(default="", repr=False)
    sending: bool = False
    page: int = 0

    @classmethod
    def from_json(cls, raw: dict[str, Any]) -> Draft:
        """The reverse of `to_json`; missing fields are as in a fresh draft."""
        return cls(**raw)

    def to_json(self) -> dict[str, Any]:
        """JSON values only; fields that are as in a fresh draft are left out."""
        values = ((name, getattr(self, name)) for name in self.__slots__)
        return {name: value for name, value in values if value != getattr(_FRESH, name)}

    @classmethod
    def of(cls, turn: Turn) -> Draft:
        """The draft of this conversation."""
        return cls.from_json(turn.draft)

    def keep(self, turn: Turn) -> None:
        """Put it back into the conversation."""
        turn.draft.clear()
        turn.draft.update(self.to_json())

    @property
    def told(self) -> bool:
        """Whether there is something an officer could work with."""
        return bool(self.story or self.files or self.location)

    @property
    def urgency(self) -> Urgency:
        """By the kind, or because the reporter said so."""
        return Urgency.URGENT if self.urgent else urgency_of(self.kind)

    @property
    def filed_kind(self) -> str:
        """The kind, or "other" when none was chosen."""
        return self.kind or TipKind.OTHER.value

    def absorb(self, turn: Turn, *, words: bool = True) -> bool:
        """Take in what the event brings (its words only if `words`); whether that is anything."""
        before = len(self.story), len(self.files), self.location
        if words and turn.text:
            self.story.append(turn.text)
        for upload in turn.inbound.uploads:
            if upload.file:
                f = upload.file
                self.files.append([f.id, f.key.hex(), f.media_type, f.size])
        if turn.inbound.location:
            self.location = [turn.inbound.location.latitude, turn.inbound.location.longitude]
        return before != (len(self.story), len(self.files), self.location)

    def restarted(self) -> Draft:
        """A fresh draft in the same place."""
        return Draft(
            code=self.code, point_id=self.point_id, point=self.point, unit_id=self.unit_id
        )

    def body(self) -> Body:
        """What will be sealed."""
        return Body(
            text="\n".join(self.story),
            files=tuple(
                StoredFile(i, bytes.fromhex(key), media, size)
                for i, key, media, size in self.files
            ),
            location=Location(*self.location) if self.location else None,
            when=_said(self.when),
            where=_said(self.where),
        )


def _said(answer: str) -> str:
    return "" if answer == SKIPPED else answer


_FRESH: Final = Draft()
"""What `to_json` compares with; never changed."""
