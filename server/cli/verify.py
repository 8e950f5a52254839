"""``hallboard verify``: checks the audit trail, the stored bytes and every live plan."""

import argparse
import asyncio
import sys

from core import messages
from core.settings import Settings
from media.store import Store
from server import integrity, secrets
from server.database import connected


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = subparsers.add_parser("verify", help=messages.text("核对审计链、文件和播放单"))
    command.set_defaults(run=run)


def run(_args: argparse.Namespace, settings: Settings) -> int:
    found = asyncio.run(_verify(settings))
    print(
        messages.text(
            "审计记录 {entries} 条，文件 {files} 个，终端指针 {pointers} 个。",
            entries=found.entries,
            files=found.files,
            pointers=found.pointers,
        )
    )
    if found.lists:
        print(
            messages.text(
                "已清除名单 {lists} 份，随之销毁签字件、附件和照片 {papers} 个，指纹留存于审计链。",
                lists=found.lists,
                papers=found.papers,
            )
        )
    for problem in found.problems:
        print(problem, file=sys.stderr)
    if found.problems:
        print(messages.text("共 {count} 处问题。", count=len(found.problems)), file=sys.stderr)
        return 1
    print(messages.text("全部一致。"))
    return 0


async def _verify(settings: Settings) -> integrity.Findings:
    async with connected(settings):
        return await integrity.verify(Store(settings.files), secrets.signing_key(settings))
