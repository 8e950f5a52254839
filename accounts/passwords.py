"""Passwords: what is accepted, and argon2id.  Hashing takes ~50 ms: call it in a thread."""

import unicodedata
from itertools import pairwise
from pathlib import Path

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from core.errors import Invalid

COMMON = frozenset(Path(__file__).with_name("common_passwords.txt").read_text("utf-8").split())
"""The long ones of public frequency lists and what Chinese offices are known to choose, lower
case; shorter ones are refused anyway."""
LEAST = 12
MOST = 256
"""Nothing is cut off; more than this is refused, since hashing costs by length."""
_HASHER = PasswordHasher(
    time_cost=3, memory_cost=65536, parallelism=2, hash_len=32, salt_len=16, type=Type.ID
)  # RFC 9106 §4, the second recommended choice (64 MiB), with two lanes
DUMMY = _HASHER.hash("nobody's password")
"""Checked for unknown people, so that they take as long as known ones."""


def check_password(password: str, login: str = "") -> None:
    """Raises Invalid for one that is too short, too long, on the list of common ones, made of
    few characters, or that holds the sign-in name."""
    plain = _normal(password)
    if len(plain) < LEAST:
        raise Invalid("password-short", "密码至少 {least} 个字。", field="password", least=LEAST)
    if len(plain) > MOST:
        raise Invalid("password-long", "密码最多 {most} 个字。", field="password", most=MOST)
    if _guessable(plain.lower(), login.lower()):
        raise Invalid(
            "password-common",
            "这个密码太常见，容易被猜中；可用几个不相干的词组成一句话。",
            field="password",
        )


def hash_password(password: str) -> str:
    """An argon2id hash with its parameters and salt."""
    return _HASHER.hash(_normal(password))


def matches(stored: str, password: str) -> bool:
    """Whether ``password`` is the one that was hashed."""
    try:
        return _HASHER.verify(stored, _normal(password))
    except (VerificationError, InvalidHashError):
        return False


def outdated(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(stored)


def _normal(password: str) -> str:
    """Keyboards compose alike-looking characters differently."""
    return unicodedata.normalize("NFC", password)


def _guessable(plain: str, login: str) -> bool:
    steps = {ord(after) - ord(before) for before, after in pairwise(plain)}
    return (
        plain in COMMON
        or len(set(plain)) < 5
        or steps <= {1, -9}  # 123456789012, abcdefghijkl
        or steps <= {-1, 9}
        or (len(login) >= 4 and login in plain)
    )
