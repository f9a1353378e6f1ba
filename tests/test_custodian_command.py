"""What custodians and operators type. A custodian's commands run cut off from everything."""

from __future__ import annotations

import asyncio
import base64
import io
import stat
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from bot import cli
from bot.commands.passphrase import refuse_weak
from bot.config import Config
from bot.domain.errors import OperatorError
from bot.domain.identity import Identity
from storage.crypto import custodian, layers, paper
from storage.crypto.custodian import private_text, public_from
from storage.crypto.layers import Opener
from storage.database import Database
from storage.schema import invites
from tests.keepers import Keeper, offline, two

LAN = Identity("Lê Thị Lan", "0912777345")


@pytest.fixture(scope="module")
def keepers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Keeper, Keeper]:
    return two(tmp_path_factory.mktemp("keepers"))


@pytest.fixture
def envelope(keepers: tuple[Keeper, Keeper], tmp_path: Path) -> Path:
    halves = [public_from(one.public.read_text()) for one in keepers]
    keys = [(Opener(half.fingerprint, half.name), half.key) for half in halves]
    made = layers.seal(LAN, keys, unit="xã Tân Khai", reference="TK-7F3K2", tip_id=7)
    file = tmp_path / "phong-bi-TK-7F3K2.txt"
    file.write_text(made.to_text())
    return file


def test_both_open_and_the_name_is_only_shown(
    keepers: tuple[Keeper, Keeper], envelope: Path
) -> None:
    hai, ba = keepers
    assert ba.opens(envelope).status == 0
    again = ba.opens(envelope)
    assert again.status == 0, "opening once more gives the same file"
    inner = envelope.with_name("phong-bi-TK-7F3K2-con-1.txt")
    assert stat.S_IMODE(inner.stat().st_mode) == 0o600
    opened = hai.opens(inner)
    assert opened.status == 0, opened.err
    assert LAN.name in opened.out
    assert LAN.phone in opened.out
    written = [p for p in envelope.parent.rglob("*") if p.is_file()]
    assert not any(LAN.name in p.read_text() for p in written)


def test_one_alone_cannot_open(keepers: tuple[Keeper, Keeper], envelope: Path) -> None:
    hai, ba = keepers
    refused = hai.opens(envelope)
    assert refused.status == 1
    assert refused.err.startswith("tinbao: Ông Hai")
    assert "next is Bà Ba" in refused.err
    assert ba.opens(envelope).status == 0
    refused = ba.opens(envelope.with_name("phong-bi-TK-7F3K2-con-1.txt"))
    assert refused.status == 1
    assert "next is Ông Hai" in refused.err
    assert LAN.name not in refused.out + refused.err


def test_errors_are_one_clear_line(keepers: tuple[Keeper, Keeper], envelope: Path) -> None:
    _, ba = keepers
    wrong = ba.opens(envelope, "mưa rào tháng bảy ướt áo")
    assert (wrong.status, wrong.err.count("\n")) == (1, 1)
    assert "passphrase is wrong" in wrong.err
    cut = envelope.with_name("cut.txt")
    cut.write_text(envelope.read_text()[:-40])
    damaged = ba.opens(cut)
    assert (damaged.status, damaged.err.count("\n")) == (1, 1)
    assert "damaged" in damaged.err
    assert ba.opens(envelope.with_name("none.txt")).status == 2
    other = offline(
        *("open", envelope, "--key", ba.public, "--passphrase-file", "-"),
        folder=envelope.parent,
        typed=ba.passphrase,
    )
    assert (other.status, "not a custodian's private key file" in other.err) == (1, True)
    empty = ba.opens(envelope, " \n")
    assert (empty.status, "empty" in empty.err) == (2, True)


def test_new_says_first_what_is_lost_and_makes_three_files(tmp_path: Path) -> None:
    made = offline(
        *("new", "--name", "Cô Tư", "--out", "khoá", "--passphrase-file", "-"),
        folder=tmp_path,
        typed="chuồn chuồn bay thấp thì mưa",
    )
    assert made.status == 0, made.err
    assert made.out.index("loses EVERY name") < made.out.index("Making the key")
    key, public, sheet = (next((tmp_path / "khoá").glob(f"*{end}")) for end in
                          (".key", ".pub", ".html"))  # fmt: skip
    assert all(stat.S_IMODE(p.stat().st_mode) == 0o600 for p in (key, public, sheet))
    assert key.read_text().splitlines()[0] == "tinbao-custodian-1"
    assert public_from(public.read_text()).fingerprint in made.out
    assert "data:image/png;base64," in sheet.read_text()
    assert "http" not in sheet.read_text()
    picture = base64.b64decode(sheet.read_text().split("base64,")[1].split('"')[0])
    with Image.open(io.BytesIO(picture)) as image:
        (scanned,) = zxingcpp.read_barcodes(image.convert("L"), zxingcpp.BarcodeFormat.QRCode)
    assert private_text(paper.read(scanned.text)) == key.read_text()
    typed = tmp_path / "typed.txt"
    typed.write_text(sheet.read_text().split("<pre>")[1].split("</pre>")[0])
    back = offline("restore", typed, "--out", "lại", folder=tmp_path)
    assert back.status == 0, back.err
    assert next((tmp_path / "lại").glob("*.key")).read_text() == key.read_text()
    text = offline("paper", key, "--paper", "giấy.txt", folder=tmp_path)
    assert text.status == 0
    assert "█" in (tmp_path / "giấy.txt").read_text()
    over = offline("paper", key, "--paper", "giấy.txt", folder=tmp_path)
    assert (over.status, "nothing is overwritten" in over.err) == (2, True)


