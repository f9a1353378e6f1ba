"""What a register of places knows besides name and kind, as columns and back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Final

from bot.domain import codec
from storage.crypto import envelope
from storage.crypto.envelope import Place
from storage.crypto.keyring import Keyring
from storage.schema import points

SECRET: Final = ("keeper", "notes")
"""The details in which people are named."""
OF_DETAILS: Final = (
    points.c.address,
    points.c.latitude,
    points.c.longitude,
    points.c.tags,
    points.c.pledged_on,
    points.c.rules_on,
    points.c.sealed,
)


@dataclass(frozen=True, slots=True)
class Details:
    """What else a register of places has. Days are `YYYY-MM-DD`; `tags` as in
    `bot.domain.points.Audience`; `latitude` and `longitude` in degrees (WGS 84).
    """

    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    tags: tuple[str, ...] = ()
    pledged_on: str | None = None
    rules_on: str | None = None
    keeper: str = field(default="", repr=False)
    """Who looks after the sign and how to reach them; sealed at rest."""
    notes: str = field(default="", repr=False)
    """Sealed at rest."""


def columns(keyring: Keyring, slug: str, point_id: int, details: Details) -> dict[str, Any]:
    """Details as columns of `points`; where somebody may be named, sealed to the unit `slug`."""
    kept = {name: getattr(details, name) for name in Details.__slots__}
    secret = {name: kept.pop(name) for name in SECRET}
    kept["tags"] = ",".join(details.tags)
    kept["sealed"] = None
    if any(secret.values()):
        to = keyring.unit_public(slug)
        kept["sealed"] = envelope.seal(codec.dump(secret), to, _place(point_id))
    return kept


def plain_of(row: Any) -> Details:
    """A row's details without what is sealed: needs no key."""
    return Details(
        row.address,
        row.latitude,
        row.longitude,
        tuple(tag for tag in row.tags.split(",") if tag),
        row.pledged_on,
        row.rules_on,
    )


def with_secret(
    keyring: Keyring, point_id: int, details: Details, sealed: bytes | None
) -> Details:
    """The same with what was sealed. Raises `KeyNotHere` where the unit's key is not."""
    if sealed is None:
        return details
    secret = codec.load(keyring.open(sealed, _place(point_id)))
    return replace(details, keeper=secret["keeper"], notes=secret["notes"])


def details_of(keyring: Keyring, row: Any) -> Details:
    """A row's details, all of them. Raises `KeyNotHere`."""
    return with_secret(keyring, row.id, plain_of(row), row.sealed)


def _place(point_id: int) -> Place:
    return Place("points", "sealed", point_id)
