"""When a session is over."""

from datetime import datetime, timedelta

IDLE = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=8)
TOUCH = timedelta(minutes=1)
"""Use is noted at most this often: a page read is no write."""


def is_live(
    created_at: datetime, seen_at: datetime, ended_at: datetime | None, at: datetime
) -> bool:
    """Whether the session may be used at that instant."""
    return ended_at is None and at < seen_at + IDLE and at < created_at + ABSOLUTE


def cookie_name(https: bool) -> str:
    """Of the cookie that holds the session's token.  ``__Host-`` needs https."""
    return "__Host-hallboard" if https else "hallboard"


def visitor_cookie_name(https: bool) -> str:
    """Of the cookie that ties the forms of someone not signed in to their browser."""
    return "__Host-hallboard-visitor" if https else "hallboard-visitor"
