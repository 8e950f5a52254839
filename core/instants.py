"""Instants are aware datetimes in UTC; this is the gate through which others come in."""

from datetime import UTC, datetime


def utc(instant: datetime) -> datetime:
    """``instant`` in UTC.  Raises ValueError for a naive one: it would be a guess."""
    if instant.tzinfo is None:
        raise ValueError(f"naive datetime {instant!r}: its zone would be a guess")
    return instant.astimezone(UTC)
