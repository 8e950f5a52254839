"""A county for benchmarks: village halls with three walls each, every plan different."""

from datetime import UTC, datetime, timedelta

import media.profiles
from accounts.models import Person, Unit
from core.ids import new_id, new_short_code
from core.transaction import transact
from disclosure.models import CatalogueItem, Record, Version
from media.content import Content, paragraph
from schedules.models import Programme
from schedules.selection import Selection
from signage.models import Hall, Screen

PROFILES = tuple(one.code for one in media.profiles.PROFILES if one.kind == "wall")[:3]
RECORDS = 28
COUNTY_RECORDS = 8
START = datetime(2026, 11, 19, 16, 0, tzinfo=UTC)  # local midnight


async def build_county(halls: int) -> None:
    """550 units of village and township kind, 28 records each, one hall each, three screens."""
    await transact(lambda: _build(halls))


async def _build(halls: int) -> None:
    now = START - timedelta(days=20)
    county = await Unit.create(
        code="county", name="青溪县", short_name="青溪县", tier="county", path="/county/"
    )
    author = await Person.create(login="a", name="甲", unit=county, created_at=now)
    item = await CatalogueItem.create(
        code="county-notice", tier="county", group="公告", name="公告", cadence="prompt"
    )
    accounts = [
        await CatalogueItem.create(
            code=f"a{n}", tier="village", group="财务", name=f"收支{n}", cadence="quarterly"
        )
        for n in range(RECORDS)
    ]
    for number in range(COUNTY_RECORDS):
        await add_version(county, item, author, number, now)
    units = [
        Unit(
            id=new_id(), code=f"v{n}", name=f"第{n}村", short_name=f"第{n}村", tier="village",
            parent=county, path=f"/county/v{n}/",
        )
        for n in range(halls)
    ]  # fmt: skip
    await Unit.bulk_create(units, batch_size=500)
    rows = [_village(unit, accounts, author, now) for unit in units]
    await Record.bulk_create([r for records, _ in rows for r in records], batch_size=500)
    await Version.bulk_create([v for _, versions in rows for v in versions], batch_size=500)
    places = [
        Hall(id=new_id(), code=f"h-{u.code}", name=f"{u.name}大厅", unit_id=u.id) for u in units
    ]
    await Hall.bulk_create(places, batch_size=500)
    screens = [
        Screen(
            id=new_id(), code=f"{hall.code}-{n}", name=hall.name, hall_id=hall.id, profile=profile
        )
        for hall in places
        for n, profile in enumerate(PROFILES)
    ]
    await Screen.bulk_create(screens, batch_size=500)
    await _programmes(now)


async def _programmes(now: datetime) -> None:
    common = {"zone": "Asia/Shanghai", "created_at": now, "updated_at": now, "targets": " all "}
    here = Selection(here=True).model_dump_json()
    county = Selection(units=("county",), subtree=False).model_dump_json()
    await Programme.create(name="本单位", selection=here, **common)
    await Programme.create(
        name="县级", selection=county, level="timed", from_minute=720, to_minute=780, **common
    )


def _village(unit: Unit, items: list, author: Person, now: datetime) -> tuple:
    records, versions = [], []
    for number, item in enumerate(items):
        record = Record(id=new_id(), unit_id=unit.id, item=item, period="2026Q3", created_at=now)
        records.append(record)
        versions.append(_version(record, unit, author, number, now))
    return records, versions


def _version(record: Record, unit: Unit, author: Person, number: int, now: datetime) -> Version:
    text = f"{unit.name}2026年第三季度收支情况第{number}项。" * 20
    return Version(
        id=new_id(), record_id=record.id, number=1, code=new_short_code(), state="published",
        title=f"{unit.name}第{number}项收支情况", template="notice",
        content=Content(blocks=(paragraph(text),)).model_dump_json(), content_hash="0" * 64,
        author=author, created_at=now, updated_at=now,
        published_at=now + timedelta(minutes=number),
        superseded_at=START + timedelta(hours=number) if number in (9, 14) else None,
    )  # fmt: skip


async def add_version(
    unit: Unit, item: CatalogueItem, author: Person, number: int, now: datetime
) -> Version:
    record = await Record.create(unit=unit, item=item, created_at=now)
    version = _version(record, unit, author, number, now)
    version.superseded_at = None
    await Version.bulk_create([version])
    return version
