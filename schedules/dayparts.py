"""Dayparts: the hours of the week in which a programme runs, as the wall clock tells them.

A daypart begins on the weekdays of its mask and is meant in an IANA zone.  Where the wall clock
jumps, a wall-clock time means *the first instant at which the clock has reached it*: a time that
a spring gap leaves out is the instant of the jump, a time that autumn repeats is its first
occurrence.  So two dayparts that touch on the wall clock touch in fact, on every day.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

EVERY_DAY = 0b1111111
DAY_MINUTES = 1440
Span = tuple[datetime, datetime]
"""[start, end) in UTC, never empty."""


@dataclass(frozen=True, slots=True)
class Daypart:
    """Local wall-clock minutes [from_minute, to_minute) on the weekdays of ``days``.

    ``days``: bit 0 is Monday.  ``from_minute`` 0 to 1439, ``to_minute`` 0 to 1440; a
    ``to_minute`` at or before ``from_minute`` is meant on the day after: it runs over midnight
    and belongs to the weekday on which it begins.
    """

    zone: ZoneInfo
    days: int = EVERY_DAY
    from_minute: int = 0
    to_minute: int = DAY_MINUTES

    def begins_on(self, day: date) -> bool:
        return bool(self.days >> day.weekday() & 1)


@lru_cache(maxsize=1024)
def open_spans(daypart: Daypart, start: datetime, end: datetime) -> tuple[Span, ...]:
    """When the daypart is open within [start, end): in order, disjoint, touching ones joined.

    Remembered: a whole county of screens asks the same.
    """
    spans: list[Span] = []
    for opens, closes in _daily(daypart, start, end):
        since, until = max(opens, start), min(closes, end)
        if since >= until:
            continue
        if spans and spans[-1][1] == since:
            since = spans.pop()[0]
        spans.append((since, until))
    return tuple(spans)


def is_open(daypart: Daypart, at: datetime) -> bool:
    """Whether the daypart is open at ``at``."""
    return any(opens <= at < closes for opens, closes in _daily(daypart, at, at))


def instant_of(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """The first instant, in UTC, at which the wall clock of ``zone`` has reached ``minute``
    minutes after the midnight that begins ``day``."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    early, late = sorted(wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if _wall(early, zone) >= wall:
        return early
    left_out = range(int((late - early).total_seconds()))
    return early + timedelta(
        seconds=bisect_left(
            left_out, True, key=lambda after: _wall(early + timedelta(seconds=after), zone) >= wall
        )
    )


def _wall(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)


def _daily(daypart: Daypart, start: datetime, end: datetime) -> Iterator[Span]:
    """One span for each day that can reach into [start, end)."""
    over_midnight = daypart.to_minute <= daypart.from_minute
    to_minute = daypart.to_minute + DAY_MINUTES * over_midnight
    day = start.astimezone(daypart.zone).date() - timedelta(days=1)
    last = end.astimezone(daypart.zone).date()
    while day <= last:
        if daypart.begins_on(day):
            yield (
                instant_of(day, daypart.from_minute, daypart.zone),
                instant_of(day, to_minute, daypart.zone),
            )
        day += timedelta(days=1)
