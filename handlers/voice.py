"""A recorded voice can tell who speaks: said when one comes, with the offer to change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.flow import Turn
from bot.domain.message import Button, MediaKind, StoredFile, Text, Upload

if TYPE_CHECKING:
    from storage.voices import Voices


def is_voice(upload: Upload) -> bool:
    """Whether it is sound alone, however it was sent."""
    kind = upload.media_type or (upload.file.media_type if upload.file else "")
    return upload.kind is MediaKind.AUDIO or kind.startswith("audio/")


def offer(turn: Turn, step: str) -> None:
    """Say it, and offer; `step` (`flow.step`) takes the answer as `alter` or `keep`."""
    turn.say(
        "voice-offer" if turn.inbound.address.channel == "web" else "voice-offer-platform",
        buttons=[
            Button(Text("voice-alter"), f"{step}:alter"),
            Button(Text("voice-keep"), f"{step}:keep"),
        ],
    )


async def altered(turn: Turn, voices: Voices, file: StoredFile) -> StoredFile:
    """The file that takes the place of a recording; the recording itself will be destroyed."""
    turn.replaced.add(file.id)
    return await voices.alter_later(turn.who.contact_id, file, turn.now)
