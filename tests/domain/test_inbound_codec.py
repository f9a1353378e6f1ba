"""Everything a channel brings survives the way to another machine, save where it came from."""

from __future__ import annotations

from dataclasses import fields, replace

from bot.domain import codec
from bot.domain.inbound_codec import inbound_from_json, inbound_to_json
from bot.domain.message import (
    Address,
    Form,
    GroupSaid,
    Inbound,
    Location,
    MediaKind,
    Refusal,
    StoredFile,
    Upload,
)

FULL = Inbound(
    Address("telegram", "1001"),
    event_id="update-7",
    text="Có người lạ.",
    choice="triage.open:TK-AAAAA",
    start="thon-3",
    uploads=(
        Upload(
            MediaKind.PHOTO, StoredFile("ab", b"k" * 32, "image/jpeg", 5), "ref", 5, "image/jpeg"
        ),
        Upload(MediaKind.AUDIO, None, "FILE7", 9, "audio/ogg"),
    ),
    refused=(Refusal.TOO_LARGE, Refusal.EMPTY),
    location=Location(0.0, -0.0),
    form=Form("drugs", "story", "today", "there", "Lan", "0901234567", "one-way"),
    message_id="77",
    locale="vi",
    proved=True,
    door="7F3K-2Q9X-1A2B",
    group=GroupSaid.BOARD,
)


def over_there(inbound: Inbound) -> Inbound:
    return inbound_from_json(codec.load(codec.dump(inbound_to_json(inbound))))


def test_everything_arrives_but_the_address_and_the_event() -> None:
    # A new field must be set above, and then carried, or this fails.
    assert all(getattr(FULL, f.name) for f in fields(Inbound))
    assert all(getattr(FULL.uploads[0], f.name) for f in fields(Upload))

    assert over_there(FULL) == replace(FULL, address=Address("telegram", ""), event_id="")


def test_what_is_not_set_stays_so() -> None:
    assert over_there(Inbound(Address("web", "s"), "e")) == Inbound(Address("web", ""), "")
    empty = Inbound(Address("web", "s"), "e", form=Form())
    assert over_there(empty).form == Form()


def test_nothing_of_the_address_is_written() -> None:
    raw = codec.dump(inbound_to_json(FULL))

    assert b"1001" not in raw
    assert b"update-7" not in raw
