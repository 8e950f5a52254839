"""Editions: imported, compared, readable as they were; nothing is retired without a person."""

from dataclasses import replace

import pytest

from accounts import service as accounts
from accounts.actor import SYSTEM
from accounts.models import AuditEntry, Unit
from accounts.queries import actor_of
from core.errors import Conflict, Invalid, NotFound, Refused
from disclosure import service
from disclosure.cataloguing import read_catalogue
from disclosure.cataloguing.elements import elements_of_row, row_of
from disclosure.cataloguing.templates import TEMPLATES, read_template
from disclosure.models import CatalogueEdition, CatalogueItem, ItemEdition, ItemUnit, RuleSet
from disclosure.queries.catalogue import (
    catalogue_list,
    changes_between,
    edition_view,
    item_view,
    items_of,
)
from disclosure.rules import NAME, DisclosureRules, stored
from disclosure.timelimits import Periodic, Within

HEADS = (
    "一级事项,二级事项,公开内容,公开依据,公开时限,公开主体,公开渠道,"
    "全社会,特定群体,主动,依申请,县级,乡级,村级"
)
FUNDS = "涉农资金,资金明细,明细,条例,每季度首月10日前,{unit},■政府网站 □电子屏,√,,√,,{levels}"
PAPERS = (
    "涉农资金,政策文件,{elements},条例,信息形成之日起20个工作日内,{unit},■政府网站,√,,√,,{levels}"
)


def parsed(*rows, unit="镇人民政府", levels=",√,", elements="全文"):
    lines = [HEADS, *(row.format(unit=unit, levels=levels, elements=elements) for row in rows)]
    return read_catalogue("\n".join(lines).encode(), "目录.csv")


async def unit(code: str) -> Unit:
    return await Unit.get(code=code)


async def person(login: str, role: str, over: str):
    made = await accounts.create_person(SYSTEM, login, login, unit=over)
    await accounts.grant_role(SYSTEM, made.id, role, over)
    return await actor_of(made.id)


async def owed(code: str) -> set[str]:
    return {item.name for item in await items_of(await unit(code))}


async def test_an_edition_is_stored_whole_with_one_audit_entry(world):
    before = await AuditEntry.all().count()
    stored = await service.import_catalogue(SYSTEM, "qingxi", parsed(FUNDS, PAPERS))
    assert (stored.added, stored.changed, stored.unchanged) == (2, 0, 0)
    assert await AuditEntry.all().count() == before + 1
    item = await CatalogueItem.get(name="资金明细")
    assert (item.tier, item.cadence, item.due_day) == ("township", "quarterly", 10)
    assert (item.carriers, item.carriers_optional) == (" website ", " screen ")
    assert item.limit_review is False
    assert item.applied_at is not None
    assert {"资金明细", "政策文件"} <= await owed("liuhe") & await owed("nanping")
    assert not {"资金明细", "政策文件"} & await owed("shiqiao")


async def test_the_same_file_again_changes_nothing(world):
    await service.import_catalogue(SYSTEM, "qingxi", parsed(FUNDS, PAPERS))
    steps = await ItemEdition.all().count()
    again = await service.import_catalogue(SYSTEM, "qingxi", parsed(FUNDS, PAPERS))
    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)
    assert await ItemEdition.all().count() == steps


async def test_a_new_edition_changes_items_lists_what_it_lacks_and_keeps_the_old_readable(
    world, clock
):
    first = await service.import_catalogue(SYSTEM, "qingxi", parsed(FUNDS, PAPERS))
    clock.advance(days=1)
    second = await service.import_catalogue(SYSTEM, "qingxi", parsed(PAPERS, elements="目录"))
    assert (second.added, second.changed, second.unchanged) == (0, 1, 0)
    gone = await CatalogueItem.get(name="资金明细")
    assert second.missing == (gone.code,)
    assert gone.retired_at is None

    await service.retire_item(SYSTEM, gone.code, "并入政策文件公开")
    old, new = await edition_view(first.code), await edition_view(second.code)
    assert [one.elements.name for one in old.items if one.elements.tier == "township"] == [
        "资金明细",
        "政策文件",
    ]
    assert [one.elements.elements for one in old.items][-1] == "全文"
    assert [one.elements.elements for one in new.items if one.elements.name == "政策文件"] == [
        "目录"
    ]
    compared = await changes_between(first.code, second.code)
    ((item, differs),) = compared.changed
    assert item.elements.name == "政策文件"
    assert ("elements", "全文", "目录") in differs


async def test_a_row_of_two_levels_is_an_item_of_each_tier(world):
    stored = await service.import_catalogue(SYSTEM, "qingxi", parsed(FUNDS, levels=",√,√"))
    assert stored.added == 2
    assert "资金明细" in await owed("liuhe") & await owed("shiqiao")


QUARTERLY = FUNDS.replace("每季度首月10日前", "每季度公布一次").replace("资金明细", "季度进度")


