"""Seams between the floors: what a channel offers, what it is given, and time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.domain.message import Address, Inbound, Reply, Sent, StoredFile


class Clock(Protocol):
    """Tells the time; tests bring their own."""

    def now(self) -> datetime:
        """The current time, aware, in UTC."""
        ...


@dataclass(frozen=True, slots=True)
class Limits:
    """How fast a platform may be spoken to. Rates are messages per second; `burst` is how many
    may go at once. `window`: how long after somebody wrote they may be written to; None: always.
    """

    overall: float
    per_chat: float
    per_group: float
    burst: int = 1
    window: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Handled:
    """What became of an event. `repeat`: it had been handled before and changed nothing."""

    repeat: bool
    contact_id: int


class Engine(Protocol):
    """The one way in, as channels see it."""

    async def handle(self, inbound: Inbound) -> Handled:
        """Handle one event to its end. Returns only after the commit; raises if nothing was
        stored.
        """
        ...

    async def withdraw(self, address: Address, event_id: str = "") -> None:
        """The person took back their consent on the platform: empty and forget the chat, without
        a word. Unknown is fine; the same `event_id` again leaves alone what was begun since.
        Returns after the commit.
        """
        ...

    async def park(self, channel: str, raw: bytes) -> None:
        """Keep an event that could not be parsed, sealed, and count it. Returns after the
        commit.
        """
        ...


class Channel(Protocol):
    """A platform that takes messages (telegram, zalo_bot, zalo_oa). The web needs none of it:
    see `Mailbox`.
    """

    name: str
    limits: Limits

    async def send(self, address: Address, reply: Reply, locale: str, edit: str = "") -> Sent:
        """Send, or edit message `edit` in place. Raises a `bot.domain.errors.SendError`."""
        ...

    async def delete(self, address: Address, message_ids: Sequence[str]) -> None:
        """Delete messages where the platform allows it; those it does not are passed over."""
        ...

    def fetch(self, platform_ref: str, limit: int) -> AsyncIterator[bytes]:
        """The content of a file the platform holds. Raises `FileRefused` or a `SendError`."""
        ...


@dataclass(frozen=True, slots=True)
class Letter:
    """One entry of a web conversation: what the visitor sent (`mine`) or what the bot said."""

    id: int
    at: datetime
    mine: bool
    reply: Reply
    card: str = ""
    revision: int = 0
    """Rises when the letter is stored or replaced; `Mailbox.read(after=…)` counts in it."""
    new: bool = False
    """It carries an officer's words, and nobody has fetched it before."""


class Mailbox(Protocol):
    """What the web channel reads: letters sealed to the session's key, opened with the cookie's
    secret.
    """

    async def read(self, secret: str, after: int = 0) -> list[Letter]:
        """Letters whose revision is above `after`, oldest first; empty for an unknown session."""
        ...

    async def letter(self, secret: str, letter_id: int) -> Letter | None:
        """One letter, or None when it is not this session's."""
        ...

    async def wait(self, secret: str, timeout: float) -> bool:
        """Wait until something changes for this session; False on time-out (seconds)."""
        ...

    async def wipe(self, secret: str) -> None:
        """Forget the page: letters, draft and session. Filed tips stay, reachable by receipt."""
        ...


class Gate(Protocol):
    """What the web page asks about a tip that has to wait, and about proofs of work."""

    def now(self) -> datetime:
        """The current time, aware, in UTC."""
        ...

    def mark(self, secret: str) -> str:
        """A session's name in challenges; says nothing to others."""
        ...

    def key(self) -> bytes:
        """What challenges are signed with; 32 bytes."""
        ...

    async def held(self, secret: str) -> float | None:
        """Seconds until the session's waiting tip may go by itself; None when none waits."""
        ...

    async def spend(self, name: str, seconds: int) -> bool:
        """Use up what holds once, remembered for `seconds`; False when it has been."""
        ...


class Standing(StrEnum):
    """What a browser is to the desk. `OVER`: a member's session that has ended. `NEW` and `KNOWN`
    are members who have proved nothing here yet, without and with a way to do so.
    """

    NOBODY = "nobody"
    OVER = "over"
    NEW = "new"
    KNOWN = "known"
    IN = "in"