def test_what_cannot_work_is_said_before_a_key_is_made(
    keepers: tuple[Keeper, Keeper], envelope: Path, tmp_path: Path
) -> None:
    no_terminal = (
        "tinbao: there is no terminal to type the passphrase into: use --passphrase-file FILE\n"
    )
    new = ("new", "--name", "Cô Tư")
    made = offline(*new, folder=tmp_path)
    assert (made.status, made.out, made.err) == (2, "", no_terminal)
    opened = offline("open", envelope, "--key", keepers[1].key, folder=tmp_path)
    assert (opened.status, opened.err) == (2, no_terminal)
    new = (*new, "--passphrase-file", "-")
    made = offline(*new, "--out", envelope, folder=tmp_path, typed="chuồn chuồn bay thấp thì mưa")
    assert (made.status, made.out) == (2, "")
    assert made.err == f"tinbao: {envelope} is a file: --out takes a folder\n"
    made = offline(*new, "--paper", envelope.with_suffix(".txt"), folder=tmp_path, typed="x")
    assert (made.status, "exists: choose another name" in made.err) == (2, True)
    made = offline(*new, "--paper", envelope / "a.txt", folder=tmp_path, typed="x")
    assert (made.status, "is a file: --paper takes a file in a folder" in made.err) == (2, True)
    assert list(tmp_path.iterdir()) == [envelope]


def test_the_page_is_not_what_is_typed_from_it(
    keepers: tuple[Keeper, Keeper], tmp_path: Path
) -> None:
    page = next(keepers[0].folder.glob("*-paper.html"))
    back = offline("restore", page, folder=tmp_path)
    assert (back.status, back.err.count("\n")) == (1, 1)
    assert "this is the page, not the lines typed from it" in back.err


def test_a_damaged_key_file_has_one_name(keepers: tuple[Keeper, Keeper], tmp_path: Path) -> None:
    whole = keepers[0].key.read_text()
    for spoilt in (whole[:-20], whole[:-20] + "****\n"):
        file = tmp_path / "custodian.key"
        file.write_text(spoilt)
        answer = offline("paper", file, "--paper", "giấy.txt", folder=tmp_path)
        assert (answer.status, answer.err) == (
            1,
            "tinbao: the key is damaged: use another copy of the file, or the paper backup\n",
        )


@pytest.mark.parametrize(
    "weak",
    ["ngắn quá", "1234567890123456", "aaaaaaaaaaaaaaaaaaa", "matkhau123456", "Mật khẩu mật khẩu",
     "Nguyễn Văn Hai 1", "tinbaotinbao", "qwertyuiop12"],
)  # fmt: skip
def test_weak_passphrases_are_refused(weak: str) -> None:
    with pytest.raises(OperatorError, match="words"):
        refuse_weak(weak, "Nguyễn Văn Hai")


def test_a_good_passphrase_is_taken() -> None:
    refuse_weak("con trâu gặm cỏ bờ đê", "Nguyễn Văn Hai")
    refuse_weak("correct horse battery", "")


def test_the_operators_side(
    keepers: tuple[Keeper, Keeper],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        status = cli.run([str(a) for a in arguments])
        said = capsys.readouterr()
        return status, said.out, said.err

    assert run("init")[0] == 0
    run("unit", "add", "tan-khai", "--name", "xã Tân Khai", "--prefix", "TK")
    hai, ba = keepers
    status, out, _ = run("custodian", "add", hai.public, "--unit", "tan-khai")
    assert status == 0
    assert "opens alone" in out
    assert "TB-" in out
    assert run("custodian", "add", hai.public, "--unit", "tan-khai")[0] == 2
    status, out, _ = run("custodian", "add", ba.public, "--unit", "tan-khai")
    assert "sealed to all 2" in out
    assert run("custodian", "add", ba.key, "--unit", "tan-khai")[0] == 1
    status, out, _ = run("custodian", "list", "--unit", "tan-khai", "--json")
    assert '"in_chat": "no"' in out
    assert run("custodian", "invite", "Bà Ba", "--unit", "tan-khai")[0] == 0
    assert run("custodian", "retire", "ông hai", "--unit", "tan-khai")[0] == 0
    assert run("custodian", "retire", "Ông Hai", "--unit", "tan-khai")[0] == 2
    status, _, err = run("custodian", "retire", "Ai Đó", "--unit", "tan-khai")
    assert (status, "there is Ông Hai, Bà Ba" in err) == (2, True)
    # Of the two codes for Bà Ba the newer one holds.
    assert asyncio.run(_bound(Config.load(None))) == 2
    assert run("custodian", "add", hai.folder / "nothing", "--unit", "tan-khai")[0] == 2


async def _bound(config: Config) -> int:
    database = Database.connect(config.database.url)
    try:
        async with database.reading() as connection:
            rows = await connection.execute(invites.select())
            return sum(row.custodian_id is not None for row in rows)
    finally:
        await database.close()


def test_the_key_that_is_made_costs_a_guesser_a_lot() -> None:
    cost = custodian.Cost()
    assert (cost.function, cost.memory, cost.passes) == (custodian.ARGON2ID, 256 * 1024, 3)
