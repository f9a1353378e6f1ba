"""Hashes of PINs. Six digits are soon tried through, so they are keyed before they are hashed:
whoever has the database alone can try nothing.
"""

from __future__ import annotations

import hmac
import os
from typing import Final

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

_SALT: Final = 16
_COST: Final = 2**14
"""About 50 ms and 16 MiB a try, for whoever has the session secret as well."""


def hashed(keyed: bytes) -> bytes:
    """Salt (16) and hash (32). `keyed`: a keyed pseudonym of the PIN."""
    salt = os.urandom(_SALT)
    return salt + _derive(keyed, salt)


def fits(keyed: bytes, check: bytes) -> bool:
    """Whether this is what `check` was made of."""
    return hmac.compare_digest(_derive(keyed, check[:_SALT]), check[_SALT:])


def _derive(keyed: bytes, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(keyed)
