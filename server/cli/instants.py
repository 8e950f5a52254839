"""Instants on the command line: read with an offset, shown in the local zone."""

import argparse
from datetime import datetime
from zoneinfo import ZoneInfo

from core import clock, messages

YEARS = range(2000, 2200)
"""What can be meant; near the ends of the calendar a day earlier or later does not exist."""


def instant(text: str) -> datetime:
    """An ISO 8601 instant with an offset, in UTC; argparse shows the error and exits with 2."""
    try:
        read = datetime.fromisoformat(text)
        if read.year not in YEARS:
            raise argparse.ArgumentTypeError(messages.text("年份应在 2000 到 2199 之间"))
        return clock.utc(read)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(
            messages.text("“{text}”应写成带时差的时刻，例如 2027-01-10T23:59:30+08:00", text=text)
        ) from problem


def local(at: datetime, zone: ZoneInfo) -> str:
    """2027年1月10日 23:59:30."""
    there = at.astimezone(zone)
    day = messages.text(
        "{year}年{month}月{day}日", year=there.year, month=there.month, day=there.day
    )
    return f"{day} {there:%H:%M:%S}"
