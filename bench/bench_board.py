"""The console's matrix of what is due, from the click to the first paint in a real browser.

The county of bench_due: 550 villages under 16 townships, 25 items, one click to each record.  On a
server that runs, and on one that was started just now and still reads every record for its screens.

    PYTHONPATH=. .venv/bin/python -m bench bench_board
"""

import asyncio
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from accounts.actor import SYSTEM
from accounts.models import Unit
from accounts.service import create_person, grant_role
from bench import bench_due
from bench.bench_start import ROOT, free_port, running, wait_for
from bench.row import Row
from core.settings import Settings, read_settings
from core.transaction import transact
from disclosure.models import Version
from server.database import connected
from server.migrations import migrate

CHROMIUM = "/usr/bin/chromium"
TOWNSHIPS = 16
PASSWORD = "bench-of-the-board-2026"  # noqa: S105 - of a county that lives a minute
ROUNDS = 5
QUIET_SECONDS, QUIET_TICKS, MOST_PATIENCE = 3, 20, 60
PAINTED = """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(
    () => done(performance.getEntriesByType('paint').at(-1)?.startTime ?? performance.now()))))"""


def rows() -> list[Row]:
    if shutil.which("chromium") is None:
        sys.stderr.write("bench_board: no Chromium, left out\n")
        return []
    with tempfile.TemporaryDirectory() as folder:
        settings = read_settings({}, data=Path(folder))
        bare = asyncio.run(_prepare(settings))
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "HALLBOARD_DATA": folder,
            "HALLBOARD_SECOND_FACTOR": "offered",
        }
        port = free_port()
        command = [sys.executable, "-m", "server", "serve", "--port", str(port)]
        base = f"http://127.0.0.1:{port}"
        with running(command, environment) as process:
            wait_for(f"{base}/healthz")
            starting, _ = asyncio.run(_browse(base))
            _wait_idle(process.pid)
            townships, villages = asyncio.run(_browse(base))
    query = "bare query of the same publications"
    every = f"console matrix, {bench_due.UNITS} villages × {bench_due.QUARTERLY} items, first paint"
    counted = f"console matrix, {TOWNSHIPS} townships × {bench_due.QUARTERLY} items, first paint"
    return [
        Row(counted, townships, "s", query, bare, "s", "≤ 1 s"),
        Row(every, villages, "s", query, bare, "s", "≤ 1 s"),
        Row(f"{counted}, while it starts", starting, "s", query, bare, "s", "–"),
    ]


def _wait_idle(pid: int) -> None:
    """Until the process has computed next to nothing for some seconds."""
    before = _ticks(pid)
    for _ in range(MOST_PATIENCE):
        time.sleep(QUIET_SECONDS)
        now = _ticks(pid)
        if now - before < QUIET_TICKS:
            return
        before = now
    raise RuntimeError("the server never came to rest")


def _ticks(pid: int) -> int:
    """Processor time of the process so far, in hundredths of a second."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


async def _prepare(settings: Settings) -> float:
    """A county and its office; the seconds of the yardstick."""
    await migrate(settings)
    async with connected(settings):
        await transact(bench_due._build)
        await transact(_townships)
        office = await create_person(SYSTEM, "office", "公开办", unit="county", password=PASSWORD)
        await grant_role(SYSTEM, office.id, "office", "county")
        taken = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            await Version.filter(published_at__not_isnull=True).values_list(
                "record_id", "record__unit_id", "record__item_id", "record__period", "published_at"
            )
            taken.append(time.perf_counter() - began)
        return sorted(taken)[ROUNDS // 2]


async def _townships() -> None:
    county = await Unit.get(code="county")
    villages = await Unit.filter(tier="village")
    for number in range(TOWNSHIPS):
        town = await Unit.create(
            code=f"t{number}",
            name=f"第{number}镇",
            short_name=f"第{number}镇",
            tier="township",
            parent=county,
            path=f"/county/t{number}/",
        )
        for village in villages[number::TOWNSHIPS]:
            village.parent, village.path = town, f"{town.path}{village.code}/"
    await Unit.bulk_update(villages, ["parent_id", "path"], batch_size=200)


async def _browse(base: str) -> tuple[float, float]:
    """Seconds from the click to the paint, medians: the townships' matrix, every village's."""
    from playwright.async_api import async_playwright

    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await browser.new_page(viewport={"width": 1366, "height": 860})
        await page.goto(f"{base}/console/sign-in")
        await page.fill("#login", "office")
        await page.fill("#password", PASSWORD)
        await page.keyboard.press("Enter")
        await page.wait_for_url(f"{base}/console")
        found = []
        for address in ("/console/due?period=2026Q3", "/console/due?period=2026Q3&villages=all"):
            taken = []
            for _ in range(ROUNDS):
                await page.goto(base + address, wait_until="domcontentloaded")
                taken.append(float(await page.evaluate(PAINTED)) / 1000)
            if not await page.locator("table.board tbody tr").count():
                raise RuntimeError(f"{address} shows no matrix")
            found.append(sorted(taken)[ROUNDS // 2])
        await browser.close()
        return found[0], found[1]
