"""目录与时限 in the console: read by all who write, changed by the office, each owner its own."""

import io

import pytest
from openpyxl import load_workbook

from accounts.actor import SYSTEM
from accounts.models import AuditEntry
from disclosure.cataloguing import read_catalogue
from disclosure.models import CatalogueEdition, CatalogueItem
from disclosure.service import apply_template
from tests.console.site import Site

CSV = (
    "一级事项,二级事项,公开内容,公开依据,公开时限,公开主体,公开渠道,全社会,特定群体,主动,依申请,县级,乡级,村级\n"
    "涉农资金,资金明细,明细,条例,财务往来较多的，每月公开一次,镇人民政府,■政府网站,√,,√,,,√,\n"
    "涉农资金,发放名单,=1+1,条例,公示7个工作日,镇人民政府,■政府网站,,√,√,,,√,\n"
)
ITEM = {
    "owner": "qingxi",
    "code": "t-orchards",
    "tier": "township",
    "group": "集体果园",
    "name": "果园承包",
    "time_limit": "每季度首月10日前",
    "cadence": "quarterly",
    "due_day": "10",
    "audience": "public",
    "mode": "proactive",
    "chain": "affairs",
    "carriers": ["website", "screen"],
    "reason": "按新方案增加",
}


@pytest.fixture
def filled(site: Site) -> Site:
    for template in ("township", "village"):
        site.run(lambda template=template: apply_template(SYSTEM, template, "qingxi"))
    return site


def item(site: Site, code: str) -> CatalogueItem:
    return site.run(lambda: CatalogueItem.get(code=code))


def preview(site: Site, login: str, data: bytes = CSV.encode(), name: str = "目录.csv"):
    browser = site.browser(login)
    files = {"file": (name, data, "text/csv")}
    return browser, browser.post("/console/catalogue/import", {"unit": "qingxi"}, files=files)


def hidden(page: str, name: str) -> str:
    return page.split(f'name="{name}" value="')[1].split('"')[0]


def test_an_empty_catalogue_leads_to_the_templates(site: Site):
    assert "选用模板" in site.browser("office").get("/console/catalogue").text
    assert "选用模板" not in site.browser("officer").get("/console/catalogue").text


def test_the_list_is_searched_and_filtered(filled: Site):
    browser = filled.browser("officer")
    page = browser.get("/console/catalogue").text
    assert "共 27 项" in page
    assert "季度财务收支" in page
    assert "共 13 项" in browser.get("/console/catalogue?tier=township").text
    assert "共 1 项" in browser.get("/console/catalogue?q=jdcwsz").text
    assert "没有符合条件" in browser.get("/console/catalogue?q=不存在").text
    assert browser.get("/console/catalogue?tier=<x>&standing=y").status_code == 200


def test_an_item_shows_its_elements_its_limit_in_words_and_its_history(filled: Site):
    page = filled.browser("officer").get("/console/catalogue/items/v-accounts").text
    assert "每季度，次期第 1 个月 10 日前" in page
    assert "收入项目、金额" in page
    assert "村（社区）公开目录（2026）" in page
    assert '/edit"' not in page
    assert filled.browser("officer").get("/console/catalogue/items/nothing").status_code == 404


def test_the_office_adds_changes_and_retires_with_a_reason(filled: Site):
    office = filled.browser("office")
    assert office.post("/console/catalogue/new", ITEM).status_code == 303
    assert item(filled, "t-orchards").carriers == " website screen "
    edit = "/console/catalogue/items/t-orchards/edit"
    changed = ITEM | {"number": "1", "name": "果园发包", "reason": ""}
    answer = office.post(edit, changed)
    assert answer.status_code == 422
    assert "请写明调整的原因" in answer.text
    assert office.post(edit, changed | {"reason": "更正名称"}).status_code == 303
    stale = office.post(edit, changed | {"name": "果园", "reason": "再改"})
    assert stale.status_code == 409
    assert "已被他人改动" in stale.text
    retired = office.post("/console/catalogue/items/t-orchards/retire", {"reason": "不再承包"})
    assert retired.status_code == 303
    page = office.get("/console/catalogue/items/t-orchards").text
    assert "不再承包" in page
    assert "<del>果园承包</del>" in page
    assert "果园发包" in office.get("/console/catalogue?standing=retired").text


def test_a_half_yearly_item_is_added_by_the_form(filled: Site):
    office = filled.browser("office")
    assert '<option value="half_yearly"' in office.get("/console/catalogue/new").text
    limit = {"cadence": "half_yearly", "time_limit": "每半年首月15日前", "due_day": "15"}
    assert office.post("/console/catalogue/new", ITEM | limit).status_code == 303
    made = item(filled, "t-orchards")
    assert (made.cadence, made.due_day) == ("half_yearly", 15)
    page = office.get("/console/catalogue/items/t-orchards").text
    assert "<dd>每半年</dd>" in page
    assert "每半年，次期第 1 个月 15 日前" in page


def test_merging_asks_for_another_item(filled: Site):
    office, path = filled.browser("office"), "/console/catalogue/items/t-goals/merge"
    missing = office.post(path, {"into": "nothing", "reason": "合并"})
    assert missing.status_code == 422
    assert "请选择要并入的公开事项" in missing.text
    assert office.post(path, {"into": "t-targets", "reason": "合并公开"}).status_code == 303
    assert "已并入" in office.get("/console/catalogue/items/t-goals").text


