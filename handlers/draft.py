"""What a reporter has told so far: kept sealed, erased on filing or after 24 hours."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from bot.domain.codec import file_from_json, file_to_json
from bot.domain.flow import Turn
from bot.domain.identity import Identity
from bot.domain.limits import DRAFT_FILES, DRAFT_LETTERS
from bot.domain.message import Location
from bot.domain.tip import Body, TipKind, Urgency, urgency_of
from handlers import voice

if TYPE_CHECKING:
    from storage.voices import Voices

SKIPPED: Final = "-"
"""Stands in `when`, `where` for "asked, and not said"."""


@dataclass(slots=True)
class Draft:
    """An unfinished tip. As JSON an object with exactly these fields.

    `files` holds files as `bot.domain.codec` writes them, `location` `[latitude, longitude]` in
    degrees. `when` is one of `handlers.words.WHENS` or own words. `sending`: file as soon as the
    unit is known. `reply`: `ask-back` or `one-way`, once chosen. `held`: seconds since 1970 from
    when on it may be sent, 0 when nothing holds it. `page` is the page of the list of units.
    `voices`: ids of the files for which nobody has said yet whether the voice may stay. `source`:
    by which other door it came, when an officer keys it in.
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
    reply: str = ""
    held: int = 0
    page: int = 0
    identity: list[str] = field(default_factory=list, repr=False)
    """Name and telephone number, for the custodians alone; empty when none were left."""
    voices: list[str] = field(default_factory=list, repr=False)
    source: str = ""
    mistyped: str = field(default="", repr=False)
    """A code as it was typed that leads nowhere: part of what is sent, unless the right one came
    after it."""

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

    def absorb(self, turn: Turn, *, words: bool = True, ask: bool = True) -> bool:
        """Take in what the event brings (its words only if `words`); whether that is anything.

        `ask`: offer to change a recorded voice.
        """
        before = len(self.story), len(self.files), self.location
        full = self.told and self._full_with(turn.text if words else "")
        if words and turn.text and not full:
            self.story.append(turn.text)
        for upload in turn.inbound.uploads:
            full = full or len(self.files) >= DRAFT_FILES
            if upload.file and len(self.files) < DRAFT_FILES:
                self.files.append(file_to_json(upload.file))
                if voice.is_voice(upload):
                    self.voices.append(upload.file.id)
        if ask and any(voice.is_voice(upload) for upload in turn.inbound.uploads):
            voice.offer(turn, "intake.voice")
        if turn.inbound.location:
            self.location = [turn.inbound.location.latitude, turn.inbound.location.longitude]
        if full:
            turn.say("intake-full")
        return before != (len(self.story), len(self.files), self.location)

    def _full_with(self, more: str) -> bool:
        """Only what comes on top of something is ever refused: a first message always fits."""
        return bool(more) and sum(map(len, self.story)) + len(more) > DRAFT_LETTERS

    async def alter_voices(self, turn: Turn, voices: Voices) -> bool:
        """Put altered recordings in the place of those that came; whether there were any."""
        asked, self.voices = self.voices, []
        for n, old in enumerate(map(file_from_json, self.files)):
            if old.id in asked:
                self.files[n] = file_to_json(await voice.altered(turn, voices, old))
        return bool(asked)

    def restarted(self) -> Draft:
        """A fresh draft in the same place."""
        return Draft(
            code=self.code,
            point_id=self.point_id,
            point=self.point,
            unit_id=self.unit_id,
            reply=self.reply,
        )

    @property
    def left(self) -> Identity | None:
        """What the reporter leaves of themselves, if anything."""
        return Identity(*self.identity) if self.identity else None

    def body(self) -> Body:
        """What will be sealed."""
        return Body(
            text="\n".join([*self.story, *([self.mistyped] if self.mistyped else [])]),
            files=tuple(map(file_from_json, self.files)),
            location=Location(*self.location) if self.location else None,
            when=_said(self.when),
            where=_said(self.where),
        )


def _said(answer: str) -> str:
    return "" if answer == SKIPPED else answer


_FRESH: Final = Draft()
"""What `to_json` compares with; never changed."""
