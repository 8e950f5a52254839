"""What a time limit can say, as data.

The JSON shapes are a promise to scripts (docs/commands.md): fields may be added, never renamed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from core.messages import marked, text

Unit = Literal["working_day", "calendar_day", "hour"]
Start = Literal["formation", "change", "receipt", "approval"]
Cadence = Literal["monthly", "quarterly", "half_yearly", "yearly"]

_UNITS: dict[str, str] = {
    "working_day": marked("{count} 个工作日"),
    "calendar_day": marked("{count} 日"),
    "hour": marked("{count} 小时"),
}
_STARTS: dict[str, str] = {
    "formation": marked("信息形成或者变更后 {span}内"),
    "change": marked("信息变更后 {span}内"),
    "receipt": marked("收到申请后 {span}内"),
    "approval": marked("批准或者作出决定后 {span}内"),
}
_CADENCES: dict[str, str] = {
    "monthly": marked("每月"),
    "quarterly": marked("每季度"),
    "half_yearly": marked("每半年"),
    "yearly": marked("每年"),
}


@dataclass(frozen=True)
class Within:
    """Public at the latest ``count`` units after the day (for hours: the instant) of ``start``.

    ``formation`` stands for "formed or changed" too: each wording of a record is formed once.
    """

    count: int
    unit: Unit = "working_day"
    start: Start = "formation"

    def as_json(self) -> dict[str, object]:
        amount = {"hours" if self.unit == "hour" else "days": self.count}
        return {"kind": "within", **amount, "unit": self.unit, "from": self.start}

    def words(self) -> str:
        return text(_STARTS[self.start], span=text(_UNITS[self.unit], count=self.count))


@dataclass(frozen=True)
class Periodic:
    """Once a period.  ``by_day`` and ``by_month`` lie inside the period after the one reported
    on: 每季度首月10日前 is day 10 of its month 1.  None: the cell does not say."""

    cadence: Cadence
    by_day: int | None = None
    by_month: int | None = None

    def as_json(self) -> dict[str, object]:
        return {
            "kind": "periodic",
            "cadence": self.cadence,
            "by_day": self.by_day,
            "by_month": self.by_month,
        }

    def words(self) -> str:
        every = text(_CADENCES[self.cadence])
        if self.by_day is None:
            return every if self.by_month is None else every + self._in_month()
        if self.by_month is None:
            return text("{every}，次期 {day} 日前", every=every, day=self.by_day)
        return text(
            "{every}，次期第 {month} 个月 {day} 日前",
            every=every,
            month=self.by_month,
            day=self.by_day,
        )

    def _in_month(self) -> str:
        return text("，次期第 {month} 个月", month=self.by_month)


@dataclass(frozen=True)
class ByDate:
    """By the end of that day; every year unless ``year`` is written."""

    month: int
    day: int
    year: int | None = None

    def as_json(self) -> dict[str, object]:
        found: dict[str, object] = {"kind": "by_date", "month": self.month, "day": self.day}
        return found if self.year is None else found | {"year": self.year}

    def words(self) -> str:
        if self.year is None:
            return text("{month}月{day}日前", month=self.month, day=self.day)
        return text("{year}年{month}月{day}日前", year=self.year, month=self.month, day=self.day)


@dataclass(frozen=True)
class Immediate:
    """立即, 及时, 实时, 随时: without delay; the county's rules say what that is."""

    def as_json(self) -> dict[str, object]:
        return {"kind": "immediate"}

    def words(self) -> str:
        return text("及时")


@dataclass(frozen=True)
class Permanent:
    """长期公开: stays on view."""

    def as_json(self) -> dict[str, object]:
        return {"kind": "permanent"}

    def words(self) -> str:
        return text("长期公开")


@dataclass(frozen=True)
class Posting:
    """公示: on view for ``days`` of that unit."""

    days: int
    unit: Unit = "calendar_day"

    def as_json(self) -> dict[str, object]:
        return {"kind": "posting", "days": self.days, "unit": self.unit}

    def words(self) -> str:
        return text("公示 {span}", span=text(_UNITS[self.unit], count=self.days))


@dataclass(frozen=True)
class Consultation:
    """征求意见: open for ``days``, or at least so long."""

    days: int
    unit: Unit = "calendar_day"
    at_least: bool = True

    def as_json(self) -> dict[str, object]:
        return {
            "kind": "consultation",
            "days": self.days,
            "unit": self.unit,
            "at_least": self.at_least,
        }

    def words(self) -> str:
        span = text(_UNITS[self.unit], count=self.days)
        if self.at_least:
            return text("征求意见不少于 {span}", span=span)
        return text("征求意见 {span}", span=span)


Rule: TypeAlias = Within | Periodic | ByDate | Immediate | Permanent | Posting | Consultation


def rules_of(stored: Iterable[Mapping[str, Any]]) -> tuple[Rule, ...]:
    """The rules that ``as_json`` wrote.  Raises ValueError for a shape that it never writes."""
    return tuple(_rule_of(one) for one in stored)


def _rule_of(one: Mapping[str, Any]) -> Rule:
    try:
        match one["kind"]:
            case "within":
                count = one["hours"] if one["unit"] == "hour" else one["days"]
                return Within(count, one["unit"], one["from"])
            case "periodic":
                return Periodic(one["cadence"], one["by_day"], one["by_month"])
            case "by_date":
                return ByDate(one["month"], one["day"], one.get("year"))
            case "immediate":
                return Immediate()
            case "permanent":
                return Permanent()
            case "posting":
                return Posting(one["days"], one["unit"])
            case "consultation":
                return Consultation(one["days"], one["unit"], one["at_least"])
    except KeyError as missing:
        raise ValueError(f"a time limit without {missing}: {one!r}") from missing
    raise ValueError(f"no kind of time limit: {one['kind']!r}")
