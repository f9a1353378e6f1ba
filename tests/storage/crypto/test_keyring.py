"""Key files: made once, refused clearly when they are not what the database knows."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.errors import KeyFileError, KeyNotHere, SealError
from storage.crypto.envelope import Place, seal
from storage.crypto.keyring import KnownKey
from storage.crypto.loading import create_missing, load

ALL = ["session", "relay/1", "unit/tan-khai/1"]
KINDS = ["session", "relay", "unit"]
PLACE = Place("tips", "private", 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


@pytest.fixture
def known(folder: Path) -> list[KnownKey]:
    return create_missing(folder, ALL)


def test_files_are_ours_alone_and_readable_by_a_person(
    folder: Path, known: list[KnownKey]
) -> None:
    assert sorted(path.name for path in folder.iterdir()) == [
        "relay-1.key",
        "session.key",
        "unit-tan-khai-1.key",
    ]
    assert folder.stat().st_mode & 0o777 == 0o700
    for path in folder.iterdir():
        assert path.stat().st_mode & 0o777 == 0o600
        comment, line = path.read_text().splitlines()
        assert comment.startswith("# ")
        assert line.startswith("tinbao-key-1 ")


def test_what_the_database_is_to_keep(known: list[KnownKey]) -> None:
    assert [(k.key_id, k.kind, k.owner, k.epoch, len(k.public), len(k.check)) for k in known] == [
        ("session", "session", "", 1, 0, 16),
        ("relay/1", "relay", "", 1, 1216, 0),
        ("unit/tan-khai/1", "unit", "tan-khai", 1, 1216, 0),
    ]


def test_making_again_changes_nothing(folder: Path, known: list[KnownKey]) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    assert create_missing(folder, ALL) == known
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_key_made_meanwhile_is_not_overwritten(
    folder: Path, known: list[KnownKey], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.crypto.keyfile.KeyFile.exists", lambda _: False)
    before = (folder / "session.key").read_bytes()
    with pytest.raises(KeyFileError, match="never overwritten"):
        create_missing(folder, ["session"])
    assert (folder / "session.key").read_bytes() == before
    assert len(list(folder.iterdir())) == 3


@pytest.mark.parametrize(
    "key_id",
    ["", "relay", "relay/0", "unit/../1", "unit/a/b/1", "unit/A/1", "unit/x/1\n", "tip/1"],
)
def test_no_id_leads_out_of_the_folder(folder: Path, key_id: str) -> None:
    with pytest.raises(KeyFileError, match="is no key id"):
        create_missing(folder, [key_id])
    assert not folder.exists()


def test_a_full_ring_opens_everything(folder: Path, known: list[KnownKey]) -> None:
    ring = load(folder, known, KINDS)
    for to in (ring.session, ring.relay_public, ring.unit_public("tan-khai")):
        assert ring.open(seal(b"x", to, PLACE), PLACE) == b"x"
    assert ring.relay_private is not None
    assert ring.unit_private("tan-khai").key_id == "unit/tan-khai/1"
    assert len(ring.pseudonym("contact", "web", "1")) == 16
    assert all(ring.holds(*each) for each in [("session",), ("relay",), ("unit", "tan-khai")])


def test_a_ring_holds_only_what_its_roles_need(folder: Path, known: list[KnownKey]) -> None:
    ring = load(folder, known, ["session"])
    sealed = seal(b"x", ring.unit_public("tan-khai"), PLACE)
    with pytest.raises(KeyNotHere):
        ring.open(sealed, PLACE)
    with pytest.raises(KeyNotHere):
        ring.unit_private("tan-khai")
    assert ring.relay_private is None
    assert not ring.holds("unit", "tan-khai")

    desk = load(folder, known, ["unit/tan-khai"])
    assert desk.open(sealed, PLACE) == b"x"
    with pytest.raises(KeyNotHere):
        _ = desk.session
    with pytest.raises(KeyNotHere):
        desk.pseudonym("contact", "web", "1")


def test_public_halves_need_no_folder(folder: Path, known: list[KnownKey]) -> None:
    shutil.rmtree(folder)
    ring = load(folder, known)
    assert seal(b"x", ring.relay_public, PLACE)


def test_old_epochs_still_open(folder: Path, known: list[KnownKey]) -> None:
    old = seal(b"old", load(folder, known).unit_public("tan-khai"), PLACE)
    known += create_missing(folder, ["unit/tan-khai/2", "unit/tan-khai/10"])
    ring = load(folder, list(reversed(known)), KINDS)
    assert ring.unit_public("tan-khai").key_id == "unit/tan-khai/10"
    assert ring.open(old, PLACE) == b"old"
    assert ring.open(seal(b"new", ring.unit_public("tan-khai"), PLACE), PLACE) == b"new"


def test_unknown_units_and_damage(folder: Path, known: list[KnownKey]) -> None:
    ring = load(folder, known, KINDS)
    with pytest.raises(KeyNotHere):
        ring.unit_public("minh-hung")
    for damaged in (b"", b"\1\1", seal(b"x", ring.session, PLACE)[:-1]):
        with pytest.raises(SealError):
            ring.open(damaged, PLACE)


def test_nothing_shows_a_secret(folder: Path, known: list[KnownKey]) -> None:
    ring = load(folder, known, KINDS)
    assert repr(ring) == "Keyring(relay/1, unit/tan-khai/1)"
    assert "b'" not in repr(known)


def _remove(path: Path) -> None:
    path.unlink()


def _dangling(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere")


def _loop(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path, 0o600)


def _open_to(mode: int) -> Callable[[Path], None]:
    return lambda path: path.chmod(mode)


def _text(change: Callable[[str], str]) -> Callable[[Path], None]:
    return lambda path: path.write_text(change(path.read_text()))


def _binary(path: Path) -> None:
    path.write_bytes(os.urandom(200) + b"\xff")


def _other(path: Path) -> None:
    elsewhere = path.parent.parent / "other"
    create_missing(elsewhere, ALL)
    shutil.copy2(elsewhere / path.name, path)


REFUSED = [
    (_remove, "is missing: restore"),
    (_dangling, "is missing: restore"),
    (_loop, "cannot be read by user"),
    (_folder, "is not a file"),
    (_pipe, "is not a file"),
    (_open_to(0o644), r"open to other users \(mode 0644\): run chmod 600"),
    (_open_to(0o640), r"open to other users \(mode 0640\): run chmod 600"),
    (_open_to(0o602), "open to other users"),
    (_binary, "is not the key file of"),
    (_text(lambda _: ""), "is not the key file of"),
    (_text(lambda text: text[:-9]), "is not the key file of"),
    (_text(lambda text: text + text), "is not the key file of"),
    (_text(lambda text: text.replace("key-1 ", "key-2 ")), "is not the key file of"),
    (_text(lambda text: text.replace("=", "")[:-1] + "*"), "is not the key file of"),
    (_other, "is not the key of this database: restore the right key folder"),
]


@pytest.mark.parametrize("name", ["session.key", "relay-1.key", "unit-tan-khai-1.key"])
@pytest.mark.parametrize(("spoil", "says"), REFUSED)
def test_refusals(
    folder: Path, known: list[KnownKey], name: str, spoil: Callable[[Path], None], says: str
) -> None:
    path = folder / name
    secret = path.read_text().split()[-1]
    spoil(path)
    with pytest.raises(KeyFileError, match=says) as caught:
        load(folder, known, KINDS)
    message = str(caught.value)
    assert str(path) in message
    assert "\n" not in message
    assert secret not in message


def test_a_file_of_another_key_in_its_place(folder: Path, known: list[KnownKey]) -> None:
    shutil.copy2(folder / "relay-1.key", folder / "unit-tan-khai-1.key")
    with pytest.raises(KeyFileError, match="is not the key file of unit/tan-khai/1"):
        load(folder, known, KINDS)


def test_what_is_not_needed_may_be_missing(folder: Path, known: list[KnownKey]) -> None:
    (folder / "unit-tan-khai-1.key").unlink()
    assert load(folder, known, ["session", "relay"]).holds("relay")


def test_a_public_half_that_was_exchanged_is_noticed(folder: Path, known: list[KnownKey]) -> None:
    forged = create_missing(folder.parent / "forged", ["unit/tan-khai/1"])[0].public
    swapped = [*known[:2], replace(known[2], public=forged)]
    with pytest.raises(KeyFileError, match="is not the key of this database"):
        load(folder, swapped, KINDS)


def test_refusals_of_the_folder(folder: Path, known: list[KnownKey]) -> None:
    folder.chmod(0o770)
    with pytest.raises(KeyFileError, match="other users can change"):
        load(folder, known, KINDS)
    folder.chmod(0o700)
    folder.rename(folder.with_name("elsewhere"))
    with pytest.raises(KeyFileError, match="is missing: restore it"):
        load(folder, known, KINDS)
    folder.write_text("")
    with pytest.raises(KeyFileError, match="is not a folder"):
        load(folder, known, KINDS)
    with pytest.raises(KeyFileError, match="cannot be written"):
        create_missing(folder / "below", ["session"])


def test_a_database_without_keys(folder: Path) -> None:
    with pytest.raises(KeyFileError, match="run tinbao init"):
        load(folder, [], ["session"])
    assert load(folder.parent, [], ["unit"]).relay_private is None
