"""Quarters relative to the demonstration's start, and dates on which offices work."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core import clock
from disclosure import periods

COUNT = 4
DUE_DAY = 10


def last_quarters(start: datetime, zone: ZoneInfo) -> tuple[str, ...]:
    """The last four quarters whose reports were due at or before ``start``, oldest first."""
    quarter = periods.period_of("quarter", start.astimezone(zone).date()).previous()
    while periods.due_at(quarter, DUE_DAY, zone) > start:
        quarter = quarter.previous()
    found = [quarter]
    while len(found) < COUNT:
        found.insert(0, found[0].previous())
    return tuple(map(str, found))


def filed_at(period: str, zone: ZoneInfo, day: int = 8) -> datetime:
    """When the report about the period was published: a working day up to the 10th."""
    month = periods.parse(period).next().first_day
    choices = [*range(day, DUE_DAY + 1), *range(day - 1, 0, -1)]
    chosen = next(month.replace(day=one) for one in choices if working(month.replace(day=one)))
    return clock.utc(datetime.combine(chosen, time(10), zone))


def filed_late(period: str, zone: ZoneInfo, days: int) -> datetime:
    """A working morning so many days after the due day, or the next one."""
    day = periods.parse(period).next().first_day.replace(day=DUE_DAY) + timedelta(days=days)
    while not working(day):
        day += timedelta(days=1)
    return clock.utc(datetime.combine(day, time(10), zone))


def days_before(start: datetime, days: int, zone: ZoneInfo) -> datetime:
    """A working day's morning, about ``days`` days before the start."""
    day = start.astimezone(zone).date() - timedelta(days=days)
    while not working(day):
        day -= timedelta(days=1)
    return clock.utc(datetime.combine(day, time(9, 40), zone))


def working(day: date) -> bool:
    """Neither a weekend nor the first week of October, nor New Year's Day."""
    october = day.month == 10 and day.day <= 7
    return day.weekday() < 5 and not october and (day.month, day.day) not in {(1, 1), (5, 1)}


def name(period: str) -> str:
    """2026年第三季度."""
    return periods.parse(period).name()


def day_text(day: date) -> str:
    """2026年10月8日."""
    return f"{day.year}年{day.month}月{day.day}日"
