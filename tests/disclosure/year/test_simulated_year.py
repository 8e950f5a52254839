"""A year of a county, stepped from boundary to boundary: at each the product and an oracle that
knows nothing of it agree on every obligation and on everything that may be seen."""

import os
from collections.abc import Iterator
from datetime import datetime

import pytest

from core.clock import FixedClock
from core.settings import Settings
from disclosure.queries import candidates
from disclosure.queries.duties import due
from disclosure.service.reminding import remind
from tests.disclosure.year.county import ByRows, ByServices, settle
from tests.disclosure.year.oracle import Oracle, Row
from tests.disclosure.year.plan import ITEMS, Act, acts, boundaries

WHOLE = 500
FULL = os.environ.get("HALLBOARD_FAULTS") == "full"


def steps(planned: list[Act]) -> Iterator[tuple[datetime, list[Act]]]:
    """Each boundary with what happens before it."""
    rest = planned
    for at in boundaries():
        yield at, [act for act in rest if act.at < at]
        rest = [act for act in rest if act.at >= at]


async def owed(settings: Settings, at: datetime) -> set[Row]:
    return {
        Row(int(row.unit_code[1:]), row.item_code, row.period, row.state, row.due_at)
        for row in await due(settings, at)
    }


async def visible(settings: Settings, at: datetime) -> set[tuple[int, str, str]]:
    return {
        (int(one.unit[1:]), one.item, one.title.removesuffix("公开"))
        for one in await candidates(settings, at)
        if one.window.contains(at)
    }


async def lived(
    county: ByServices | ByRows,
    villages: int,
    settings: Settings,
    clock: FixedClock,
    *,
    seed: int,
    reminding: bool,
) -> dict[str, int]:
    """Live through the year; how often each state was met."""
    await settle(villages)
    await county.begin()
    oracle, met = Oracle(villages), dict[str, int]()
    for at, now in steps(acts(villages, seed)):
        oracle.told(now)
        await county.live(now)
        clock.set(at)
        expected, found = oracle.rows(at), await owed(settings, at)
        assert found - expected == set(), at
        assert expected - found == set(), at
        assert await visible(settings, at) == oracle.seen(at), at
        for row in found:
            met[row.state] = met.get(row.state, 0) + 1
        if reminding:
            await remind(settings, at)
            assert await remind(settings, at) == 0
    return met


ALL = {"not_due", "due", "overdue", "published", "published_late", "stale", "exempt"}


@pytest.mark.fault
@pytest.mark.parametrize("seed", range(6) if FULL else [1])
async def test_a_year_of_a_few_villages_by_the_services_people_use(
    db: object, settings: Settings, clock: FixedClock, seed: int
) -> None:
    met = await lived(ByServices(settings, clock), 3, settings, clock, seed=seed, reminding=True)
    assert set(met) == ALL


@pytest.mark.fault
async def test_a_year_of_a_whole_county(sqlite_county: Settings, clock: FixedClock) -> None:
    """500 villages × 12 items in full rounds, fewer villages otherwise."""
    villages = WHOLE if FULL else 40
    county = ByRows(sqlite_county, clock)
    met = await lived(county, villages, sqlite_county, clock, seed=7, reminding=False)

    assert len(ITEMS) == 12
    assert set(met) == ALL
