"""What a finder gives back, and amounts of time as they are written."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from disclosure.timelimits.rules import Rule, Unit


@dataclass(frozen=True)
class Found:
    """A rule, or words that make none; ``doubt``: why a person should look nevertheless."""

    rule: Rule | None = None
    doubt: str = ""


Finder: TypeAlias = tuple["re.Pattern[str]", Callable[["re.Match[str]"], Found | None]]
"""A pattern, and how to read its match; None: not understood, so it stays in the text."""

AMOUNT = r"(?<![\d.、~/至到-])(?P<count>\d{1,4})个?(?P<unit>工作日|自然日|日历日|小时|周|日|天)"
"""A lone number before a unit of time: 5-7个工作日 and 2.5小时 are none."""
AT_LEAST = r"(?:不得?少于|不得?低于|不得?短于|至少为?|最少|不小于)"
_WEEK = 7


def count_and_unit(match: "re.Match[str]") -> tuple[int, Unit]:
    """The amount that AMOUNT found: 一周 is 7 calendar days, as 日, 天 and 自然日 are days."""
    count, written = int(match["count"]), match["unit"]
    if written == "工作日":
        return count, "working_day"
    if written == "小时":
        return count, "hour"
    return (count * _WEEK if written == "周" else count), "calendar_day"
