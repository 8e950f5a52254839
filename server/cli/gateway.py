"""``hallboard gateway``: feeds an LED strip as a player without a browser."""

import argparse
import asyncio

from core import messages
from core.errors import Misconfigured
from core.settings import Settings


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = subparsers.add_parser(
        "gateway", help=messages.text("LED 网关：不用浏览器的播放器，按 DDP 协议送画面给条屏")
    )
    command.add_argument("--url", required=True, help=messages.text("服务器地址"))
    command.add_argument("--token", default="", help=messages.text("一次性自助配对码"))
    command.add_argument("--output", default="", help=messages.text("输出，如 ddp://10.0.0.8:4048"))
    command.set_defaults(run=run)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Pairs if need be, then plays until interrupted."""
    from signage.led.ddp import read_output
    from signage.led.following import RECOVERABLE
    from signage.led.gateway import Gateway

    if args.output:
        read_output(args.output)
    gateway = Gateway(args.url.rstrip("/"), settings.data / "gateway", args.output)

    async def play() -> None:
        follower = gateway.follower
        try:
            if args.token:
                await follower.pair_by_token(args.token)
            elif not follower.state.token:
                await follower.pair_by_code(_show)
        except RECOVERABLE as problem:
            raise Misconfigured(
                "gateway-unpaired",
                "无法与 {url} 配对（{problem}）：请检查地址、网络和配对码。",
                url=args.url,
                problem=str(problem) or type(problem).__name__,
            ) from problem
        print(messages.text("已配对：{name}", name=follower.state.name), flush=True)
        await gateway.run()

    asyncio.run(play())
    return 0


def _show(code: str) -> None:
    print(
        messages.text("配对码：{code}（请管理员在控制台“配对屏幕”中批准）", code=code), flush=True
    )
