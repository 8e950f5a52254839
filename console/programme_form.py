"""The programme editor: typed values to a draft, and a stored programme back to values."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from core.errors import Invalid
from disclosure.audiences import PUBLIC
from schedules.dayparts import DAY_MINUTES
from schedules.programme import ProgrammeRule
from schedules.selection import Selection
from schedules.service import ProgrammeDraft

Lists = dict[str, list[str]]
"""Every field of a form may come more than once."""
_TIME = re.compile(r"(\d{1,2})[:：](\d{2})")
_LOCAL = "%Y-%m-%dT%H:%M"
DAYS = 7


def lists_of(items: Iterable[tuple[str, object]]) -> Lists:
    """The fields of a form or an address, files left out."""
    found: Lists = defaultdict(list)
    for name, value in items:
        if isinstance(value, str):
            found[name].append(value.strip())
    return found


def selection_of(given: Lists, records: Mapping[str, str]) -> Selection:
    """The selection.  ``records``: record id by short code, for a choice by hand.

    Raises Invalid for a code that is not published.
    """
    if _one(given, "mode") == "hand":
        codes = [line.strip().upper() for line in _one(given, "records").split() if line.strip()]
        unknown = [code for code in codes if code not in records]
        if unknown or not codes:
            raise Invalid(
                "records-unknown",
                "请每行填写一个已公开信息的短码；不认识：{codes}",
                codes="、".join(unknown) or "—",
                field="records",
            )
        return Selection(records=tuple(dict.fromkeys(records[code] for code in codes)))
    try:
        return Selection.model_validate(
            {
                "units": tuple(filter(None, given.get("units", []))),
                "here": _one(given, "here") == "1",
                "subtree": _one(given, "subtree") == "1",
                "items": tuple(filter(None, given.get("items", []))),
                "carriers": tuple(given.get("carriers", [])),
                "templates": tuple(given.get("templates", [])),
                "audience": given.get("audience", [PUBLIC])[0],
            }
        )
    except ValidationError as problem:
        raise Invalid("selection-bad", "选取条件有误，请重新选择。", field="units") from problem


def draft_of(given: Lists, records: Mapping[str, str], zone: ZoneInfo) -> ProgrammeDraft:
    """What is to be saved.  Raises Invalid with its field."""
    return ProgrammeDraft(
        name=_one(given, "name"),
        selection=selection_of(given, records),
        targets=" ".join(given.get("targets", [])),
        zone=zone.key,
        level=_one(given, "level"),
        days=sum(1 << int(day) for day in set(given.get("days", [])) if day in "0123456"),
        from_minute=_minute(given, "from_minute"),
        to_minute=_minute(given, "to_minute"),
        valid_from=_instant(given, "valid_from", zone),
        valid_until=_instant(given, "valid_until", zone),
        dwell_ms=_number(given, "dwell") * 1000,
        weight=_number(given, "weight"),
        enabled=_one(given, "enabled") == "1",
    )


def lists_from(rule: ProgrammeRule, codes: Mapping[str, str]) -> Lists:
    """The form's values of a stored programme.  ``codes``: short code by record id."""
    chosen, part = rule.selection, rule.daypart
    given: Lists = {
        "name": [rule.name],
        "level": [rule.level],
        "mode": ["hand" if chosen.records else "query"],
        "records": ["\n".join(codes.get(record, "") for record in chosen.records)],
        "units": list(chosen.units),
        "audience": [chosen.audience],
        "here": ["1"] if chosen.here else [],
        "subtree": ["1"] if chosen.subtree else [],
        "items": list(chosen.items),
        "carriers": list(chosen.carriers),
        "templates": list(chosen.templates),
        "targets": rule.targets.split(),
        "days": [str(day) for day in range(DAYS) if part.days >> day & 1],
        "from_minute": [clock_text(part.from_minute)],
        "to_minute": [clock_text(part.to_minute)],
        "dwell": [str(rule.dwell_ms // 1000)],
        "weight": [str(rule.weight)],
        "enabled": ["1"] if rule.enabled else [],
    }
    for name, bound in (("valid_from", rule.validity.start), ("valid_until", rule.validity.end)):
        given[name] = [bound.astimezone(part.zone).strftime(_LOCAL)] if bound else []
    return given


NEW: Lists = {
    "level": ["regular"],
    "mode": ["query"],
    "subtree": ["1"],
    "carriers": [],
    "targets": [],
    "days": [str(day) for day in range(DAYS)],
    "from_minute": ["0:00"],
    "to_minute": ["24:00"],
    "audience": ["public"],
    "dwell": ["12"],
    "weight": ["1"],
    "enabled": ["1"],
}
"""What a new programme begins with."""


def clock_text(minute: int) -> str:
    """Minutes of a day as 8:30; 1440 is 24:00."""
    return f"{minute // 60}:{minute % 60:02}"


def _one(given: Lists, name: str) -> str:
    values = given.get(name) or [""]
    return values[0]


def _number(given: Lists, name: str) -> int:
    text = _one(given, name)
    if not (text.isascii() and text.isdecimal() and len(text) < 6):
        raise Invalid("number-bad", "请填写整数。", field=name)
    return int(text)


def _minute(given: Lists, name: str) -> int:
    found = _TIME.fullmatch(_one(given, name))
    minute = int(found[1]) * 60 + int(found[2]) if found and int(found[2]) < 60 else -1
    if not 0 <= minute <= DAY_MINUTES:
        raise Invalid("time-bad", "请写成 8:30 这样的时刻，最晚 24:00。", field=name)
    return minute


def _instant(given: Lists, name: str, zone: ZoneInfo) -> datetime | None:
    text = _one(given, name)
    if not text:
        return None
    try:
        return datetime.strptime(text, _LOCAL).replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError) as problem:
        raise Invalid("date-bad", "日期填写有误，请重新选择。", field=name) from problem
