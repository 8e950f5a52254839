import asyncio
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.settings import Settings
from media import drawing, service
from media.fonts import Fonts
from media.models import PageSet
from media.store import Store
from tests.media.sheets import accounts

ROOT = Path(__file__).resolve().parent.parent.parent
WALL = "wall-1920x1080-3m"
ROUNDS = 8 if os.environ.get("HALLBOARD_FAULTS") == "full" else 2


def worker(settings: Settings) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "HALLBOARD_DATA": str(settings.data),
        "HALLBOARD_DATABASE_URL": settings.database_url,
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.Popen([sys.executable, "-m", "server", "draw"], env=environment, cwd=ROOT)


async def until(key: str, state: str) -> None:
    async with asyncio.timeout(60):
        while (await PageSet.get(key=key)).state != state:  # noqa: ASYNC110 -- set by another process
            await asyncio.sleep(0.01)


@pytest.mark.fault
@pytest.mark.parametrize("attempt", range(ROUNDS))
async def test_what_a_killed_worker_left_another_finishes(
    attempt: int, db, settings: Settings, store: Store, fonts: Fonts
):
    key = await service.request_pages(accounts(70 + attempt), WALL)
    killed = worker(settings)
    try:
        await until(key, "drawing")
        await asyncio.sleep(0.2 * attempt)
    finally:
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    if (await PageSet.get(key=key)).state == "drawing":
        await PageSet.filter(key=key).update(claimed_until=datetime(2000, 1, 1, tzinfo=UTC))
        assert await drawing.draw_next(store, fonts)
    row = await PageSet.get(key=key)
    assert row.state == "drawn"


@pytest.mark.fault
async def test_the_worker_finishes_its_page_and_leaves_when_asked(db, settings: Settings):
    key = await service.request_pages(accounts(60), WALL)
    running = worker(settings)
    try:
        await until(key, "drawing")
        running.terminate()
        assert await asyncio.to_thread(running.wait, 60) == 0
    finally:
        running.kill()
    assert (await PageSet.get(key=key)).state == "drawn"