def test_a_village_officer_adds_the_villages_own_and_nothing_else(filled: Site):
    officer = filled.browser("officer")
    page = officer.get("/console/catalogue/new").text
    assert "仅石桥村" in page
    assert "全县" not in page
    own = ITEM | {"owner": "shiqiao", "tier": "village", "code": "shiqiao-orchard"}
    assert officer.post("/console/catalogue/new", own).status_code == 303
    assert officer.post("/console/catalogue/new", ITEM).status_code == 403
    assert (
        officer.post("/console/catalogue/items/v-plan/retire", {"reason": "x"}).status_code == 403
    )
    assert officer.get("/console/catalogue/items/v-plan/edit").status_code == 404
    assert filled.browser("inspector").get("/console/catalogue/new").status_code == 403


def test_an_import_is_looked_at_and_then_stored_as_it_was_looked_at(filled: Site):
    browser, answer = preview(filled, "office")
    page = answer.text
    assert "共 2 行，读入 1 行，未读入 1 行" in page
    assert "第 3 行“公开内容”：单元格是公式" in page
    assert "将新增 1 项" in page
    assert filled.run(lambda: CatalogueEdition.all().count()) == 2
    given = {name: hidden(page, name) for name in ("kept", "unit", "name")}
    stored = browser.post("/console/catalogue/import/store", given | {"title": "涉农资金目录"})
    assert stored.status_code == 303
    edition = browser.get(stored.headers["location"]).text
    assert "涉农资金目录" in edition
    assert "资金明细" in edition
    assert "1 项时限待核对" in browser.get("/console/catalogue").text
    assert "导入公开事项目录" in filled.browser("inspector").get("/console/audit").text


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "a.csv", "请选择文件"),
        ("姓名,电话\n甲,1\n".encode(), "名册.csv", "没有找到公开事项目录的表头"),
        (b"PK\x03\x04", "坏.xlsx", "已损坏或不是"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(filled: Site, data, name, said):
    _, answer = preview(filled, "office", data, name)
    assert answer.status_code in {413, 422}
    assert said in answer.text


def test_officers_import_nothing(filled: Site):
    assert preview(filled, "officer")[1].status_code == 403
    assert filled.browser("officer").get("/console/catalogue/import").status_code == 403


def test_a_time_limit_in_doubt_is_put_in_clear_words(filled: Site):
    browser, answer = preview(filled, "office")
    given = {name: hidden(answer.text, name) for name in ("kept", "unit", "name")}
    browser.post("/console/catalogue/import/store", given)
    code = filled.run(lambda: CatalogueItem.get(name="资金明细")).code
    path = f"/console/catalogue/items/{code}/limit"
    assert "待核对" in browser.get(f"/console/catalogue/items/{code}").text
    unclear = browser.post(path, {"wording": "看情况", "reason": "x"})
    assert unclear.status_code == 422
    assert "仍读不准" in unclear.text
    assert browser.post(path, {"wording": "每季度首月20日前"}).status_code == 422
    clear = {"wording": "每季度首月20日前", "reason": "本县按季公开"}
    assert browser.post(path, clear).status_code == 303
    page = browser.get(f"/console/catalogue/items/{code}").text
    assert "人工核定" in page
    assert '"state wait">待核对' not in page
    assert not item(filled, code).limit_review


def test_editions_are_compared(filled: Site):
    browser = filled.browser("officer")
    first, second = filled.run(lambda: CatalogueEdition.all().order_by("title"))
    page = browser.get(f"/console/catalogue/editions/{first.code}?against={second.code}").text
    assert "变更之处" in page
    assert "不再列出" in page
    assert browser.get("/console/catalogue/editions/nothing").status_code == 404


def test_templates_are_read_by_all_and_applied_by_the_office(site: Site):
    path = "/console/catalogue/templates/village"
    assert "季度财务收支" in site.browser("officer").get(path).text
    assert site.browser("officer").post(path, {"unit": "qingxi"}).status_code == 403
    assert site.browser("office").post(path, {"unit": "qingxi"}).status_code == 303
    assert site.run(lambda: CatalogueItem.all().count()) == 14
    old = site.browser("office").get(f"{path}-2017").text
    assert "五保供养" in old
    assert "确定套用" not in old
    assert site.browser("office").post(f"{path}-2017", {"unit": "qingxi"}).status_code == 409


def test_the_export_is_read_back_by_our_own_reader(filled: Site):
    answer = filled.browser("officer").get("/console/catalogue/export?tier=village")
    assert answer.headers["content-disposition"].endswith('.xlsx"')
    read = read_catalogue(answer.content, "目录.xlsx")
    assert (len(read.landed), read.refused) == (14, 0)
    assert load_workbook(io.BytesIO(answer.content)).active.merged_cells.ranges


def test_each_change_is_in_the_trail_once(filled: Site):
    before = filled.run(lambda: AuditEntry.all().count())
    filled.browser("office").post("/console/catalogue/new", ITEM)
    assert filled.run(lambda: AuditEntry.filter(action="item.create").count()) == 1
    assert filled.run(lambda: AuditEntry.all().count()) >= before + 1
