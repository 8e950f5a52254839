"""Decision 1 in small: every plan computed anew every 30 s for a day keeps its hash.

``bench/bench_reconcile.py`` has the whole county.
"""

from datetime import timedelta
from pathlib import Path

import pytest

from bench import bench_reconcile as bench
from core.canonical import sha256
from core.clock import FixedClock
from core.settings import Settings
from media.store import Store
from schedules.compilation import parts
from signage import plan
from signage.models import Pointer
from signage.planning import make_plan, recipe, stored_fallback
from signage.reconcile import Reconciler
from tests.signage.world import Signage


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # pure once the rows are read
async def test_E_no_hash_changes_in_a_day_of_recomputing_from_unchanged_rows(
    signage: Signage, settings: Settings, store: Store, clock: FixedClock, tmp_path: Path
):
    clock.set(bench.START)
    await bench.build_county(4)
    await bench.pages_of_all(settings)
    await signage.reconciler.run(everything=True)
    await bench.draw()
    reconciler: Reconciler = signage.new_reconciler()
    await reconciler.run(everything=True)
    known = {str(row.pk): row.plan for row in await Pointer.all()}
    assert len(set(known.values())) == 12
    share = await bench.Share.build(settings, store, known)
    assert share.entries >= 30
    fallbacks = {name: stored_fallback(store, name) for name in known.values()}
    for step in range(2880):
        now = bench.START + timedelta(seconds=30 * step)
        group = share.groups[step % len(share.groups)]
        name = known[group.stands[0].id]
        span = plan.horizon(now, group.lease, settings.zone)
        made_of = parts(share.library, group.place)
        needed = recipe(
            made_of, group.place, share.pages, span, settings.timezone, fallbacks[name], None
        )
        assert sha256(make_plan(needed)) == name


async def test_E_freshly_read_rows_give_the_same_hashes_at_every_hour(
    signage: Signage, settings: Settings, clock: FixedClock
):
    clock.set(bench.START)
    await bench.build_county(2)
    await bench.pages_of_all(settings)
    await signage.reconciler.run(everything=True)
    await bench.draw()
    await signage.reconciler.run()
    known = {str(row.pk): row.plan for row in await Pointer.all()}
    for _ in range(24):
        clock.advance(minutes=59, seconds=59)
        await signage.new_reconciler().run()
        assert {str(row.pk): row.plan for row in await Pointer.all()} == known
    clock.advance(minutes=1)
    await signage.reconciler.run()
    assert {str(row.pk): row.plan for row in await Pointer.all()}.items().isdisjoint(known.items())
