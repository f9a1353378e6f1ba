"""Passkeys (WebAuthn): what a browser is asked, and whether the answer is right.

A challenge is a ticket (`bot.engine.tickets`), so that it need not be stored. The library is
loaded when somebody uses a passkey.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from bot.engine.tickets import LIFETIME, Tickets
from storage.crypto.keyring import Keyring
from storage.factors import Passkey

if TYPE_CHECKING:
    from webauthn.helpers.structs import AuthenticationCredential

SIGN_IN: Final = "sign in"
RP_NAME: Final = "Tin báo"
LONGEST: Final = 20_000


@dataclass(frozen=True, slots=True)
class Answered:
    """What a passkey has answered: which challenge, and how often it has been used."""

    challenge: bytes = field(repr=False)
    credential_id: bytes = field(repr=False)
    public_key: bytes = field(repr=False)
    count: int = 0


class Passkeys:
    """Asks and checks for the pages at `public_url`."""

    def __init__(self, keyring: Keyring, public_url: str) -> None:
        parts = urlsplit(public_url)
        self._keyring = keyring
        self._tickets = Tickets(keyring)
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._host = parts.hostname or "localhost"

    def task(self, now: datetime, purpose: str = SIGN_IN, known: Sequence[Passkey] = ()) -> str:
        """For `navigator.credentials.get`, as JSON: one of the `known` passkeys, or any of this
        site, by somebody whom the device has recognised.
        """
        from webauthn import generate_authentication_options, options_to_json
        from webauthn.helpers.structs import (
            PublicKeyCredentialDescriptor,
            UserVerificationRequirement,
        )

        return options_to_json(
            generate_authentication_options(
                rp_id=self._host,
                challenge=self._tickets.make(purpose, now),
                timeout=LIFETIME * 1000,
                user_verification=UserVerificationRequirement.REQUIRED,
                allow_credentials=[
                    PublicKeyCredentialDescriptor(id=key.credential_id) for key in known
                ],
            )
        )

    def new_task(self, member_id: int, code: str, known: list[Passkey], now: datetime) -> str:
        """For `navigator.credentials.create`, as JSON. What the device keeps names no person."""
        from webauthn import generate_registration_options, options_to_json
        from webauthn.helpers.structs import (
            AuthenticatorSelectionCriteria,
            PublicKeyCredentialDescriptor,
            ResidentKeyRequirement,
            UserVerificationRequirement,
        )

        return options_to_json(
            generate_registration_options(
                rp_id=self._host,
                rp_name=RP_NAME,
                user_name=code,
                user_id=self._keyring.pseudonym("challenge", "member", str(member_id), size=32),
                challenge=self._tickets.make(adding(member_id), now),
                timeout=LIFETIME * 1000,
                authenticator_selection=AuthenticatorSelectionCriteria(
                    resident_key=ResidentKeyRequirement.REQUIRED,
                    user_verification=UserVerificationRequirement.REQUIRED,
                ),
                exclude_credentials=[
                    PublicKeyCredentialDescriptor(id=key.credential_id) for key in known
                ],
            )
        )

    def parse(self, answer: str) -> AuthenticationCredential | None:
        """An answer to `task`; None for anything else."""
        from webauthn.helpers import parse_authentication_credential_json

        try:
            return parse_authentication_credential_json(answer[:LONGEST])
        except Exception:
            # Whatever the library makes of words that a stranger sent: also what is nested deeper
            # than it counts.
            return None

    def check(
        self,
        credential: AuthenticationCredential,
        key: Passkey,
        now: datetime,
        purpose: str = SIGN_IN,
    ) -> Answered | None:
        """What a known passkey answered to `task`, or None when it is not right."""
        from webauthn import verify_authentication_response

        try:
            challenge = _challenge_in(credential.response.client_data_json)
            if not self._tickets.good(challenge, purpose, now):
                return None
            right = verify_authentication_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=self._host,
                expected_origin=self._origin,
                credential_public_key=key.public_key,
                credential_current_sign_count=key.sign_count,
                require_user_verification=True,
            )
        except Exception:
            # Whatever the library makes of bytes that a stranger sent, it is not an answer.
            return None
        return Answered(challenge, key.credential_id, key.public_key, right.new_sign_count)

    def check_new(self, answer: str, member_id: int, now: datetime) -> Answered | None:
        """The passkey that answered to `new_task`, or None when it is not right."""
        from webauthn import verify_registration_response
        from webauthn.helpers import parse_registration_credential_json

        try:
            credential = parse_registration_credential_json(answer[:LONGEST])
            challenge = _challenge_in(credential.response.client_data_json)
            if not self._tickets.good(challenge, adding(member_id), now):
                return None
            right = verify_registration_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=self._host,
                expected_origin=self._origin,
                require_user_verification=True,
            )
        except Exception:
            return None
        return Answered(
            challenge, right.credential_id, right.credential_public_key, right.sign_count
        )


def adding(member_id: int) -> str:
    """The purpose of a challenge: a new passkey of this member's and nobody else's."""
    return f"add {member_id}"


def _challenge_in(client_data: bytes) -> bytes:
    from webauthn.helpers import parse_client_data_json

    return parse_client_data_json(client_data).challenge
