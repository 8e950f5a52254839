"""``hallboard admin``: a code for the first administrator, and the way out when a phone is lost."""

import argparse
import asyncio
from datetime import timedelta

from accounts.actor import SYSTEM
from accounts.queries import person_by_login
from accounts.service import issue_code, reset_factor
from core import messages
from core.errors import Invalid
from core.settings import Settings
from server import preparation
from server.database import connected

LIFETIME = timedelta(hours=1)
_GROUP = 5


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "admin", help=messages.text("开通第一个系统管理员；重设二次验证")
    )
    parser.add_argument(
        "action",
        choices=["code", "reset-factor"],
        help=messages.text("打印一次性开通代码（1 小时内有效）；重设某人的二次验证"),
    )
    parser.add_argument(
        "login", nargs="?", metavar="LOGIN", help=messages.text("要重设二次验证的登录名")
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Prints the code and where to type it (refused where an administrator exists), or forgets a
    person's second factor: for when no security administrator can sign in any more."""
    preparation.prepare(settings)
    if args.action == "reset-factor":
        return _reset(args.login, settings)
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


def _reset(login: str | None, settings: Settings) -> int:
    if not login:
        raise Invalid("login-missing", "请写明登录名：hallboard admin reset-factor 登录名")
    asyncio.run(_forget(login, settings))
    print(messages.text("已重设，{login}下次登录时重新设置二次验证。", login=login))
    return 0


async def _forget(login: str, settings: Settings) -> None:
    async with connected(settings):
        person = await person_by_login(login)
        await reset_factor(SYSTEM, person.id, messages.text("由命令行重设"))


async def _issue(settings: Settings) -> str:
    async with connected(settings):
        return await issue_code("administrator", "", LIFETIME)
