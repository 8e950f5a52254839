"""``hallboard demo``: a fresh demonstration county, served on loopback."""

import argparse
import asyncio
import os
import shutil
from dataclasses import replace
from pathlib import Path

from core import clock, messages
from core.errors import Misconfigured
from core.settings import Settings
from server import preparation
from server.cli.instants import instant
from server.cli.serve import check_port, port, serve

HOST = "127.0.0.1"


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = subparsers.add_parser("demo", help=messages.text("启动演示县（每次重新生成）"))
    command.add_argument("--port", type=port, default=8000)
    command.add_argument(
        "--at", type=instant, help=messages.text("演示时钟的起点（ISO 8601，含时区）")
    )
    command.add_argument("--speed", type=speed, default=1.0, help=messages.text("演示时钟的倍速"))
    command.set_defaults(run=run)


def run(args: argparse.Namespace, settings: Settings) -> int:
    check_port(HOST, args.port)
    settings = demo_settings(settings, getattr(args, "data", None), args.port)
    make_fresh(settings.data)
    start = args.at or clock.SystemClock().now()
    settings.demo_address_file.write_text(settings.public_url, "utf-8")
    clock.write_demo_setting(settings.clock_file, clock.DemoSetting(start, args.speed, None))
    clock.use(clock.DemoClock(settings.clock_file))
    print(messages.text("正在生成演示县……"), flush=True)
    preparation.prepare(settings)
    asyncio.run(_build(settings, args.port))
    serve(settings, HOST, args.port)
    return 0


def demo_settings(settings: Settings, data: Path | None, port: int) -> Settings:
    """The demonstration's own folder, SQLite, and an address that phones of this machine open."""
    folder = (data or Path("data-demo")).absolute()
    return replace(
        settings,
        data=folder,
        database_url=f"sqlite://{folder / 'hallboard.sqlite3'}",
        files=folder / "files",
        secret_file=folder / "signing-key.pem",
        public_url=os.environ.get("HALLBOARD_PUBLIC_URL", f"http://{HOST}:{port}").rstrip("/"),
        https=False,
        demo=True,
    )


def make_fresh(folder: Path) -> None:
    """Empty ``folder``.  Raises Misconfigured when it holds anything but a demonstration."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / "demo-clock.json").exists():
            raise Misconfigured(
                "demo-folder-in-use",
                "{folder} 中不是演示数据，未作任何改动；请用 --data 指定另一个文件夹。",
                folder=folder,
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True, mode=0o700)


def speed(text: str) -> float:
    """How many times as fast as real time: above 0, at most 86,400."""
    try:
        value = float(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(messages.text("倍速应为数字")) from problem
    if not 0 < value <= 86400:
        raise argparse.ArgumentTypeError(messages.text("倍速应大于 0，且不超过 86400"))
    return value


async def _build(settings: Settings, port: int) -> None:
    from media.store import Store
    from server.database import connected
    from server.demo import build_county

    async with connected(settings):
        # The county writes Chinese, whatever language commands speak.
        with messages.spoken_in(messages.SOURCE):
            county = await build_county(settings, Store(settings.files))
        base = f"http://{HOST}:{port}"
        for line in await county.addresses(base):
            print(line, flush=True)
    print(messages.text("正在启动服务，按 Ctrl+C 结束。"), flush=True)
