"""``hallboard export-site DIR``: the record site as static files for a public web server."""

import argparse
import asyncio
from pathlib import Path

from core import messages
from core.settings import Settings


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = subparsers.add_parser(
        "export-site", help=messages.text("把公开信息网站导出为静态文件")
    )
    command.add_argument("folder", type=Path, metavar="DIR")
    command.set_defaults(run=run)


def run(args: argparse.Namespace, settings: Settings) -> int:
    folder = args.folder.absolute()
    count = asyncio.run(_export(folder, settings))
    print(messages.text("已导出 {count} 个页面到 {folder}", count=count, folder=folder))
    return 0


async def _export(folder: Path, settings: Settings) -> int:
    from media.store import Store
    from portal.export import export_site
    from server.database import connected
    from server.templates import environment

    messages.use_locale(settings.locale)
    async with connected(settings):
        return await export_site(
            folder, settings, environment(settings.zone), Store(settings.files)
        )
