"""A backup taken while another process writes: consistent, complete up to its beginning."""

import asyncio
import signal
from dataclasses import replace
from pathlib import Path

from accounts import queries
from accounts.models import AuditEntry, Unit
from core.settings import Settings
from server import archive
from server.database import connected
from tests.faults.processes import start
from tests.faults.test_writers import WRITE_FOR_EVER


async def test_a_backup_under_load_holds_every_write_acknowledged_before_it_began(
    database: Settings, empty_database: Settings, tmp_path: Path, rounds
) -> None:
    """Also from one database to the other: the archive is alike for both."""
    target = elsewhere(empty_database, tmp_path)
    writer = start(WRITE_FOR_EVER, database)
    before: set[str] = set()
    try:
        for _ in range(rounds(40, 400)):
            before.add((await asyncio.to_thread(writer.stdout.readline)).strip())
        await archive.backup(database, tmp_path / "load.hallboard")
        after = (await asyncio.to_thread(writer.stdout.readline)).strip()
        assert after, "the writer went on during the backup"
    finally:
        writer.send_signal(signal.SIGKILL)
        writer.communicate(timeout=30)

    await archive.restore(target, tmp_path / "load.hallboard")
    async with connected(target):
        there = set(await Unit.all().values_list("code", flat=True))
        assert before <= there
        assert await queries.broken_chain() is None
        assert await AuditEntry.all().count() == len(there) + 1, "and the restore's own entry"


def elsewhere(settings: Settings, tmp_path: Path) -> Settings:
    folder = tmp_path / "elsewhere"
    url = f"sqlite://{folder / 'hallboard.sqlite3'}" if settings.sqlite else settings.database_url
    return replace(
        settings,
        data=folder,
        database_url=url,
        files=folder / "files",
        secret_file=folder / "signing-key.pem",
    )
