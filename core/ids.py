"""Identifiers: row ids, and the short codes that stand in QR codes."""

import secrets

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("OIL", "011")
SHORT_CODE_LENGTH = 10
PAIRING_CODE_LENGTH = 6


def new_id() -> str:
    """A row id: 26 lower-case Crockford characters, 130 random bits."""
    return _random(26).lower()


def new_short_code() -> str:
    """A short-link code: 10 upper-case Crockford characters, 50 random bits, a digit among them:
    so that a search tells it from initials.

    Upper case keeps the QR code in its denser alphanumeric mode.
    """
    code = _random(SHORT_CODE_LENGTH)
    return code if any(letter.isdigit() for letter in code) else new_short_code()


def new_pairing_code() -> str:
    """What a screen shows until a person approves it: 6 characters that are hard to misread."""
    return _random(PAIRING_CODE_LENGTH)


def new_secret() -> str:
    """A bearer secret, URL-safe, 256 bits."""
    return secrets.token_urlsafe(32)


def read_code(text: str) -> str:
    """A code as a person typed it, brought to its stored form (O is 0, I and L are 1)."""
    return text.strip().replace("-", "").replace(" ", "").upper().translate(_READ_AS)


def _random(length: int) -> str:
    return "".join(secrets.choice(CROCKFORD) for _ in range(length))
