"""Under which names attempts to sign in are counted."""

from core.canonical import sha256


def login_key(login: str) -> str:
    """Attempts with a password for that login, whether or not there is such a person."""
    return "login:" + sha256(login.encode())[:40]


def code_key(person_id: str) -> str:
    """Attempts with a one-time code, or a confirmation, of that person."""
    return "code:" + person_id


def join_key(code: str) -> str:
    """Attempts with that one-use code."""
    return "join:" + sha256(code.encode())[:40]


def address_key(address: str) -> str:
    """Attempts from that network address."""
    return "address:" + sha256(address.encode())[:40]
