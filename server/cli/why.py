"""``hallboard why``: what a screen shows at an instant, which rule won, which lost and why."""

import argparse
import asyncio
import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core import clock, messages
from core.settings import Settings
from schedules.queries import compiled
from schedules.reports import why_json
from schedules.why import LEVEL_NAMES, Part, Rejected, Why, why
from server.cli.instants import instant, local
from server.database import connected
from signage.plan import horizon
from signage.queries import place_of, screen_by_code


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("why", help=messages.text("说明某块屏此刻显示什么、为什么"))
    parser.add_argument("screen", metavar="SCREEN", help=messages.text("屏幕代码"))
    parser.add_argument(
        "--at", type=instant, default=None, help=messages.text("时刻（ISO 8601，带时差；默认现在）")
    )
    parser.add_argument("--json", action="store_true", help=messages.text("输出 JSON"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Prints the answer.  Raises NotFound for an unknown screen."""
    answer = asyncio.run(_answer(settings, args.screen, args.at or clock.now()))
    if args.json:
        print(json.dumps(why_json(answer), ensure_ascii=False, indent=2))
    else:
        print("\n".join(lines(answer, settings.zone)))
    return 0


async def _answer(settings: Settings, code: str, at: datetime) -> Why:
    async with connected(settings):
        screen = await screen_by_code(code)
        lease = timedelta(seconds=screen.lease_seconds)
        start, end = horizon(at, lease, settings.zone)
        return why(await compiled(settings, place_of(screen), start, end), at)


def lines(answer: Why, zone: ZoneInfo) -> list[str]:
    """The answer as a person reads it."""
    return [
        f"{answer.screen}  {local(answer.at, zone)}",
        messages.text("级别：{level}", level=messages.text(LEVEL_NAMES[answer.level])),
        _next_change(answer, zone),
        "",
        *_shown(answer, zone),
        *_rejected(answer),
    ]


def _next_change(answer: Why, zone: ZoneInfo) -> str:
    page = local(answer.next_page, zone)
    if answer.next_change is None:
        return messages.text("下次换页：{page}；轮播内容在可预见的时间内不变", page=page)
    return messages.text(
        "下次换页：{page}；轮播内容下次变化：{change}",
        page=page,
        change=local(answer.next_change, zone),
    )


def _shown(answer: Why, zone: ZoneInfo) -> list[str]:
    if not answer.shown:
        return [messages.text("正在显示：兜底页（没有可播放的内容）")]
    head = messages.text("正在轮播（共 {count} 页，第一行为当前页）：", count=len(answer.shown))
    return [head, *(f"  {_page(part, zone)}" for part in answer.shown)]


def _page(part: Part, zone: ZoneInfo) -> str:
    one = part.considered
    end = one.candidate.window.end
    until = (
        messages.text("展示至有变化为止")
        if end is None
        else messages.text("展示至 {end}", end=local(end, zone))
    )
    return messages.text(
        "{unit}《{title}》第 {number}/{count} 页 · 轮播单“{programme}” · {until}",
        unit=one.candidate.unit_name,
        title=one.candidate.title,
        number=part.number,
        count=len(one.pages),
        programme=one.programme.name,
        until=until,
    )


def _rejected(answer: Why) -> list[str]:
    if not answer.rejected:
        return []
    head = messages.text("未播放（{count} 条）：", count=len(answer.rejected))
    return ["", head, *(f"  {_loss(lost)}" for lost in answer.rejected)]


def _loss(lost: Rejected) -> str:
    candidate = lost.considered.candidate
    return messages.text(
        "{unit}《{title}》 [{rule}] {because}",
        unit=candidate.unit_name,
        title=candidate.title,
        rule=lost.reason.rule,
        because=str(lost.reason),
    )
