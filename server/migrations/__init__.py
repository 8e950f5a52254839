"""Bringing the schema up: our own runner, on both databases.

The steps of a migration and its history row are one transaction under a lock (BEGIN IMMEDIATE, an
advisory lock), so a run that is killed at any statement leaves nothing behind and the next run
starts over.  Tortoise's runner writes its history after the commit and gets stuck there.
"""

from dataclasses import dataclass
from pathlib import Path

from core.errors import Misconfigured
from core.settings import Settings
from migrations import HISTORY, Migration
from server.migrations import postgres, sqlite


@dataclass(frozen=True)
class Outcome:
    """What a run did: names of the migrations applied, the copy taken first (SQLite)."""

    version: int
    applied: tuple[str, ...]
    copy: Path | None


async def migrate(settings: Settings, history: tuple[Migration, ...] = HISTORY) -> Outcome:
    """Bring the schema to the newest version.

    Raises Misconfigured when the database is newer than this code or cannot be reached.
    """
    if settings.sqlite:
        applied, copy = sqlite.migrate(settings, history)
    else:
        applied, copy = await postgres.migrate(settings, history), None
    return Outcome(history[-1].number, applied, copy)


async def migrate_if_new(settings: Settings) -> None:
    """Make the schema of an empty database; leave any other as it is."""
    if await applied_version(settings) == 0:
        await migrate(settings)


async def applied_version(settings: Settings) -> int:
    """Number of the newest migration in the database; 0 for an empty or missing one."""
    if settings.sqlite:
        return sqlite.applied_version(settings)
    return await postgres.applied_version(settings)


async def check_schema(settings: Settings) -> None:
    """Raises Misconfigured unless the schema is exactly the one this code needs."""
    version = await applied_version(settings)
    check_not_newer(version, HISTORY)
    if version < HISTORY[-1].number:
        raise Misconfigured(
            "schema-old",
            "数据库结构未就绪（现为第 {found} 版，需要第 {needed} 版）；请运行：hallboard migrate",
            found=version,
            needed=HISTORY[-1].number,
        )


def check_not_newer(version: int, history: tuple[Migration, ...]) -> None:
    """Raises Misconfigured when a newer program has already changed the database."""
    if version > history[-1].number:
        raise Misconfigured(
            "schema-new",
            "数据库（第 {found} 版）比本程序（第 {known} 版）新；"
            "请升级程序，或用升级前的备份恢复：hallboard restore 备份文件",
            found=version,
            known=history[-1].number,
        )
