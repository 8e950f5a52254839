import pytest

from accounts import service as accounts
from accounts.actor import SYSTEM
from accounts.models import AuditEntry
from accounts.queries import actor_of
from core.errors import Conflict, Invalid, Refused
from disclosure import service
from disclosure.queries import items

ITEM = {
    "code": "village-land",
    "tier": "village",
    "group": "集体资产",
    "name": "土地发包",
    "cadence": "quarterly",
}


async def test_an_item_is_added_with_one_audit_entry(world):
    before = await AuditEntry.all().count()
    item = await service.create_item(SYSTEM, **ITEM, carriers=("screen", "paper"))
    assert item.carriers == " screen paper "
    assert await AuditEntry.all().count() == before + 1
    assert item.code in {one.code for one in await items("village")}
    assert item.code not in {one.code for one in await items("township")}


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "Ä"},
        {"tier": "province"},
        {"cadence": "weekly"},
        {"due_day": 32},
        {"audience": "everybody"},
        {"carriers": ()},
        {"carriers": ("radio",)},
        {"name": " "},
    ],
)
async def test_unknown_words_are_refused(world, wrong):
    with pytest.raises(Invalid):
        await service.create_item(SYSTEM, **ITEM | wrong)


async def test_a_code_is_taken_once(world):
    await service.create_item(SYSTEM, **ITEM)
    with pytest.raises(Conflict):
        await service.create_item(SYSTEM, **ITEM)


async def test_the_countys_office_adds_an_item_and_a_townships_may_not(world):
    made = []
    for login, unit in (("gongkai", "qingxi"), ("zhenban", "liuhe")):
        person = await accounts.create_person(SYSTEM, login, login, unit=unit)
        await accounts.grant_role(SYSTEM, person.id, "office", unit)
        made.append(await actor_of(person.id))
    county, town = made
    assert (await service.create_item(county, **ITEM)).code == ITEM["code"]
    with pytest.raises(Refused):
        await service.create_item(town, **ITEM | {"code": "village-roads"})


async def test_officers_do_not_change_the_catalogue(world):
    with pytest.raises(Refused):
        await service.create_item(world.officer, **ITEM)
