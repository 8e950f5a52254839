"""``hallboard draw``: the worker that draws pages; started by the server, several may run."""

import argparse
import asyncio
import signal
from typing import Any

from core.settings import Settings
from media.drawing import run as draw_for_ever
from media.fonts import find_fonts
from media.store import Store


def add(subparsers: Any) -> None:
    parser: argparse.ArgumentParser = subparsers.add_parser("draw")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Draw until SIGTERM or SIGINT; raises Misconfigured without fonts."""
    del args
    asyncio.run(_draw(settings))
    return 0


async def _draw(settings: Settings) -> None:
    from server.database import connected

    fonts = find_fonts()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with connected(settings):
        await draw_for_ever(Store(settings.files), fonts, stop)
