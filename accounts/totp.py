"""One-time codes: RFC 6238 with SHA-1, 30 seconds and 6 digits, as every authenticator app has it.

Pure: the time is given, and the step of a code that was used is kept by the caller.
"""

import hmac
from datetime import datetime

import pyotp

STEP_SECONDS = 30
DRIFT = 1
"""Steps by which a phone's clock may be wrong, to either side (RFC 6238 §5.2)."""
ISSUER = "Hallboard"


def new_key() -> str:
    """160 random bits in base 32, as RFC 4226 §4 recommends."""
    return pyotp.random_base32(32)


def step_of(at: datetime) -> int:
    """The number of the step in which the instant lies."""
    return int(at.timestamp()) // STEP_SECONDS


def matching_step(key: str, code: str, at: datetime, after: int) -> int | None:
    """The step whose code was typed, or None: no step up to ``after`` is accepted again."""
    typed = "".join(code.split())
    if len(typed) != 6 or not (typed.isascii() and typed.isdecimal()):
        return None
    codes, now = pyotp.TOTP(key, interval=STEP_SECONDS), step_of(at)
    found = None
    for step in range(now - DRIFT, now + DRIFT + 1):
        if hmac.compare_digest(codes.generate_otp(step), typed) and step > after:
            found = step
    return found


def address_of(key: str, login: str, county: str) -> str:
    """What the QR code says: an ``otpauth://`` address."""
    return pyotp.TOTP(key).provisioning_uri(name=login, issuer_name=county or ISSUER)


def spaced(key: str) -> str:
    """The key in groups of four, to be typed by hand."""
    return " ".join(key[at : at + 4] for at in range(0, len(key), 4))
