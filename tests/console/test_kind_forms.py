"""Records of a kind through plain forms: filed, carried on, linked, never half-kept."""

import io
import re

from openpyxl import Workbook
from PIL import Image

from accounts.actor import SYSTEM
from disclosure import kinds, service
from disclosure.models import RecordLink, Version
from media.content import Content
from tests.console.site import Site
from tests.console.test_records import item, newest
from tests.disclosure.kinds.samples import SAMPLES
from tests.media.test_images import encoded


def posted(code: str, **more: str) -> dict[str, str]:
    """The form of a sample as a browser posts it."""
    from console.kind_form import values_of

    fields = kinds.read_fields(code, SAMPLES[code])
    return {"unit": "shiqiao", "item": "", "kind": code, "title": "标题", "then": "save",
            **values_of(fields), **more}  # fmt: skip


def test_every_kind_is_offered_filled_saved_and_opened_again(site: Site) -> None:
    officer = site.browser("officer")
    for code, kind in kinds.KINDS.items():
        if code == "picture":  # its file is sent besides: tests/console/test_pictures.py
            continue
        blank = officer.get(f"/console/records/new?unit=shiqiao&item=&kind={code}")
        assert blank.status_code == 200, code
        saved = officer.post("/console/records/new", posted(code))
        assert saved.status_code == 303, saved.text
        record = str(saved.headers["location"]).split("?")[0].rsplit("/", 1)[1]
        version = site.run(lambda record=record: Version.get(record_id=record))
        assert (version.kind, version.template) == (code, kind.template)
        fields = kinds.stored_fields(code, version.fields_json)
        assert Content.model_validate_json(version.content) == kind.compose(fields)
        assert officer.get(f"/console/versions/{version.id}/edit").status_code == 200, code
        assert officer.post("/console/records/preview", posted(code)).status_code == 200, code


def test_saving_again_changes_nothing_that_was_not_touched(site: Site) -> None:
    officer = site.browser("officer")
    officer.post("/console/records/new", posted("accounts"))
    before = newest(site)
    page = officer.get(f"/console/versions/{before.id}/edit").text
    assert 'value="46200.00"' in page
    form = posted("accounts", revision=str(before.revision))
    officer.post(f"/console/versions/{before.id}/edit", form)
    after = newest(site)
    assert (after.fields_json, after.content) == (before.fields_json, before.content)
    assert after.content_hash == before.content_hash


def test_accounts_that_do_not_add_up_are_kept_as_a_draft_but_not_sent_to_review(
    site: Site,
) -> None:
    officer = site.browser("officer")
    form = posted("accounts", **{"f-closing": "98812.31", "then": "submit"})
    answer = officer.post("/console/records/new", form)
    assert answer.status_code == 422
    assert "相差 0.01 元" in answer.text
    assert "草稿已保存，尚不能送审" in answer.text
    assert newest(site).state == "draft"


def test_an_amount_that_is_none_is_named_with_its_row_and_nothing_is_stored(site: Site) -> None:
    form = posted("accounts", **{"r-income-1-amount": "一万八"})
    answer = site.browser("officer").post("/console/records/new", form)
    assert answer.status_code == 422
    assert "“收入”第 2 行“金额（元）”：“一万八”不是金额。" in answer.text
    assert "r-income-1-amount" in answer.text
    assert "一万八" in answer.text
    assert site.run(Version.all().count) == 0


def test_the_next_quarter_begins_with_the_last_one(site: Site) -> None:
    site.run(item)
    officer = site.browser("officer")
    first = posted("accounts", item="v-accounts", period="2026Q2")
    assert officer.post("/console/records/new", first).status_code == 303
    address = "/console/records/new?unit=shiqiao&item=v-accounts&kind=accounts&period=2026Q3"
    assert "from=last" in officer.get(address).text
    page = officer.get(f"{address}&from=last").text
    opening = re.search(r'name="f-opening"[^>]*value="([^"]*)"', page)
    assert opening is not None
    assert opening[1] == "98812.30"
    assert 'value="集体土地承包收入"' in page
    assert 'value="46200.00"' not in page


