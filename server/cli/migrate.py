"""``hallboard migrate``: brings the schema up."""

import argparse
import asyncio

from core import messages
from core.settings import Settings
from server import migrations


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = subparsers.add_parser("migrate", help=messages.text("升级数据库结构"))
    command.set_defaults(run=run)


def run(_args: argparse.Namespace, settings: Settings) -> int:
    outcome = asyncio.run(migrations.migrate(settings))
    print(sentence(outcome))
    return 0


def sentence(outcome: migrations.Outcome) -> str:
    """What was done, in one sentence."""
    if not outcome.applied:
        return messages.text("数据库已是最新（第 {version} 版）。", version=outcome.version)
    if outcome.copy is None:
        return messages.text(
            "数据库已升级到第 {version} 版（执行 {count} 步）。",
            version=outcome.version,
            count=len(outcome.applied),
        )
    return messages.text(
        "数据库已升级到第 {version} 版（执行 {count} 步）；升级前的副本：{copy}",
        version=outcome.version,
        count=len(outcome.applied),
        copy=outcome.copy,
    )
