"""``hallboard timeline``: a screen's change points and, between them, its rotations."""

import argparse
import asyncio
import json
from datetime import datetime
from zoneinfo import ZoneInfo

from core import messages
from core.errors import Invalid
from core.settings import Settings
from schedules.compilation import Compiled
from schedules.queries import compiled
from schedules.reports import timeline_json
from schedules.timeline import Segment
from schedules.why import LEVEL_NAMES, part_of
from server.cli.instants import instant, local
from server.database import connected
from signage.queries import place_of, screen_by_code


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("timeline", help=messages.text("列出某块屏的变化时刻和轮播内容"))
    parser.add_argument("screen", metavar="SCREEN", help=messages.text("屏幕代码"))
    for name, dest in (("--from", "start"), ("--to", "end")):
        parser.add_argument(
            name,
            dest=dest,
            type=instant,
            required=True,
            help=messages.text("时刻（ISO 8601，带时差）"),
        )
    parser.add_argument("--json", action="store_true", help=messages.text("输出 JSON"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Prints the timeline.  Raises Invalid for an empty span, NotFound for an unknown screen."""
    if args.start >= args.end:
        raise Invalid("span-empty", "--to 应晚于 --from。")
    answer = asyncio.run(_answer(settings, args.screen, args.start, args.end))
    if args.json:
        print(json.dumps(timeline_json(answer), ensure_ascii=False, indent=2))
    else:
        print("\n".join(lines(answer, settings.zone)))
    return 0


async def _answer(settings: Settings, code: str, start: datetime, end: datetime) -> Compiled:
    async with connected(settings):
        place = place_of(await screen_by_code(code))
        return await compiled(settings, place, start, end)


def lines(answer: Compiled, zone: ZoneInfo) -> list[str]:
    """The timeline as a person reads it."""
    found = [answer.place.screen]
    for segment in answer.timeline.segments:
        found += ["", _head(segment, zone), *_titles(answer, segment)]
    return found


def _head(segment: Segment, zone: ZoneInfo) -> str:
    return messages.text(
        "{start} — {end}  {level}（{count} 页）",
        start=local(segment.start, zone),
        end=local(segment.end, zone),
        level=messages.text(LEVEL_NAMES[segment.level]),
        count=len(segment.rotation),
    )


def _titles(answer: Compiled, segment: Segment) -> list[str]:
    """Each version of the rotation once, in the order of its first turn."""
    if not segment.rotation:
        return [messages.text("  兜底页")]
    found = {}
    for frame in segment.rotation:
        one = part_of(answer, frame).considered
        found[one.candidate.version] = f"  {one.candidate.unit_name}《{one.candidate.title}》"
    return list(found.values())
