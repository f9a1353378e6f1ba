"""`tinbao zalo authorize` in a terminal of its own, with somebody who follows its link."""

from __future__ import annotations

import asyncio
import io
import os
import re
import sys
from collections.abc import Awaitable, Callable
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
import typer
from sqlalchemy import select

from bot import cli
from bot.channels.zalo_oa.failures import Refused
from bot.channels.zalo_oa.http import Http
from bot.channels.zalo_oa.oauth import OAuth
from bot.channels.zalo_oa.tokens import Tokens
from bot.clock import SystemClock
from bot.domain.token_pair import PairState
from storage.crypto import loading
from storage.crypto.keyring import Keyring
from storage.database import Database
from storage.oa_tokens import OaTokenVault
from storage.schema import audit
from storage.stores import Stores
from tests.channels.zalo_oa.office import settings
from tests.fakes.zalo_oa_server import FakeZaloOa, Fault
from tests.installed import INIT, TAN_KHAI, copied

ROOT = Path(__file__).resolve().parents[3]
Admin = Callable[[str], str]
T = TypeVar("T")


class Terminal:
    """A folder with an installation, and what is typed there."""

    def __init__(self, folder: Path, zalo: FakeZaloOa) -> None:
        self.folder, self.zalo = folder, zalo
        self.environment = {
            "TINBAO_SERVICE__PUBLIC_URL": "https://tinbao.example",
            "TINBAO_ZALO_OA__APP_ID": zalo.app_id,
            "TINBAO_ZALO_OA__APP_SECRET": zalo.app_secret,
            "TINBAO_ZALO_OA__OA_ID": zalo.oa_id,
            "TINBAO_ZALO_OA__OA_SECRET": zalo.oa_secret,
            "TINBAO_ZALO_OA__API_BASE": zalo.url,
            "TINBAO_ZALO_OA__OAUTH_BASE": zalo.url,
        }

    async def authorize(self, admin: Admin) -> tuple[int, str, str]:
        """Run the command here; `admin` makes of the link the address that is pasted."""
        said = io.StringIO()
        errors = io.StringIO()

        def prompt(*_: object, **__: object) -> str:
            return admin(link_in(said.getvalue()))

        with pytest.MonkeyPatch.context() as patch:
            for name in [name for name in os.environ if name.startswith("TINBAO_")]:
                patch.delenv(name)
            for name, value in self.environment.items():
                patch.setenv(name, value)
            patch.chdir(self.folder)
            patch.setattr(typer, "prompt", prompt)
            with redirect_stdout(said), redirect_stderr(errors):
                status = await asyncio.to_thread(cli.run, ["zalo", "authorize"])
        return status, said.getvalue(), errors.getvalue()

    async def authorize_apart(self, admin: Admin) -> tuple[int, str, str]:
        """The same in a process of its own, with what is typed on its standard input."""
        inherited = {n: v for n, v in os.environ.items() if not n.startswith("TINBAO_")}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-W", "error", "-m", "bot", "zalo", "authorize"),
            cwd=self.folder,
            env=inherited | self.environment | {"PYTHONPATH": str(ROOT)},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        assert process.stdin
        assert process.stdout
        said = ""
        while not said.endswith("here: ") and (chunk := await process.stdout.read(1024)):
            said += chunk.decode()
        process.stdin.write(f"{admin(link_in(said))}\n".encode())
        out, err = await process.communicate()
        return process.returncode or 0, said + out.decode(), err.decode()

    async def state(self) -> PairState | None:
        held = await self._with(lambda vault: vault.held())
        return held.state if held else None

    async def access(self) -> str:
        """What a service that runs takes up."""
        http = Http()
        await http.open()
        oauth = OAuth(settings(self.zalo), http)
        try:
            return await self._with(lambda vault: Tokens(vault, oauth, SystemClock()).access())
        finally:
            await http.close()

    async def broken(self) -> None:
        """The refresh token has been spent."""

        async def settle(vault: OaTokenVault) -> None:
            held = await vault.held()
            assert held is not None
            await vault.settle(held.pair.refresh, PairState.BROKEN, datetime.now(UTC))

        await self._with(settle)

    async def audited(self) -> list[str]:
        """Of which accounts it is on record that permission was given."""
        database = self._database()
        wanted = select(audit.c.subject).where(audit.c.action == "zalo-authorized")
        async with database.reading() as connection:
            found = list((await connection.execute(wanted)).scalars())
        await database.close()
        return found

    def _database(self) -> Database:
        return Database.connect(f"sqlite+aiosqlite:///{self.folder}/data/tinbao.db")

    async def _with(self, work: Callable[[OaTokenVault], Awaitable[T]]) -> T:
        database = self._database()
        async with database.reading() as connection:
            known = await Stores(connection, Keyring()).key_register.known()
        keyring = loading.load(self.folder / "keys", known, {"relay"})
        try:
            return await work(OaTokenVault(database, keyring, self.zalo.oa_id))
        finally:
            await database.close()


@pytest.fixture
def terminal(tmp_path: Path, zalo: FakeZaloOa) -> Terminal:
    copied(tmp_path, INIT, TAN_KHAI)
    return Terminal(tmp_path, zalo)


def link_in(said: str) -> str:
    """What an admin is asked to open."""
    found = re.search(r"^\s+(http\S+permission\S+)$", said, re.MULTILINE)
    assert found, said
    return found[1]


