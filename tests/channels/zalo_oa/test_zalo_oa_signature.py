"""Only Zalo's requests are Zalo's: a hundred thousand that were changed somewhere are not."""

from __future__ import annotations

import hmac
import json
import random
import string

import pytest

from bot.channels.zalo_oa import signature
from bot.channels.zalo_oa.signature import genuine, mac
from tests.channels.zalo_oa.conftest import ScriptedEngine
from tests.fakes.zalo_oa_server import FakeZaloOa

APP, SECRET = "360846524940903967", "OaSecretOfTheTests"
BODY = json.dumps(
    {
        "app_id": APP,
        "sender": {"id": "2468"},
        "recipient": {"id": "579"},
        "event_name": "user_send_text",
        "message": {"text": "nhà cuối xóm", "msg_id": "96d3"},
        "timestamp": "154390853474",
    },
    ensure_ascii=False,
).encode()
HEADER = f"mac={mac(APP, BODY, '154390853474', SECRET)}"


def test_a_signature_as_the_platform_makes_it() -> None:
    # Made with sha256sum of the four parts put together.
    assert HEADER == "mac=ec124ce18378de21acf5d4e561127bb512f7fba261dc1a49ffa8d3c948eed68a"


@pytest.mark.parametrize(
    ("timestamp", "signed"),
    [
        ('"154390853474"', "154390853474"),
        ("154390853474", "154390853474"),
        ("1.5e3", "1.5e3"),
        ('"\\u0031"', "1"),
        ('"1 2"', "1 2"),
    ],
)
def test_the_timestamp_is_taken_as_it_stands(timestamp: str, signed: str) -> None:
    raw = f'{{"app_id": "{APP}", "timestamp": {timestamp}}}'.encode()
    right = mac(APP, raw, signed, SECRET)
    assert genuine(raw, f"mac={right}", APP, SECRET)
    assert genuine(raw, right, APP, SECRET)
    assert not genuine(raw, f"mac={right}", APP, SECRET + "x")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"x",
        b"[]",
        b"null",
        b"{}",
        b"\xff",
        b"[" * 100_000,
        f'{{"app_id": "{APP}"}}'.encode(),
        f'{{"app_id": "{APP}", "timestamp": ""}}'.encode(),
        f'{{"app_id": "{APP}", "timestamp": null}}'.encode(),
        f'{{"app_id": "{APP}", "timestamp": ["1"]}}'.encode(),
        f'{{"app_id": "{APP}", "timestamp": "\\ud800"}}'.encode(),
        b'{"app_id": "1", "timestamp": "1"}',
        f'{{"app_id": {APP}1, "timestamp": "1"}}'.encode(),
        b'{"timestamp": "1"}',
    ],
)
def test_what_nobody_could_have_signed(raw: bytes) -> None:
    for timestamp in ("", "1", "null"):
        assert not genuine(raw, mac(APP, raw, timestamp, SECRET), APP, SECRET)


def _mutants(count: int) -> list[tuple[bytes, str]]:
    """The body or the header with some bytes changed, put in, left out or moved about."""
    chance = random.Random(6)
    digits = HEADER[4:]
    found: list[tuple[bytes, str]] = []
    while len(found) < count:
        raw, header = bytearray(BODY), HEADER
        for _ in range(chance.choice((1, 1, 1, 2, 5))):
            at = chance.randrange(len(raw))
            match chance.randrange(7):
                case 0:
                    raw[at] ^= 1 << chance.randrange(8)
                case 1:
                    del raw[at : at + chance.choice((1, 1, 3, 40))]
                case 2:
                    raw[at:at] = bytes(chance.choices(range(256), k=chance.choice((1, 2, 9))))
                case 3:
                    place = chance.randrange(len(header) + 1)
                    other = chance.choice(string.hexdigits + "ệ= ")
                    header = header[:place] + other + header[place + 1 :]
                case 4:
                    header = f"mac={digits[: chance.randrange(len(digits))]}"
                case 5:
                    header = chance.choice(("mac=", "", "mac", "sha256=")) + "".join(
                        chance.choices("0123456789abcdef", k=64)
                    )
                case 6:
                    header = chance.choice(
                        (
                            "mac=" + HEADER,
                            digits.upper() + "A",
                            digits + "0",
                            mac(APP, bytes(raw), "", SECRET),
                            mac(APP, bytes(raw), "154390853474", ""),
                            mac("", bytes(raw), "154390853474", SECRET),
                            hmac.new(SECRET.encode(), bytes(raw), "sha256").hexdigest(),
                        )
                    )
        if (bytes(raw), header) not in ((BODY, HEADER), (BODY, digits)):
            found.append((bytes(raw), header))
    return found


def test_a_hundred_thousand_changed_requests_are_refused() -> None:
    assert genuine(BODY, HEADER, APP, SECRET)
    assert not any(genuine(raw, header, APP, SECRET) for raw, header in _mutants(100_000))


async def test_some_thousand_are_refused_over_http(
    connected: FakeZaloOa, engine: ScriptedEngine
) -> None:
    sendable = [
        (raw, header) for raw, header in _mutants(2_500) if header.isascii() and header.strip()
    ]
    answers = set()
    for raw, header in sendable:
        answers.add(await connected.post.bring(raw, {signature.HEADER: header}))
    assert (answers, engine.attempts) == ({401}, 0)
    assert len(sendable) > 2_000
    assert await connected.post.bring(BODY, {signature.HEADER: HEADER}) == 200


def test_it_takes_as_long_whatever_was_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    real = hmac.compare_digest

    def compare(shown: bytes, right: bytes) -> bool:
        compared.append((len(shown), len(right)))
        return real(shown, right)

    monkeypatch.setattr(hmac, "compare_digest", compare)
    for raw, header in ((BODY, HEADER), (BODY, "mac=x"), (b"x", HEADER), (b"{}", "")):
        genuine(raw, header, APP, SECRET)
    assert compared == [(64, 64), (1, 64), (64, 64), (0, 64)]