async def test_items_without_a_day_of_their_own_get_the_countys(world, clock):
    rules = replace(DisclosureRules(), quarterly_due_day=20, half_yearly_due_day=15)
    await RuleSet.create(name=NAME, value=stored(rules), updated_at=clock.now(), by="office")
    half = FUNDS.replace("每季度首月10日前", "每半年公布一次").replace("资金明细", "半年进度")
    await service.import_catalogue(SYSTEM, "qingxi", parsed(FUNDS, QUARTERLY, half))
    read = await CatalogueItem.get(name="半年进度")
    assert (read.cadence, read.due_day) == ("half_yearly", 15)
    assert (await CatalogueItem.get(name="季度进度")).due_day == 20
    assert (await CatalogueItem.get(name="资金明细")).due_day == 10


@pytest.mark.parametrize(
    ("limit", "cadence", "said"),
    [
        ("每半年公布一次", "half_yearly", ""),
        ("7月1日前", "yearly", "没有写明是否每年公开"),
        ("2026年7月1日前", "prompt", ""),
        ("每年7月1日前", "yearly", ""),
        ("每季度公布一次", "quarterly", ""),
    ],
)
def test_a_cadence_that_was_concluded_is_told(limit, cadence, said):
    read = parsed(FUNDS.replace("每季度首月10日前", limit))
    (row,) = read.landed
    assert elements_of_row(row, "township").cadence == cadence
    told = [one.message for one in read.listed if one.column == "公开时限"]
    assert [said in one for one in told] == ([True] if said else [])


def test_a_column_that_says_half_yearly_goes_before_the_time_limit():
    (row,) = parsed(FUNDS).landed
    said = replace(row, extra=(*row.extra, ("公开频次", "每半年")))
    assert elements_of_row(said, "township").cadence == "half_yearly"


async def test_a_named_department_owes_alone_and_an_unknown_one_is_told(world):
    for code, name in (("minzheng", "青溪县民政局"), ("caizheng", "青溪县财政局")):
        await accounts.create_unit(SYSTEM, code, name, tier="department", parent="qingxi")
    known = parsed(FUNDS, unit="县民政局", levels="√,,")
    assert (await service.import_catalogue(SYSTEM, "qingxi", known)).unassigned == ()
    assert "资金明细" in await owed("minzheng")
    assert "资金明细" not in await owed("caizheng")
    strange = await service.import_catalogue(
        SYSTEM, "qingxi", parsed(PAPERS, unit="县水利局", levels="√,,")
    )
    assert strange.unassigned == ("县水利局",)
    assert "政策文件" not in await owed("caizheng") | await owed("minzheng")
    assert "政策文件" in await owed("qingxi")


async def test_a_townships_edition_is_its_own(world):
    office = await person("zhenban", "office", "liuhe")
    await service.import_catalogue(office, "liuhe", parsed(FUNDS))
    assert "资金明细" in await owed("liuhe")
    assert "资金明细" not in await owed("nanping")
    with pytest.raises(Refused):
        await service.import_catalogue(office, "qingxi", parsed(FUNDS))
    with pytest.raises(Refused):
        await service.import_catalogue(office, "nanping", parsed(FUNDS))


async def test_nothing_is_stored_of_an_edition_that_cannot_be(world):
    with pytest.raises(NotFound):
        await service.import_catalogue(SYSTEM, "nowhere", parsed(FUNDS))
    with pytest.raises(Invalid):
        await service.import_catalogue(SYSTEM, "qingxi", parsed("=1+1,,,,,,,,,,,,√,"))
    assert await CatalogueEdition.all().count() == 0


async def test_a_county_applies_a_template_to_all_its_villages_at_once(world):
    await accounts.create_unit(SYSTEM, "dongshan", "东山村", tier="village", parent="nanping")
    stored = await service.apply_template(SYSTEM, "village", "qingxi")
    assert stored.added == 14
    assert {"季度财务收支", "救助与补贴落实"} <= await owed("shiqiao") & await owed("dongshan")
    item = await item_view("v-assistance")
    assert "特困人员救助供养" in item.elements.elements
    again = await service.apply_template(SYSTEM, "village", "qingxi")
    assert (again.added, again.changed, again.unchanged) == (0, 0, 14)


async def test_a_village_may_add_its_own(world):
    village = await person("cunban", "officer", "shiqiao")
    item = await service.create_item(
        village,
        code="shiqiao-orchard",
        unit_code="shiqiao",
        tier="village",
        group="集体果园",
        name="果园承包",
        cadence="yearly",
        reason="村民代表会议决定",
    )
    assert item.name in await owed("shiqiao")
    with pytest.raises(Refused):
        await service.create_item(
            village, code="x", tier="village", group="甲", name="乙", cadence="fixed"
        )
    with pytest.raises(Invalid):
        await service.create_item(
            village,
            code="y",
            unit_code="shiqiao",
            tier="township",
            group="甲",
            name="乙",
            cadence="fixed",
        )


