"""Secrets that open a door: made once, and kept only as a digest.

A secret is looked up by its digest, so how long that takes tells nothing of the secret itself.
"""

import hashlib
import secrets
from collections.abc import Iterable

BYTES = 24
"""192 bits: what a link, a cookie or a token carries."""

_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"


def fresh() -> str:
    """A new secret, fit for an address or a header."""
    return secrets.token_urlsafe(BYTES)


def digest(secret: str) -> str:
    """What is kept of a secret. No salt and no slow hash: it has too many bits to be guessed."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def short_id(taken: Iterable[str] = ()) -> str:
    """A short name for addresses, not to be guessed by counting, without letters that look alike. Not a secret."""
    while (name := "".join(secrets.choice(_ALPHABET) for _ in range(8))) in taken:
        pass
    return name