def test_a_half_yearly_item_is_filed_about_the_last_half_year_that_is_over(site: Site) -> None:
    site.run(
        lambda: service.create_item(
            SYSTEM, code="v-half", tier="village", group="财务公开", name="半年收支情况",
            cadence="half_yearly",
        )
    )  # fmt: skip
    officer = site.browser("officer")
    page = officer.get("/console/records/new?unit=shiqiao&item=v-half&kind=accounts").text
    assert re.search(r'<option value="2026H1"[^>]*selected[^>]*>2026年上半年', page)
    assert re.search(r'<option value="2026H2"[^>]*>2026年下半年', page)
    form = posted("accounts", item="v-half", period="2026H1", title="")
    assert officer.post("/console/records/new", form).status_code == 303
    assert newest(site).title == "2026年上半年收支情况"
    assert "2026年上半年" in officer.get("/console/records").text


def test_a_form_about_a_running_period_is_kept_and_says_when_it_can_be_submitted(
    site: Site,
) -> None:
    site.run(item)
    form = posted("accounts", item="v-accounts", period="2026Q4", title="") | {"then": "submit"}
    refused = site.browser("officer").post("/console/records/new", form)
    assert refused.status_code == 422
    assert "2026年第四季度尚未结束，本条信息自2027年1月1日起方可提交审核" in refused.text
    assert (newest(site).state, newest(site).title) == ("draft", "2026年第四季度收支情况")


def test_a_second_form_about_a_period_under_way_leads_to_the_first(site: Site) -> None:
    site.run(item)
    officer = site.browser("officer")
    form = posted("accounts", item="v-accounts", period="2026Q2", title="")
    assert officer.post("/console/records/new", form).status_code == 303
    begun = newest(site)
    assert begun.title == "2026年第二季度收支情况"
    listed = officer.get("/console/records").text
    assert "2026年第二季度" in listed
    assert "2026Q2" not in listed
    again = officer.post("/console/records/new", form)
    assert again.status_code == 409
    assert f'href="/console/records/{begun.record_id}"' in again.text


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_becomes_the_rows_of_a_table(site: Site) -> None:
    officer = site.browser("officer")
    data = workbook(("收入项目", "金额（元）"), ("承包收入", 46200), ("光伏", 18735.2))
    form = posted("accounts", then="rows:income:read")
    files = {"file-income": ("账.xlsx", data)}
    page = officer.post("/console/records/rows", form, files=files).text
    assert 'value="18735.20"' in page
    assert "集体土地承包收入" not in page


def test_a_wrong_workbook_leaves_the_rows_as_they_were(site: Site) -> None:
    officer = site.browser("officer")
    data = workbook(("收入项目", "金额（元）"), ("承包收入", "=1+1"))
    form = posted("accounts", then="rows:income:read")
    page = officer.post("/console/records/rows", form, files={"file-income": ("a.xlsx", data)}).text
    assert "第 2 行“金额（元）”：是公式" in page
    assert "集体土地承包收入" in page


def test_rows_are_added_and_dropped_without_a_script(site: Site) -> None:
    officer = site.browser("officer")
    page = officer.post("/console/records/new", posted("accounts", then="rows:income:drop:0")).text
    assert "集体土地承包收入" not in page
    assert "光伏发电上网收入" in page
    assert site.run(Version.all().count) == 0


def test_long_tables_are_edited_as_text_and_lose_nothing(site: Site) -> None:
    officer = site.browser("officer")
    rows = "\n".join(f"收入{n}\t{n}.00" for n in range(1, 201))
    form = posted(
        "accounts", then="rows:income:read", **{"paste-income": f"收入项目\t金额\n{rows}"}
    )
    page = officer.post("/console/records/rows", form).text
    assert "收入200\t200.00" in page
    kept = {name: text for name, text in form.items() if not name.startswith("r-income")}
    kept |= {"then": "save", "t-income": f"收入项目\t金额\n{rows}"}
    assert officer.post("/console/records/new", kept).status_code == 303
    fields = kinds.stored_fields("accounts", newest(site).fields_json)
    assert len(fields.income) == 200


def test_hall_notices_need_an_end(site: Site) -> None:
    answer = site.browser("officer").post(
        "/console/records/new", posted("hall_notice", then="submit")
    )
    assert "必须填写展示截止时间" in answer.text
    assert newest(site).state == "draft"


def test_a_start_and_an_end_are_kept_as_instants(site: Site) -> None:
    form = posted("hall_notice", starts_at="2026-12-01T08:00", ends_at="2026-12-20T17:00")
    assert site.browser("officer").post("/console/records/new", form).status_code == 303
    version = newest(site)
    shown = [version.starts_at.isoformat(), version.ends_at.isoformat()]
    assert shown == ["2026-12-01T00:00:00+00:00", "2026-12-20T09:00:00+00:00"]


