"""``hallboard restore FILE``: brings an archive back."""

import argparse
import asyncio
from pathlib import Path

from core import messages
from core.settings import Settings
from server import archive


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = subparsers.add_parser("restore", help=messages.text("从备份恢复（请先停止服务）"))
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument(
        "--replace", action="store_true", help=messages.text("已有的内容另存，再恢复")
    )
    command.set_defaults(run=run)


def run(args: argparse.Namespace, settings: Settings) -> int:
    done = asyncio.run(archive.restore(settings, args.file.absolute(), replace_old=args.replace))
    print(
        messages.text(
            "已从 {file} 恢复：{rows} 行、{files} 个文件。所有人需要重新登录。",
            file=args.file,
            rows=done.rows,
            files=done.files,
        )
    )
    if done.kept:
        print(messages.text("原有内容保存在：{kept}", kept=done.kept))
    return 0
