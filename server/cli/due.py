"""``hallboard due``: what is due, overdue, stale, and whose it is."""

import argparse
import asyncio
import json
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from core import clock, messages
from core.settings import Settings
from disclosure.obligations import ALWAYS
from disclosure.queries.duties import DueRow, due, unit_path_of
from server.cli.instants import instant, local
from server.database import connected

STATES: dict[str, str] = {
    "not_due": messages.marked("未到期"),
    "due": messages.marked("应公开"),
    "overdue": messages.marked("逾期"),
    "published": messages.marked("按时公开"),
    "published_late": messages.marked("逾期公开"),
    "stale": messages.marked("已过期"),
    "exempt": messages.marked("免予公开"),
}
_OPEN = ("due", "overdue", "stale")


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("due", help=messages.text("列出应公开、逾期和过期的事项"))
    parser.add_argument(
        "--unit", metavar="CODE", default="", help=messages.text("只看这个单位及其下级")
    )
    parser.add_argument(
        "--at", type=instant, default=None, help=messages.text("时刻（ISO 8601，带时差；默认现在）")
    )
    parser.add_argument("--json", action="store_true", help=messages.text("输出 JSON"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Prints the rows; as text only what is open.  Raises NotFound for an unknown unit."""
    at = args.at or clock.now()
    rows = asyncio.run(_rows(settings, args.unit, at))
    if args.json:
        answer = {"at": at.isoformat(), "rows": [row.as_json() for row in rows]}
        print(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        print("\n".join(lines(rows, at, settings.zone)))
    return 0


async def _rows(settings: Settings, unit: str, at: datetime) -> list[DueRow]:
    async with connected(settings):
        return await due(settings, at, await unit_path_of(unit))


def lines(rows: list[DueRow], at: datetime, zone: ZoneInfo) -> list[str]:
    """What is open, by unit, and how many of each state there are."""
    found = [local(at, zone)]
    for name, owed in groupby(rows, key=lambda row: (row.unit_code, row.unit_name)):
        waiting = [row for row in owed if row.state in _OPEN]
        if waiting:
            found += ["", f"{name[1]}（{name[0]}）", *(_line(row, zone) for row in waiting)]
    return [*found, "", _counts(rows)]


def _line(row: DueRow, zone: ZoneInfo) -> str:
    said = [messages.text(STATES[row.state]), row.item_name, row.period or "", _until(row, zone)]
    return "  " + "  ".join(part for part in said if part)


def _until(row: DueRow, zone: ZoneInfo) -> str:
    if row.due_at == ALWAYS:
        return messages.text("没有记载起始日期")
    by = messages.text("截止 {at}", at=_last_moment(row.due_at, zone))
    return by + messages.text("（暂定）") if row.provisional else by


def _last_moment(due_at: datetime, zone: ZoneInfo) -> str:
    """The due day; where a deadline is counted in hours, the instant."""
    there = due_at.astimezone(zone)
    if there.time() != time():
        return local(due_at, zone)
    day = there.date() - timedelta(days=1)
    return messages.text("{year}年{month}月{day}日", year=day.year, month=day.month, day=day.day)


def _counts(rows: list[DueRow]) -> str:
    return "  ".join(_count(rows))


def _count(rows: list[DueRow]) -> Iterator[str]:
    for state, word in STATES.items():
        count = sum(row.state == state for row in rows)
        if count:
            yield messages.text("{state} {count} 项", state=messages.text(word), count=count)
    if not rows:
        yield messages.text("没有应公开的事项")
