"""索引号 are given once, without gaps or doubles, however many publish at once."""

import asyncio
import json

import pytest

from core.errors import Conflict, Refused
from disclosure import service
from disclosure.indexing import IndexRule
from disclosure.models import IndexSerial, Record
from disclosure.service.numbering import set_index_rule
from tests.disclosure.world import World
from tests.faults.processes import finished, start

PUBLISH = """
import json
from accounts.actor import Actor
from disclosure import service
from server.database import connected

async def main():
    async with connected(settings):
        grants = tuple(map(tuple, json.loads(sys.argv[5])))
        actor = Actor(sys.argv[3], "", grants)
        for version in sys.argv[4].split(","):
            await service.publish(actor, settings, version)

asyncio.run(main())
"""


async def approved(world: World, count: int = 1, **options: object) -> list[str]:
    options = {"unit_code": "liuhe", "item_code": None, "period": None} | options
    return [(await world.approved(f"通告{n}", **options)).id for n in range(count)]


async def numbers() -> list[str]:
    given = await Record.exclude(index_number="").values_list("index_number", flat=True)
    return sorted(str(one) for one in given)


def expected(count: int) -> list[str]:
    return [f"liuhe-00/2026-{serial:05}" for serial in range(1, count + 1)]


async def publish(world: World, version: str) -> Record:
    done = await service.publish(world.reviewer, world.settings, version)
    return await Record.get(id=done.record.id)


async def test_forty_publications_by_tasks_at_once_are_numbered_one_to_forty(world):
    versions = await approved(world, 40)
    await asyncio.gather(*(publish(world, version) for version in versions))
    assert await numbers() == expected(40)


async def test_forty_publications_by_four_processes_are_numbered_one_to_forty(world):
    versions = await approved(world, 40)
    parts = [versions[at::4] for at in range(4)]
    who, grants = world.reviewer.id, json.dumps(world.reviewer.grants)
    running = [start(PUBLISH, world.settings, who, ",".join(part), grants) for part in parts]
    await asyncio.gather(*(asyncio.to_thread(finished, process) for process in running))
    assert await numbers() == expected(40)


async def test_a_publication_that_fails_gives_its_serial_back(world):
    (first,) = await approved(world)
    with pytest.raises(Refused):
        await service.publish(world.officer, world.settings, first)
    await publish(world, first)
    with pytest.raises(Conflict):
        await service.publish(world.reviewer, world.settings, first)
    (second,) = await approved(world)
    await publish(world, second)
    assert await numbers() == expected(2)


async def test_a_later_version_keeps_the_number_of_its_record(world):
    (first,) = await approved(world)
    record = await publish(world, first)
    (second,) = await approved(world, record_id=record.id)
    assert (await publish(world, second)).index_number == record.index_number
    assert (await IndexSerial.all().values_list("serial", flat=True)) == [1]


async def test_an_imported_number_is_kept_and_never_given_again(world):
    taken = expected(2)[1]
    (imported,) = await approved(world, index_number=taken)
    record = await publish(world, imported)
    assert record.index_number == ""
    for version in await approved(world, 2):
        await publish(world, version)
    assert await numbers() == [expected(1)[0], "liuhe-00/2026-00003"]


async def test_a_record_whose_number_was_imported_gets_none_with_its_next_version(world):
    (imported,) = await approved(world, index_number="XC412927-02-2017-00012")
    record = await publish(world, imported)
    (second,) = await approved(world, record_id=record.id)
    assert (await publish(world, second)).index_number == ""


async def test_village_records_carry_none(world):
    version = await world.published()
    assert (await Record.get(id=version.record.id)).index_number == ""
    assert await IndexSerial.all().count() == 0


async def test_the_year_is_the_local_one(world, clock):
    from tests.disclosure.world import at

    clock.set(at("2026-12-31T16:30+00:00"))  # half an hour into 2027 in Shanghai
    (version,) = await approved(world)
    assert (await publish(world, version)).index_number == "liuhe-00/2027-00001"


async def test_the_rule_is_the_countys_and_its_change_is_audited(world):
    from accounts.actor import Actor
    from accounts.models import AuditEntry

    rule = IndexRule(template="XC{unit}-{year}-{serial:03}", count_by=("unit", "year"))
    with pytest.raises(Refused):
        await set_index_rule(world.officer, rule)
    office = Actor(world.officer.id, "陈静", (("office", "/qingxi/"),))
    await set_index_rule(office, rule)
    (version,) = await approved(world)
    assert (await publish(world, version)).index_number == "XCliuhe-2026-001"
    entry = await AuditEntry.filter(action="rules.index").get()
    assert json.loads(entry.data)["template"] == rule.template