@pytest.mark.parametrize("template", [one.code for one in TEMPLATES])
def test_each_template_is_read_by_our_own_reader_without_a_doubt(template):
    read = read_template(template)
    assert read.refused == 0
    assert all("不在标准目录" in one.sentence for one in read.listed)
    assert not [row.name for row in read.landed if row.reading.needs_review]


def test_the_current_templates_speak_todays_words_and_the_old_ones_those_of_2017():
    texts = {
        one.code: " ".join(row.first + row.elements for row in read_template(one.code).landed)
        for one in TEMPLATES
    }
    for code, text in texts.items():
        assert ("社会抚养费" in text) == (code == "township-2017")
        assert ("五保" in text or "扶贫" in text) == (code == "village-2017")
    groups = {
        one.code: len({row.first for row in read_template(one.code).landed}) for one in TEMPLATES
    }
    assert [groups[code] for code in ("department", "township", "village")] == [6, 7, 12]
    assert [groups[f"{code}-2017"] for code in ("department", "township", "village")] == [6, 7, 12]


def test_templates_keep_the_codes_and_names_of_the_demonstration():
    from server.demo.catalogue import items

    shipped = {
        dict(row.extra)["事项代码"]: (row.first, row.name, dict(row.extra)["审核类别"])
        for one in ("department", "township", "village")
        for row in read_template(one).landed
    }
    demo = {
        one.code: (one.group, one.name, one.chain) for one in items() if one.carriers != ("strip",)
    }
    assert demo == shipped


async def test_a_retired_template_is_only_read(world):
    with pytest.raises(Conflict):
        await service.apply_template(SYSTEM, "village-2017", "qingxi")


async def test_an_item_tells_its_history_with_reasons(world):
    await service.apply_template(SYSTEM, "township", "qingxi")
    view = await item_view("t-goals")
    wanted = view.elements.__class__(
        **(view.elements.__dict__ | {"elements": "年度目标、责任分工"})
    )
    with pytest.raises(Invalid):
        await service.change_item(SYSTEM, "t-goals", wanted, " ")
    await service.change_item(SYSTEM, "t-goals", wanted, "按新方案补充", number=1)
    with pytest.raises(Conflict):
        await service.change_item(SYSTEM, "t-goals", wanted, "再改", number=1)
    await service.retire_item(SYSTEM, "t-goals", "并入重点目标")
    history = (await item_view("t-goals")).history
    assert [(one.row.action, one.row.reason) for one in history] == [
        ("retired", "并入重点目标"),
        ("changed", "按新方案补充"),
        ("added", ""),
    ]
    assert [name for name, _, _ in history[1].differs] == ["elements"]
    with pytest.raises(Conflict):
        await service.change_item(SYSTEM, "t-goals", view.elements, "再用")


async def test_merging_retires_and_says_where_to(world):
    await service.apply_template(SYSTEM, "township", "qingxi")
    await service.merge_items(SYSTEM, "t-goals", "t-targets", "合并公开")
    view = await item_view("t-goals")
    assert view.item.merged_into.code == "t-targets"
    assert "年度工作目标" not in await owed("liuhe")
    with pytest.raises(Invalid):
        await service.merge_items(SYSTEM, "t-targets", "t-targets", "自并")


async def test_a_time_limit_in_doubt_is_confirmed_or_corrected_by_a_person(world):
    strange = parsed(FUNDS.replace("每季度首月10日前", "财务往来较多的，每月公开一次"))
    await service.import_catalogue(SYSTEM, "qingxi", strange)
    (item,) = await catalogue_list(standing="review")
    rules = (Periodic("quarterly", 20, 1), Within(20))
    with pytest.raises(Invalid):
        await service.confirm_limit(SYSTEM, item.code, rules)
    await service.confirm_limit(SYSTEM, item.code, rules, "本县往来不多，按季公开")
    assert await catalogue_list(standing="review") == []
    kept = await service.import_catalogue(SYSTEM, "qingxi", strange)
    assert kept.unchanged == 1


async def test_items_read_as_rows_and_back_are_the_same(world):
    await service.apply_template(SYSTEM, "village", "qingxi")
    for item in await catalogue_list(tier="village"):
        if not item.code.startswith("v-"):
            continue
        elements = (await item_view(item.code)).elements
        back = elements_of_row(row_of(elements), "village")
        for name in ("group", "name", "elements", "basis", "carriers", "carriers_optional"):
            assert getattr(back, name) == getattr(elements, name)


async def test_named_units_are_owners_only_of_their_items(world):
    await service.create_item(
        SYSTEM,
        code="only",
        tier="township",
        group="甲",
        name="只由柳河镇公开",
        cadence="fixed",
        responsible_units=["liuhe"],
    )
    assert await ItemUnit.filter(item__code="only").count() == 1
    assert "只由柳河镇公开" in await owed("liuhe")
    assert "只由柳河镇公开" not in await owed("nanping")
