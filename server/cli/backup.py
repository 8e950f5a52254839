"""``hallboard backup FILE``: database, files and keys in one archive, while the server runs."""

import argparse
import asyncio
from pathlib import Path

from core import messages
from core.settings import Settings
from server import archive


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = subparsers.add_parser("backup", help=messages.text("备份数据库、文件和密钥"))
    command.add_argument("file", type=Path, metavar="FILE")
    command.set_defaults(run=run)


def run(args: argparse.Namespace, settings: Settings) -> int:
    made = asyncio.run(archive.backup(settings, args.file.absolute()))
    print(
        messages.text(
            "已备份到 {file}：{rows} 行、{files} 个文件，共 {size} 字节。内含密钥，请妥善保管。",
            file=args.file,
            rows=made.rows,
            files=made.files,
            size=made.bytes,
        )
    )
    return 0
