"""What is due for a whole county, beside the bare reading of the same rows.

550 units, 25 quarterly items, four periods that are due and the running one; of ten records nine
are published.

    PYTHONPATH=. .venv/bin/python -m bench bench_due
"""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from accounts.models import Person, Unit
from bench.row import Row
from core.ids import new_id, new_short_code
from core.settings import read_settings
from core.transaction import transact
from disclosure.models import CatalogueItem, Record, Version
from disclosure.queries.duties import due
from media.content import Content, paragraph
from server.database import connected
from server.migrations import migrate

UNITS = 550
QUARTERLY = 25
PERIODS = ("2025Q4", "2026Q1", "2026Q2", "2026Q3")
AT = datetime(2026, 11, 20, 1, tzinfo=UTC)
SINCE = datetime(2025, 12, 31, 16, tzinfo=UTC)
"""The running quarter, not yet due, makes the fifth."""
ROUNDS = 5


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measure(Path(folder)))


async def _measure(folder: Path) -> list[Row]:
    settings = read_settings({}, data=folder)
    await migrate(settings)
    async with connected(settings):
        await transact(_build)
        found = await due(settings, AT, since=SINCE)
        asked = await _seconds(lambda: due(settings, AT, since=SINCE))
        bare = await _seconds(_bare)
    return [
        Row(
            f"due, {UNITS} units, {QUARTERLY} items, {len(found):,} rows",
            asked,
            "s",
            "bare query of the same publications",
            bare,
            "s",
            "≤ 1.5 s",
        )
    ]


async def _bare() -> object:
    return await Version.filter(published_at__not_isnull=True).values_list(
        "record_id", "record__unit_id", "record__item_id", "record__period", "published_at"
    )


async def _seconds(work: Callable[[], Awaitable[object]]) -> float:
    """The median of several."""
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        await work()
        taken.append(time.perf_counter() - began)
    return sorted(taken)[ROUNDS // 2]


async def _build() -> None:
    began = AT - timedelta(days=400)
    county = await Unit.create(
        code="county", name="青溪县", short_name="青溪县", tier="county", path="/county/"
    )
    author = await Person.create(login="a", name="甲", unit=county, created_at=began)
    items = [
        await CatalogueItem.create(
            code=f"q{number}",
            tier="village",
            group="财务",
            name=f"收支{number}",
            cadence="quarterly",
        )
        for number in range(QUARTERLY)
    ]
    units = [
        Unit(
            id=new_id(), code=f"v{n}", name=f"第{n}村", short_name=f"第{n}村", tier="village",
            parent=county, path=f"/county/v{n}/",
        )
        for n in range(UNITS)
    ]  # fmt: skip
    await Unit.bulk_create(units, batch_size=500)
    content = Content(blocks=(paragraph("收支情况。"),)).model_dump_json()
    records, versions = [], []
    for place, unit in enumerate(units):
        for number, item in enumerate(items):
            for quarter, period in enumerate(PERIODS):
                if (place + number + quarter) % 10 == 0:
                    continue
                published = datetime(2026, 1 + 3 * quarter, 1 + place % 12, 3, tzinfo=UTC)
                record = Record(
                    id=new_id(), unit_id=unit.id, item=item, period=period, created_at=began
                )
                version = Version(
                    id=new_id(), record_id=record.id, number=1, code=new_short_code(),
                    state="published", title="季度收支", template="notice", content=content,
                    content_hash="0" * 64, author=author, created_at=began, updated_at=began,
                    published_at=published,
                )  # fmt: skip
                records.append(record)
                versions.append(version)
    await Record.bulk_create(records, batch_size=500)
    await Version.bulk_create(versions, batch_size=200)
    newest = {version.record_id: version.id for version in versions}
    for record in records:
        record.current_id = newest[record.id]
    await Record.bulk_update(records, ["current_id"], batch_size=300)
