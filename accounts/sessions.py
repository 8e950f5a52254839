"""When a session is over, and when its person has to prove again to be there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

TOUCH = timedelta(minutes=1)
"""Use is noted at most this often: a page read is no write."""
CONFIRMED = timedelta(minutes=15)
"""How long a code or password counts for approvals, releases and changes of roles."""


@dataclass(frozen=True)
class Policy:
    """What the security administrator may set; ``tries`` by account within 15 minutes."""

    idle: timedelta = timedelta(minutes=15)
    longest: timedelta = timedelta(hours=8)
    tries: int = 5


DEFAULT = Policy()


class Confirmed(Protocol):
    """A session, as far as confirmation is concerned."""

    confirmed_at: datetime | None


def is_live(
    created_at: datetime,
    seen_at: datetime,
    ended_at: datetime | None,
    at: datetime,
    policy: Policy = DEFAULT,
) -> bool:
    """Whether the session may be used at that instant."""
    return ended_at is None and at < seen_at + policy.idle and at < created_at + policy.longest


def is_confirmed(session: Confirmed, at: datetime) -> bool:
    """Whether the person has proved to be there, by code or password, within CONFIRMED."""
    return session.confirmed_at is not None and at < session.confirmed_at + CONFIRMED


def cookie_name(https: bool) -> str:
    """Of the cookie that holds the session's token.  ``__Host-`` needs https."""
    return "__Host-hallboard" if https else "hallboard"


def visitor_cookie_name(https: bool) -> str:
    """Of the cookie that ties the forms of someone not signed in to their browser."""
    return "__Host-hallboard-visitor" if https else "hallboard-visitor"