def test_posting_period_group_and_event_are_kept(site: Site) -> None:
    form = posted("notice", posting_days="7", posting_unit="working_day",
                  objection="社会事务办", group_name="石桥村村民", event="concern",
                  formed_on="2026-11-01", issued_on="2026-11-03")  # fmt: skip
    assert site.browser("officer").post("/console/records/new", form).status_code == 303
    version = newest(site)
    assert (version.posting_days, version.posting_unit) == (7, "working_day")
    assert (version.objection, version.group_name, version.event) == (
        "社会事务办", "石桥村村民", "concern",
    )  # fmt: skip
    assert str(version.formed_on) < str(version.issued_on)


def test_an_issue_before_its_formation_is_named_with_both_days(site: Site) -> None:
    form = posted("notice", formed_on="2026-11-05", issued_on="2026-11-03", then="submit")
    answer = site.browser("officer").post("/console/records/new", form)
    assert "发布日期 2026-11-03 早于成文日期 2026-11-05。" in answer.text


def test_an_interpretation_is_linked_to_the_policy_that_it_explains(site: Site) -> None:
    officer = site.browser("officer")
    officer.post("/console/records/new", posted("policy", title="低保工作办法"))
    policy = newest(site)
    record = site.run(lambda: Version.get(id=policy.id).select_related("record")).record
    form = posted("interpretation", title="解读", **{"f-about": record.id})
    page = officer.get("/console/records/new?unit=shiqiao&item=&kind=interpretation").text
    assert f'value="{record.id}"' in page
    assert officer.post("/console/records/new", form).status_code == 303
    (linked,) = site.run(lambda: RecordLink.all().select_related("target", "record"))
    assert (linked.target.id, linked.relation) == (record.id, "interpretation")
    assert "相关解读" in officer.get(f"/console/records/{record.id}").text


def test_a_record_of_another_unit_is_not_offered_and_not_linked(site: Site) -> None:
    other = site.browser("officer2")
    made = other.post("/console/records/new", posted("policy", unit="nanping", title="南坪办法"))
    assert made.status_code == 303
    policy = newest(site)
    record = site.run(lambda: Version.get(id=policy.id).select_related("record")).record
    officer = site.browser("officer")
    page = officer.get("/console/records/new?unit=shiqiao&item=&kind=interpretation").text
    assert "南坪办法" not in page
    refused = officer.post(
        "/console/records/new", posted("interpretation", **{"f-about": record.id})
    )
    assert "没有这条信息" in refused.text
    assert site.run(RecordLink.all().count) == 0


def test_a_picture_of_a_kind_is_stored_and_named_by_its_fields(site: Site) -> None:
    form = {**posted("picture"), "f-file": ""}
    files = {"picture": ("村道.png", small_picture())}
    saved = site.browser("officer").post("/console/records/new", form, files=files)
    assert saved.status_code == 303, saved.text
    version = newest(site)
    sha = kinds.stored_fields("picture", version.fields_json).file
    assert len(sha) == 64
    assert Content.model_validate_json(version.content).blocks[0].file == sha


def test_photos_of_a_roster_stay_with_their_names(site: Site) -> None:
    officer = site.browser("officer")
    officer.post("/console/records/new", posted("roster"))
    version = newest(site)
    files = {"picture": ("李敏.png", small_picture())}
    answer = officer.post(f"/console/versions/{version.id}/photo", {"member": "1"}, files=files)
    assert answer.status_code == 303, answer.text
    version = newest(site)
    photos = [one.photo for one in kinds.stored_fields("roster", version.fields_json).members]
    assert (photos[0], len(photos[1])) == ("", 64)
    first, second = SAMPLES["roster"]["members"]
    swapped = {
        f"r-members-{at}-{name}": text
        for at, row in enumerate((second, first))
        for name, text in row.items()
    }
    form = {**posted("roster"), **swapped, "revision": str(version.revision)}
    officer.post(f"/console/versions/{version.id}/edit", form)
    after = kinds.stored_fields("roster", newest(site).fields_json).members
    assert [(one.name, one.photo) for one in after] == [("李敏", photos[1]), ("周䶮", "")]


def small_picture() -> bytes:
    return encoded(Image.new("RGB", (300, 400), "teal"), "PNG")
