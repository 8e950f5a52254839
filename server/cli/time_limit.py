"""``hallboard time-limit``: how a 公开时限 cell is read.  Needs no database."""

import argparse
import json

from core import messages
from core.settings import Settings
from disclosure.timelimits import Reading, read_time_limit


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("time-limit", help=messages.text("读一段公开时限的文字"))
    parser.add_argument("text", metavar="TEXT", help=messages.text("公开时限单元格的文字"))
    parser.add_argument("--json", action="store_true", help=messages.text("输出 JSON"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, _settings: Settings) -> int:
    """Prints the reading; 0 also when a person has to look at it: that is an answer."""
    reading = read_time_limit(args.text)
    if args.json:
        print(json.dumps(reading.as_json(), ensure_ascii=False, indent=2))
    else:
        print("\n".join(lines(reading)))
    return 0


def lines(reading: Reading) -> list[str]:
    """The reading as a person reads it."""
    found = [rule.words() for rule in reading.rules] or [messages.text("没有读出规则")]
    if reading.needs_review:
        found.append(messages.text("需人工核对：{reason}", reason=reading.reason))
    return found
