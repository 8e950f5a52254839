"""For whom an item is cannot change under what was signed or published as meant for a few."""

from dataclasses import replace

import pytest

from accounts.actor import SYSTEM
from core.errors import Conflict
from disclosure import service
from disclosure.cataloguing import read_catalogue
from disclosure.models import CatalogueItem, Version
from disclosure.queries import public_list
from disclosure.service.catalogue.history import elements_of_item
from tests.disclosure.world import World

LIST = "village-relief"
EDITION = (
    "事项代码,一级事项,二级事项,公开内容,公开时限,公开主体,公开渠道,全社会,特定群体,主动,村级\n"
    "village-relief,社会救助,低保对象名单,名单,每季度首月10日前,村民委员会,■政府网站,√,,√,√\n"
)


async def item() -> CatalogueItem:
    return await CatalogueItem.get_or_none(code=LIST) or await service.create_item(
        SYSTEM,
        code=LIST,
        tier="village",
        group="社会救助",
        name="低保对象名单",
        cadence="prompt",
        audience="group",
    )


async def wider() -> None:
    elements = replace(elements_of_item(await item()), audience="public")
    await service.change_item(SYSTEM, LIST, elements, "改为向社会公开")


async def listed(world: World, state: str) -> Version:
    await item()
    place = {"item_code": LIST, "period": None, "group_name": "低保对象", "posting_days": 3}
    version = await world.draft("低保对象名单", **place)
    if state != "draft":
        version = await service.submit(world.officer, world.settings, version.id)
    if state == "published":
        await service.approve(world.reviewer, version.id, version.content_hash)
        version = await service.publish(world.reviewer, world.settings, version.id)
    return version


@pytest.mark.parametrize("state", ["submitted", "published"])
async def test_a_list_for_a_group_is_not_opened_to_everybody_by_changing_its_item(
    world: World, state: str
) -> None:
    await listed(world, state)
    with pytest.raises(Conflict, match="不能更改公开范围"):
        await wider()
    assert (await item()).audience == "group"
    assert (await public_list()).total == 0


async def test_nor_by_importing_a_catalogue_that_says_so(world: World) -> None:
    await listed(world, "published")
    parsed = read_catalogue(EDITION.encode(), "目录.csv")
    with pytest.raises(Conflict, match="不能更改公开范围"):
        await service.import_catalogue(SYSTEM, "qingxi", parsed)
    assert (await item()).audience == "group"


async def test_while_only_a_draft_stands_under_it_the_item_may_change(world: World) -> None:
    await listed(world, "draft")
    await wider()
    assert (await item()).audience == "public"
