"""``hallboard draw``: the worker that draws pages; started by the server, several may run."""

import argparse
import asyncio
import os
import signal
from typing import Any

from core import messages
from core.settings import Settings
from media.drawing import run as draw_for_ever
from media.fonts import find_fonts
from media.store import Store

PARENT_SECONDS = 1.0


def add(subparsers: Any) -> None:
    parser: argparse.ArgumentParser = subparsers.add_parser("draw")
    parser.add_argument(
        "--parent", type=int, help=messages.text("父进程号：它结束时，绘制进程随之结束")
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Draw until SIGTERM, SIGINT or the end of the parent; raises Misconfigured without fonts."""
    asyncio.run(_draw(settings, args.parent))
    return 0


async def _draw(settings: Settings, parent: int | None) -> None:
    from server.database import connected

    fonts = find_fonts()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with connected(settings):
        watching = asyncio.create_task(_follow(parent, stop)) if parent else None
        await draw_for_ever(Store(settings.files), fonts, stop)
        if watching is not None:
            watching.cancel()


async def _follow(parent: int, stop: asyncio.Event) -> None:
    """Set ``stop`` once the parent is gone: a killed server cannot end its workers."""
    while os.getppid() == parent:  # noqa: ASYNC110 - another process sets no event of ours
        await asyncio.sleep(PARENT_SECONDS)
    stop.set()
