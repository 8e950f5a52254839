"""The command line: a module a command, each with ``add(subparsers)`` and ``run``.

Exit status: 0 done, 1 refused or failed with one clear sentence on stderr, 2 wrong use.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from core import clock, messages
from core.errors import HallboardError, Misconfigured
from core.settings import Settings, read_settings

COMMANDS = (
    "serve",
    "demo",
    "migrate",
    "verify",
    "admin",
    "import_",
    "time_limit",
    "due",
    "why",
    "timeline",
    "plan",
    "backup",
    "restore",
    "gateway",
    "draw",
    "export_site",
)


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit status."""
    messages.use_locale(os.environ.get("HALLBOARD_LOCALE", messages.SOURCE))
    args = parser(_asked_for(arguments)).parse_args(arguments)
    try:
        settings = read_settings(os.environ, data=getattr(args, "data", None))
        settings = _with_demo_clock(settings)
        return int(args.run(args, settings))
    except HallboardError as error:
        print(messages.text(error.message, **error.data), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 1  # whoever read the output has seen enough
    except OSError as problem:
        print(_told(problem), file=sys.stderr)
        return 1


def parser(commands: Sequence[str] = COMMANDS) -> argparse.ArgumentParser:
    """The parser of ``commands``; all of them unless one is known to be asked for."""
    made = argparse.ArgumentParser(
        prog="hallboard", description=messages.text("政务公开上屏与到期下屏。")
    )
    subparsers = made.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in commands:
        importlib.import_module(f"server.cli.{name}").add(subparsers)
    for command in subparsers.choices.values():
        _take_data(command)
    return made


def _take_data(command: argparse.ArgumentParser) -> None:
    """``--data`` goes with every command, and with the commands below it."""
    command.add_argument(
        "--data",
        type=Path,
        default=argparse.SUPPRESS,
        help=messages.text("数据文件夹（默认取 HALLBOARD_DATA，否则为 ./data）"),
    )
    for action in command._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                _take_data(below)


def _told(problem: OSError) -> str:
    """A folder that cannot be written, a file that cannot be read: whose rights are to mend."""
    return messages.text(
        "无法读写 {file}（{problem}）；请检查路径和权限。",
        file=problem.filename or "-",
        problem=problem.strerror or problem,
    )


def _asked_for(arguments: Sequence[str]) -> Sequence[str]:
    """Only the asked-for command's module, so that a small command starts fast."""
    named = arguments[0].replace("-", "_") if arguments else ""
    return [name for name in COMMANDS if name.rstrip("_") == named] or COMMANDS


def _with_demo_clock(settings: Settings) -> Settings:
    """Follow the demonstration's clock, and say its address, where its data folder is meant."""
    if not settings.clock_file.exists():
        return settings
    try:
        clock.use(clock.DemoClock(settings.clock_file))
    except (ValueError, KeyError, TypeError) as problem:
        raise Misconfigured(
            "demo-clock-bad",
            "演示时钟文件 {file} 已损坏；请重新运行：hallboard demo",
            file=settings.clock_file,
        ) from problem
    environment = dict(os.environ)
    if settings.demo_address_file.exists():
        address = settings.demo_address_file.read_text("utf-8")
        environment.setdefault("HALLBOARD_PUBLIC_URL", address)
    return read_settings(environment, data=settings.data, demo=True)
