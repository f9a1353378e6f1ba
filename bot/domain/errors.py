"""The error tree. Messages never carry what a resident wrote or where they can be reached."""

from __future__ import annotations


class TinbaoError(Exception):
    """Anything this project raises on purpose."""


class OperatorError(TinbaoError):
    """Something an operator must change; its message is the one line that says what."""


class ConfigError(OperatorError):
    """The configuration cannot be used."""


class KeyFileError(OperatorError):
    """A key file is missing, unreadable, readable to others, or not the database's."""


class StoreUnavailable(TinbaoError):
    """The database cannot write now (full disk, lost connection): nothing was stored, nothing
    may be acknowledged.
    """


class TurnFailed(StoreUnavailable):
    """A conversation failed; everything was undone, and the same event may be sent again."""


class Collision(TinbaoError):
    """A value that must be unique was taken at the same moment: try the whole transaction
    again.
    """


class SealError(TinbaoError):
    """A ciphertext did not open: wrong key, wrong place, or damaged."""


class KeyNotHere(SealError):
    """This process does not hold the private key that would open it."""


class KeyDestroyed(SealError):
    """The key that would open it was destroyed: nobody ever will."""


class FlowError(TinbaoError):
    """A conversation did what it had not declared: a programming error, caught before it is
    stored.
    """


class FileRefused(TinbaoError):
    """A file cannot be taken. `reason` is a `bot.domain.message.Refusal` value."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SendError(TinbaoError):
    """A message could not be sent. The subclass says what to do about it."""


class RetryAfter(SendError):
    """The platform asks to wait `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"retry after {seconds:g} s")
        self.seconds = seconds


class Transient(SendError):
    """Time-outs, 5xx, no network: try again with back-off."""


class Permanent(SendError):
    """The platform will never take this message: give up on it, keep the chat."""


class WindowClosed(SendError):
    """The platform takes nothing for this chat until its person writes again: the message waits
    for that.
    """


class Gone(SendError):
    """The chat cannot be reached any more (blocked, deleted): stop sending to it."""
