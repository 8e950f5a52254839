"""Reconciliation gives the event loop back between rows and computes plans elsewhere.

How long it is held is measured by ``bench/bench_reconcile.py``; here it is counted.
"""

import asyncio
import threading

import pytest

from bench import bench_reconcile as bench
from core.clock import FixedClock
from core.settings import Settings
from disclosure.queries import candidates, screens
from signage import reconcile
from tests.signage.world import Signage


class Turns:
    """Counts the turns of the loop."""

    def __init__(self) -> None:
        self.count = 0

    async def __aenter__(self) -> "Turns":
        self._task = asyncio.create_task(self._run())
        return self

    async def __aexit__(self, *exception: object) -> None:
        self._task.cancel()

    async def _run(self) -> None:
        while True:
            self.count += 1
            await asyncio.sleep(0)


async def test_others_have_their_turn_at_least_every_ten_rows(
    signage: Signage, settings: Settings, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
):
    clock.set(bench.START)
    await bench.build_county(4)
    made: dict[int, int] = {}
    true = screens._candidate.__wrapped__

    def counted(*arguments: object) -> object:
        made[turns.count] = made.get(turns.count, 0) + 1
        return true(*arguments)

    monkeypatch.setattr(screens, "_candidate", counted)
    async with Turns() as turns:
        found = await candidates(settings, clock.now())
    assert sum(made.values()) >= len(found) >= 100
    assert max(made.values()) <= 10


async def test_no_plan_is_computed_on_the_loops_thread(
    signage: Signage, settings: Settings, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
):
    clock.set(bench.START)
    await bench.build_county(2)
    await bench.pages_of_all(settings)
    await signage.reconciler.run()
    await bench.draw()
    threads = []
    true = reconcile.make_plan

    def noted(*arguments: object) -> bytes:
        threads.append(threading.current_thread())
        return true(*arguments)

    monkeypatch.setattr(reconcile, "make_plan", noted)
    report = await signage.reconciler.run()
    assert report.plans == len(threads) == 6
    assert threading.main_thread() not in threads