@dataclass(frozen=True, slots=True)
class Entry:
    """How a try to sign in ended: `secret` is the new session's, empty when it was refused.
    `wait`: seconds until it may be tried again.
    """

    secret: str = field(default="", repr=False)
    wait: float = 0


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a member signs in. `name`: what it is called when it is to be removed."""

    name: str
    numbers: bool
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """What a member has set up. `code` is what they type with a number: `CB-7F3K2`. `open`:
    whether it may be changed now: they have just proved who they are, or have set up nothing yet.
    """

    code: str
    ways: tuple[Way, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A secret for a telephone: as text, and as the link that a QR code stands for. `sight` lets
    the page that shows it have the picture.
    """

    secret: str = field(repr=False)
    link: str = field(repr=False)
    sight: str = field(repr=False)


class StaffDoor(Protocol):
    """Where staff sign in to their pages. `secret` is a browser's session, "" for none.

    `permit` is what `prove_by_number` and `prove_by_passkey` give: whoever has a factor needs one
    for each change of their factors. The first is set up without.
    """

    async def standing(self, secret: str) -> Standing:
        """What this browser is."""
        ...

    async def by_number(self, code: str, number: str, secret: str, locale: str) -> Entry:
        """Sign in with a member's code and the number that their telephone shows."""
        ...

    def task(self) -> str:
        """What a browser asks a passkey to sign, as JSON."""
        ...

    async def by_passkey(self, answer: str, secret: str, locale: str) -> Entry:
        """Sign in with what the passkey answered, as JSON."""
        ...

    async def factors(self, secret: str, permit: str = "") -> Factors | None:
        """What the member has; None for whoever may not set anything up here."""
        ...

    async def prove_by_number(self, secret: str, number: str) -> Entry:
        """Show again who is at the page; `secret` of what comes back is a permit."""
        ...

    async def prove_task(self, secret: str) -> str | None:
        """What a browser asks one of the member's passkeys to sign, as JSON."""
        ...

    async def prove_by_passkey(self, secret: str, answer: str) -> Entry:
        """As `prove_by_number`, with what the passkey answered."""
        ...

    async def new_task(self, secret: str, permit: str) -> str | None:
        """What a browser asks a new passkey, as JSON."""
        ...

    async def add_passkey(self, secret: str, permit: str, answer: str) -> bool:
        """Remember a new passkey; False when its answer is not right."""
        ...

    async def offer(self, secret: str, permit: str, *, fresh: bool = False) -> Offer | None:
        """The secret that waits to be confirmed; `fresh` makes one. None when there is none, or
        one has been confirmed.
        """
        ...

    async def seen(self, secret: str, sight: str) -> str | None:
        """The link that a QR code is to stand for."""
        ...

    async def confirm(self, secret: str, permit: str, number: str) -> Entry:
        """Take a first number as the sign that the telephone has the secret."""
        ...

    async def remove(self, secret: str, permit: str, name: str) -> bool:
        """Remove a way to sign in; False for the last one."""
        ...


class FileStore(Protocol):
    """Sealed files."""

    async def put(
        self, chunks: AsyncIterator[bytes], limit: int, into: StoredFile | None = None
    ) -> StoredFile:
        """Seal and store a stream of at most `limit` bytes. Raises `FileRefused`.

        `into`: the id and key to store it under, when they were allotted before it came.
        """
        ...

    def get(self, file: StoredFile) -> AsyncIterator[bytes]:
        """The opened content. Raises `SealError`."""
        ...

    async def seen(self, file: StoredFile) -> StoredFile:
        """The file with the type and size that it really has, whatever was claimed before it
        came. Raises `SealError`.
        """
        ...

    def ids(self, older_than: datetime | None = None) -> AsyncIterator[str]:
        """Every file that lies here, half-written ones too, or only those written before then."""
        ...

    async def exists(self, file_id: str) -> bool:
        """Whether it has come in."""
        ...

    async def delete(self, file_id: str) -> None:
        """Remove; missing is fine."""
        ...
