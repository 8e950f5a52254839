"""``hallboard admin code``: a one-use code with which the first administrator signs up."""

import argparse
import asyncio
from datetime import timedelta

from accounts.service import issue_code
from core import messages
from core.settings import Settings
from server import preparation
from server.database import connected

LIFETIME = timedelta(hours=1)
_GROUP = 5


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("admin", help=messages.text("开通第一个系统管理员"))
    parser.add_argument(
        "action", choices=["code"], help=messages.text("打印一次性开通代码（1 小时内有效）")
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Prints the code and where to type it.  Refused where an administrator exists."""
    preparation.prepare(settings)
    code = asyncio.run(_issue(settings))
    grouped = "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))
    print(
        messages.text(
            "一次性代码：{code}\n请在 1 小时内打开 {url}/console/first 填写，只能使用一次。",
            code=grouped,
            url=settings.public_url,
        )
    )
    return 0


async def _issue(settings: Settings) -> str:
    async with connected(settings):
        return await issue_code("administrator", "", LIFETIME)
