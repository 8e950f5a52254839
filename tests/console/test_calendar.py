"""The working calendar in the console: days marked in words, a year taken over whole or not."""

from datetime import date

from console.year_calendar import holidays, months
from disclosure.workdays import shipped, shipped_days
from tests.console.site import Site

NOTICE = "日期,类型,说明\n2027-01-01,放假,元旦\n2027-01-03,上班,元旦调休上班\n"
OF_2026 = [one for one in shipped_days() if one.day.year == 2026]


def test_festivals_are_told_in_a_sentence_each() -> None:
    said = {one.name: one.said for one in holidays(OF_2026)}
    assert said["国庆节"] == "10月1日至10月7日放假，9月20日、10月10日上班"


def test_every_day_of_the_year_stands_in_its_month_and_column() -> None:
    found = months(2026, OF_2026, shipped())
    for month in found:
        for week in month.weeks:
            for column, day in enumerate(week):
                if day is not None:
                    assert date(2026, month.number, day.number).weekday() == column
                    assert day.off is not shipped().is_workday(date(2026, month.number, day.number))
    assert sum(day is not None for month in found for week in month.weeks for day in week) == 365
    assert found[9].workdays == 18


def test_the_calendar_says_what_is_covered_and_what_is_not(site: Site) -> None:
    page = site.browser("officer").get("/console/calendar").text
    assert "2027 年的放假安排尚未导入" in page
    assert "10月1日至10月7日放假" in page
    assert "导入一年的放假安排" not in page


def test_the_office_takes_over_a_year(site: Site) -> None:
    office = site.browser("office")
    answer = office.post(
        "/console/calendar",
        {"import_year": "2027", "source": "国办发明电〔2026〕9号", "content": NOTICE},
    )
    assert answer.headers["location"] == "/console/calendar?year=2027&said=calendar"
    page = office.get("/console/calendar?year=2027").text
    assert "国办发明电〔2026〕9号" in page
    assert "1月1日放假，1月3日上班" in page
    assert "2028 年的放假安排尚未导入" in page


def test_a_file_is_taken_in_the_encoding_of_spreadsheets(site: Site) -> None:
    files = {"file": ("2027.csv", NOTICE.encode("gb18030"), "text/csv")}
    answer = site.browser("office").post("/console/calendar", {"import_year": "2027"}, files=files)
    assert answer.status_code == 303


def test_a_bad_row_is_named_and_what_was_typed_stays(site: Site) -> None:
    office = site.browser("office")
    answer = office.post(
        "/console/calendar", {"import_year": "2027", "content": NOTICE + "2027-02-30,放假\n"}
    )
    assert answer.status_code == 422
    assert "第 4 行：没有 2027-02-30 这一天" in answer.text
    assert "2027-01-03,上班" in answer.text
    assert office.post("/console/calendar", {"import_year": "27"}).status_code == 422
    nothing = office.post("/console/calendar", {"import_year": "2027"})
    assert "请选择 CSV 文件" in nothing.text
    assert "2027 年的放假安排尚未导入" in office.get("/console/calendar").text


def test_odd_years_in_the_address_show_this_year(site: Site) -> None:
    browser = site.browser("officer")
    for asked in ("9999", "abcd", "²⁰²⁶", "0000"):
        assert "2026年" in browser.get("/console/calendar", params={"year": asked}).text


def test_who_may_not_keep_the_catalogue_imports_nothing(site: Site) -> None:
    answer = site.browser("officer").post(
        "/console/calendar", {"import_year": "2027", "content": NOTICE}
    )
    assert answer.status_code == 403


def test_the_office_changes_the_rules_and_a_wrong_figure_is_named(site: Site) -> None:
    office = site.browser("office")
    assert 'value="5，2，0"' in office.get("/console/rules").text
    answer = office.post("/console/rules", {"latest_workdays": "15", "reminder_workdays": "7,1"})
    assert answer.status_code == 303
    assert 'value="7，1"' in office.get("/console/rules").text
    wrong = office.post("/console/rules", {"latest_workdays": "30"})
    assert wrong.status_code == 422
    assert "请填写 1 到 20 之间的整数，现为“30”" in wrong.text
    assert site.browser("officer").get("/console/rules").status_code == 403


def test_an_exemption_is_given_and_ended_with_a_reason(site: Site) -> None:
    from disclosure.models import CatalogueItem, Exemption

    site.run(lambda: _item(CatalogueItem))
    office = site.browser("office")
    form = {"unit": "shiqiao", "item": "land", "period": "2026Q3", "reason": "本村无征地"}
    assert office.post("/console/exemptions", form).status_code == 303
    page = office.get("/console/exemptions").text
    assert "本村无征地" in page
    assert "2026年第三季度" in page
    again = office.post("/console/exemptions", form)
    assert again.status_code == 422
    assert "已经免予公开" in again.text
    (row,) = site.run(Exemption.all)
    refused = office.post(f"/console/exemptions/{row.id}/end", {"end_reason": ""})
    assert refused.status_code == 422
    assert (
        office.post(f"/console/exemptions/{row.id}/end", {"end_reason": "已征地"}).status_code
        == 303
    )
    assert (
        office.post(f"/console/exemptions/{row.id}/end", {"end_reason": "已征地"}).status_code
        == 404
    )
    assert "没有免予公开的事项" in office.get("/console/exemptions").text
    trail = site.browser("inspector").get("/console/audit").text
    assert "登记免予公开" in trail
    assert "恢复公开" in trail


async def _item(model):
    from core.transaction import transact

    return await transact(
        lambda: model.create(
            code="land", tier="village", group="土地", name="征地补偿", cadence="quarterly"
        )
    )
