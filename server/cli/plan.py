"""``hallboard plan``: what a screen was told to play, and whether signature and hashes hold."""

import argparse
import asyncio
import json
from typing import Any

from core import clock, messages
from core.errors import NotFound
from core.settings import Settings


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = subparsers.add_parser(
        "plan", help=messages.text("显示一块屏幕当前的播放计划和指针，并核验签名与校验值")
    )
    command.add_argument("screen", help=messages.text("屏幕代码"))
    command.add_argument("--json", action="store_true", help=messages.text("输出 JSON"))
    command.set_defaults(run=run)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0 when everything verifies, else 1."""
    found = asyncio.run(_read(args.screen, settings))
    if args.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        _print(found)
    return 0 if found["verified"] else 1


async def _read(code: str, settings: Settings) -> dict[str, Any]:
    from media.store import Store
    from server.database import connected
    from server.secrets import signing_key
    from signage.inspection import inspect
    from signage.queries import pointer_of, screen_by_code

    async with connected(settings):
        screen = await screen_by_code(code)
        pointer = await pointer_of(screen.id)
    if pointer is None:
        raise NotFound(
            "pointer-none", "屏幕 {code} 还没有播放指针：兜底页尚未制作完成。", code=code
        )
    key, store = signing_key(settings), Store(settings.files)
    problems: list[str] = []
    checked, plan = inspect(
        pointer.envelope, key.public_bytes(), screen.id, store, clock.now(), problems
    )
    return {
        "screen": screen.code,
        "verified": not problems,
        "problems": problems,
        "pointer": checked,
        "plan": plan,
    }


def _print(found: dict[str, Any]) -> None:
    pointer, plan = found["pointer"], found["plan"]
    print(messages.text("屏幕：{code}", code=found["screen"]))
    if pointer:
        print(
            messages.text(
                "指针：第 {epoch} 代第 {sequence} 号，租期至 {until}",
                epoch=pointer["epoch"],
                sequence=pointer["sequence"],
                until=pointer["lease_until"],
            )
        )
        print(messages.text("计划：{plan}", plan=pointer["plan"]))
    for item in plan["items"] if plan else ():
        print(f"  {item['code']}  {item['unit']}  {item['title']}（{len(item['pages'])}）")
    for problem in found["problems"]:
        print(messages.text("不符：{problem}", problem=problem))
    if found["verified"]:
        print(messages.text("核验通过：签名、计划和全部文件的校验值一致。"))
