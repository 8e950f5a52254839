"""Instants are aware datetimes in UTC; this is the gate through which others come in."""

from datetime import UTC, datetime


def utc(instant: datetime) -> datetime:
    """``instant`` in UTC.  Raises ValueError for a naive one: it would be a guess."""
    if instant.tzinfo is None:
        raise ValueError(f"naive datetime {instant!r}: its zone would be a guess")
    return instant.astimezone(UTC)


def real_now() -> datetime:
    """The process's clock, but the machine's own in the demonstration.

    Sessions, throttles and one-use codes are measured by it: a clock that stands still or races
    would keep them for ever or end them at once.
    """
    return datetime.now(UTC) if isinstance(_clock, DemoClock) else _clock.now()
