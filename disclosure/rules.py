"""The figures by which a county holds its units to time: defaults, ranges, how they are stored.

Sources: 条例 (国务院令第711号) Art. 26.  Xichuan 2017 (定期公开内容在每季度首月10日前更新, 固定公开
内容每年更新一次).  Mengnuo 2017 Art. 13 (信息产生后1个工作日内报送, 2个工作日内发布) and Art. 14
(每月至少2篇, 重要事件当天或次日).  国办发〔2016〕80号 (重大舆情最迟5小时内发布权威信息, 24小时内开
新闻发布会) and 61号 (其他舆情48小时内回应), as Yuhu 2017.  The stages of reminders are our own.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from core.errors import Invalid
from core.messages import marked, text

NAME = "disclosure"
"""Name of the RuleSet row that holds them."""


DUE_DAYS = {"quarterly": "quarterly_due_day", "half_yearly": "half_yearly_due_day"}
"""Cadences whose due day is the county's to set, and the figure that says it."""


@dataclass(frozen=True)
class DisclosureRules:
    """Defaults where a county has set nothing of its own."""

    quarterly_due_day: int = 10
    """Day of the quarter's first month by which new items are due; each item may have its own."""
    half_yearly_due_day: int = 10
    """The same of the half-year's first month."""
    first_notice_hours: int = 5
    """Public concern: first notice within so many hours."""
    press_conference_hours: int = 24
    other_response_hours: int = 48
    report_workdays: int = 1
    """A unit reports what it has formed within so many working days …"""
    publish_workdays: int = 2
    """… and it is published within so many more."""
    latest_workdays: int = 20
    """At latest, from formation or change (条例 Art. 26)."""
    monthly_minimum: int = 2
    """Items that each department files a month at least."""
    major_event_days: int = 1
    """Major events: on the day itself (0) or so many days after it."""
    yearly_check_days: int = 365
    """Fixed content is confirmed (核对无变化) or renewed within so many days."""
    reminder_workdays: tuple[int, ...] = (5, 2, 0)
    """Reminders so many working days ahead of a deadline; 0 is the due day itself."""
    escalation_workdays: tuple[int, ...] = (1, 5)
    """Escalation so many working days after it: first to the unit's head, then to the lead unit."""

    def due_day(self, cadence: str) -> int:
        """Day of the month after the period by which new items of that cadence are due, where
        their time limit names none; the 10th where the county sets nothing."""
        return int(getattr(self, DUE_DAYS.get(cadence, ""), 10))


@dataclass(frozen=True)
class Range:
    """What may stand in a field.  ``many``: a list of such numbers."""

    least: int
    most: int
    label: str
    many: bool = False


RANGES: dict[str, Range] = {
    "quarterly_due_day": Range(1, 31, marked("季度公开截止日（季度首月几日）")),
    "half_yearly_due_day": Range(1, 31, marked("半年公开截止日（上、下半年首月几日）")),
    "first_notice_hours": Range(1, 72, marked("重大舆情首次发声（小时）")),
    "press_conference_hours": Range(1, 168, marked("特大、重大突发事件新闻发布会（小时）")),
    "other_response_hours": Range(1, 240, marked("其他舆情回应（小时）")),
    "report_workdays": Range(0, 20, marked("信息形成后报送（工作日）")),
    "publish_workdays": Range(0, 20, marked("收到报送后发布（工作日）")),
    "latest_workdays": Range(1, 20, marked("最迟公开（工作日，条例规定不超过 20）")),
    "monthly_minimum": Range(0, 99, marked("部门每月最少报送（条）")),
    "major_event_days": Range(0, 7, marked("重大事件报送（当日为 0，次日为 1）")),
    "yearly_check_days": Range(30, 731, marked("固定内容核对周期（天）")),
    "reminder_workdays": Range(0, 30, marked("到期前提醒（提前几个工作日）"), many=True),
    "escalation_workdays": Range(1, 60, marked("逾期后上报（逾期几个工作日）"), many=True),
}
_MOST_STAGES = 6


def stored(rules: DisclosureRules) -> str:
    """As the RuleSet row keeps them."""
    return json.dumps(asdict(rules), sort_keys=True)


def read_rules(value: str) -> DisclosureRules:
    """What ``stored`` wrote; a figure that is missing has its default."""
    kept: dict[str, Any] = json.loads(value)
    known = {one.name for one in fields(DisclosureRules)}
    figures: dict[str, Any] = {
        name: tuple(figure) if isinstance(figure, list) else figure
        for name, figure in kept.items()
        if name in known
    }
    return DisclosureRules(**figures)


def changed_rules(rules: DisclosureRules, values: Mapping[str, str]) -> DisclosureRules:
    """``rules`` with the figures that people wrote; names that are not there stay.

    Raises Invalid, naming the first field that is out of its range, or figures that disagree.
    """
    changes: dict[str, Any] = {
        name: _read(name, limits, values[name]) for name, limits in RANGES.items() if name in values
    }
    made = replace(rules, **changes)
    if made.report_workdays + made.publish_workdays > made.latest_workdays:
        raise Invalid(
            "rules-beyond-latest",
            "报送与发布的工作日之和（{sum}）不能超过最迟公开的工作日（{latest}）。",
            sum=made.report_workdays + made.publish_workdays,
            latest=made.latest_workdays,
            field="publish_workdays",
        )
    return made


def _read(name: str, limits: Range, written: str) -> int | tuple[int, ...]:
    if not limits.many:
        return _number(name, limits, written)
    parts = written.replace("，", ",").replace("、", ",").split(",")
    numbers = tuple(dict.fromkeys(_number(name, limits, part) for part in parts if part.strip()))
    if len(numbers) > _MOST_STAGES:
        raise Invalid(
            "rule-stages",
            "{label}：最多写 {most} 个数。",
            label=text(limits.label),
            most=_MOST_STAGES,
            field=name,
        )
    return tuple(sorted(numbers, reverse=name == "reminder_workdays"))


def _number(name: str, limits: Range, written: str) -> int:
    trimmed = written.strip()
    number = int(trimmed) if trimmed.isascii() and trimmed.isdigit() and len(trimmed) < 6 else -1
    if not limits.least <= number <= limits.most:
        raise Invalid(
            "rule-range",
            "{label}：请填写 {least} 到 {most} 之间的整数，现为“{written}”。",
            label=text(limits.label),
            least=limits.least,
            most=limits.most,
            written=trimmed[:20],
            field=name,
        )
    return number