def one_line(error: str, *wanted: str) -> None:
    assert error.count("\n") == 1, error
    assert error.startswith("tinbao: ")
    for words in wanted:
        assert words in error


async def test_the_permission_is_given_and_given_again(
    terminal: Terminal, zalo: FakeZaloOa
) -> None:
    with pytest.raises(Refused):
        await terminal.access()
    status, out, err = await terminal.authorize_apart(zalo.oauth.permit)
    assert (status, err) == (0, "")
    assert "https://tinbao.example/zalo-oa" in out
    assert "https://tinbao.example/webhook/zalo-oa" in out
    assert zalo.oa_id in out
    assert await terminal.access() == zalo.oauth.access
    await terminal.broken()
    with pytest.raises(Refused):
        await terminal.access()
    status, again, _ = await terminal.authorize(zalo.oauth.permit)
    assert status == 0
    assert await terminal.access() == zalo.oauth.access
    assert zalo.oauth.grants == 2
    assert await terminal.audited() == [zalo.oa_id] * 2
    for secret in (zalo.app_secret, zalo.oa_secret, "ACCESS-", "REFRESH-"):
        assert secret not in out + again


@pytest.mark.parametrize(
    ("admin", "status", "wanted"),
    [
        (lambda url: "https://tinbao.example/zalo-oa", 2, "copy all of it"),
        (lambda url: "http://[", 2, "copy all of it"),
        (lambda url: "https://tinbao.example/zalo-oa?code=x&state=CANARY", 2, "another try"),
        (lambda url: "https://tinbao.example/zalo-oa?code=x&state=ệ", 2, "another try"),
    ],
)
async def test_what_is_pasted_wrongly_is_said_in_one_line(
    terminal: Terminal, admin: Admin, status: int, wanted: str
) -> None:
    got, _, err = await terminal.authorize(admin)
    assert got == status
    one_line(err, wanted, "tinbao zalo authorize")
    assert "CANARY" not in err
    assert await terminal.state() is None


async def test_another_official_account_is_refused(terminal: Terminal, zalo: FakeZaloOa) -> None:
    got, _, err = await terminal.authorize(lambda url: zalo.oauth.permit(url, "111"))
    assert got == 2
    one_line(err, "another official account", zalo.oa_id)
    assert await terminal.state() is None


async def test_what_zalo_refuses(terminal: Terminal, zalo: FakeZaloOa) -> None:
    def twice(url: str) -> str:
        address = zalo.oauth.permit(url)
        zalo.oauth._codes.clear()
        return address

    got, _, err = await terminal.authorize(twice)
    assert got == 2
    one_line(err, "error -14003", "app_secret")
    zalo.fault("access_token", Fault(drop=True))
    got, _, err = await terminal.authorize(zalo.oauth.permit)
    assert got == 1
    one_line(err, "no answer from Zalo", "again")
    assert await terminal.state() is None


def without_oa_id(zalo: FakeZaloOa) -> Admin:
    return lambda url: re.sub(r"oa_id=\d+&?", "", zalo.oauth.permit(url))


async def test_a_permission_of_another_account_leaves_the_good_one(
    terminal: Terminal, zalo: FakeZaloOa
) -> None:
    """The address does not say whose it is, and an admin of two accounts chose the wrong one."""
    await terminal.authorize(zalo.oauth.permit)
    good = await terminal.access()
    zalo.fault("getoa", Fault(garbage='{"error": 0, "data": {"oa_id": "999"}}'))
    got, _, err = await terminal.authorize(without_oa_id(zalo))
    assert got == 2
    one_line(err, "another official account", "nothing was stored", zalo.oa_id)
    assert zalo.oauth.access != good
    assert await terminal.access() == good
    assert await terminal.audited() == [zalo.oa_id]


@pytest.mark.parametrize("fault", [Fault(status=503), Fault(garbage='{"error": 0, "data": {}}')])
async def test_nothing_is_stored_that_may_be_anothers(
    terminal: Terminal, zalo: FakeZaloOa, fault: Fault
) -> None:
    await terminal.authorize(zalo.oauth.permit)
    good = await terminal.access()
    zalo.fault("getoa", fault)
    got, _, err = await terminal.authorize(without_oa_id(zalo))
    assert got == 1
    one_line(err, "could not be tried", "not stored", "tinbao zalo authorize again")
    assert await terminal.access() == good
    got, _, err = await terminal.authorize(without_oa_id(zalo))
    assert (got, err) == (0, "")
    assert await terminal.access() == zalo.oauth.access


async def test_tokens_that_cannot_be_tried_are_stored(
    terminal: Terminal, zalo: FakeZaloOa
) -> None:
    zalo.fault("getoa", Fault(status=503))
    got, out, _ = await terminal.authorize(zalo.oauth.permit)
    assert got == 0
    assert "could not be tried" in out
    assert await terminal.access() == zalo.oauth.access


async def test_without_settings_there_is_nothing_to_authorize(terminal: Terminal) -> None:
    for name in ("APP_ID", "APP_SECRET", "OA_ID", "OA_SECRET"):
        del terminal.environment[f"TINBAO_ZALO_OA__{name}"]
    got, _, err = await terminal.authorize(str)
    assert got == 2
    one_line(err, "[zalo_oa] is not set up")
