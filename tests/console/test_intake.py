"""What comes in through the console: files, workbooks, sources, the rule of index numbers."""

import io
from dataclasses import replace

from openpyxl import load_workbook

from disclosure.attachments import read_attachments
from disclosure.models import RuleSet, Source, Version
from disclosure.service import create_item
from tests.console.site import Site
from tests.disclosure.files import PDF
from tests.disclosure.portal import document, listing
from tests.serving import serving


def attached(site: Site, version: Version) -> list[str]:
    async def read() -> list[str]:
        fresh = await Version.get(id=version.id)
        return [file.sha256 for file in read_attachments(fresh.attachments)]

    return site.run(read)


def test_the_author_puts_a_file_on_a_draft_and_takes_it_off(site):
    officer, draft = site.browser("officer"), site.draft("officer", "shiqiao")
    here = f"/console/versions/{draft.id}/attachments"
    assert officer.post(here, files={"attachment": ("通告.pdf", PDF)}).status_code == 303
    (sha,) = attached(site, draft)
    page = officer.get(f"/console/records/{draft.record.id}").text
    assert "通告.pdf" in page
    answer = officer.get(f"{here}/{sha}")
    assert answer.content == PDF
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert officer.post(f"{here}/remove", {"sha256": sha}).status_code == 303
    assert attached(site, draft) == []


def test_a_refused_file_says_why_on_the_record_s_page(site):
    officer, draft = site.browser("officer"), site.draft("officer", "shiqiao")
    here = f"/console/versions/{draft.id}/attachments"
    for files in ({"attachment": ("通告.pdf", b"MZ")}, {"attachment": ("a.exe", b"MZ")}, None):
        answer = officer.post(here, files=files or {"other": ("a", b"")})
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
    assert attached(site, draft) == []


def test_a_file_is_for_the_unit_s_staff_alone(site):
    officer, draft = site.browser("officer"), site.draft("officer", "shiqiao")
    here = f"/console/versions/{draft.id}/attachments"
    officer.post(here, files={"attachment": ("通告.pdf", PDF)})
    (sha,) = attached(site, draft)
    assert site.browser("officer2").get(f"{here}/{sha}").status_code == 404
    assert site.browser("reviewer").get(f"{here}/{sha}").status_code == 200
    assert site.browser().get(f"/files/{sha}").status_code == 404


def test_a_township_files_its_villages_from_one_workbook(site):
    async def item() -> None:
        await create_item(
            site.county["office"],
            code="village-accounts",
            tier="village",
            group="财务公开",
            name="季度财务收支",
            cadence="quarterly",
        )

    site.run(item)
    officer = site.browser("officer")
    place = {"unit": "shiqiao", "period": "2026Q3"}
    assert officer.get("/console/workbooks").status_code == 200
    template = officer.get("/console/workbooks/template", params=place)
    book = load_workbook(io.BytesIO(template.content))
    book["2026Q3 季度财务收支"]["B4"].value = "是"
    out = io.BytesIO()
    book.save(out)
    seen = officer.post("/console/workbooks", place, files={"book": ("填报.xlsx", out.getvalue())})
    assert seen.status_code == 200
    assert "本季度无发生" in seen.text
    (sha,) = {part.split('"')[0] for part in seen.text.split('name="sha256" value="')[1:]}
    told = place | {"sha256": sha, "name": "填报.xlsx", "then": "save"}
    assert officer.post("/console/workbooks/file", told).status_code == 303

    async def drafts() -> list[bool]:
        return [version.nil_return for version in await Version.all()]

    assert site.run(drafts) == [True]
    assert not (site.settings.files / sha[:2] / sha).exists()  # it may list persons
    again = officer.post("/console/workbooks/file", told)
    assert again.status_code == 409
    assert site.run(drafts) == [True]


def test_a_workbook_with_a_wrong_row_shows_it_and_offers_no_saving(site):
    async def item() -> None:
        await create_item(
            site.county["office"],
            code="village-accounts",
            tier="village",
            group="财务公开",
            name="季度财务收支",
            cadence="quarterly",
        )

    site.run(item)
    officer, place = site.browser("officer"), {"unit": "shiqiao", "period": "2026Q3"}
    template = officer.get("/console/workbooks/template", params=place)
    book = load_workbook(io.BytesIO(template.content))
    book["2026Q3 季度财务收支"]["D5"].value = "土地承包"
    book["2026Q3 季度财务收支"]["E5"].value = "三千"
    out = io.BytesIO()
    book.save(out)
    seen = officer.post("/console/workbooks", place, files={"book": ("填报.xlsx", out.getvalue())})
    assert seen.status_code == 422
    assert "三千" in seen.text
    assert "/console/workbooks/file" not in seen.text
    foreign = officer.post(
        "/console/workbooks", place, files={"book": ("填报.xlsx", b"PK\x03\x04")}
    )
    assert foreign.status_code == 422


def test_a_source_is_tried_kept_and_asked_for(site, monkeypatch):
    pages = {
        "/zwgk/": listing([("1.html", "关于秋季防火的通告", "2026-10-08")]),
        "/zwgk/1.html": document("关于秋季防火的通告", "林区内禁止用火。"),
    }
    with serving(pages) as portal:
        allowed = replace(site.settings, fetch_hosts=frozenset({"127.0.0.1"}))
        monkeypatch.setitem(site.first.app_state, "settings", allowed)
        officer = site.browser("officer")
        form = {"unit": "shiqiao", "name": "县政府网站", "list_url": f"{portal.url}/zwgk/"}
        tried = officer.post("/console/sources/new", form | {"then": "try"})
        assert tried.status_code == 200
        assert "林区内禁止用火。" in tried.text
        kept = officer.post("/console/sources/new", form | {"then": "save"})
        assert kept.status_code == 303
    here = kept.headers["location"].partition("?")[0]
    assert officer.get(here).status_code == 200
    assert officer.get("/console/sources").text.count("县政府网站") >= 1
    assert officer.post(f"{here}/pull").status_code == 303
    assert site.browser("officer2").get(here).status_code == 404
    bad = officer.post(here, form | {"list_url": "file:///etc/passwd", "then": "save"})
    assert bad.status_code == 422

    async def kept_address() -> str:
        return (await Source.get()).list_url

    assert site.run(kept_address) == form["list_url"]


def test_the_rule_of_index_numbers_is_the_office_s(site):
    office = site.browser("office")
    assert "{serial:05}" in office.get("/console/index-rule").text
    form = {
        "enabled": "1",
        "template": "XC{unit}-{catalogue}-{year}-{serial:05}",
        "by-unit": "1",
        "by-catalogue": "1",
        "by-year": "1",
        "codes": "02 通知公告\n03 village-accounts",
        "other_code": "00",
    }
    tried = office.post("/console/index-rule", form | {"then": "try"})
    assert "XCQX0101-00-2026-00012" in tried.text
    assert office.post("/console/index-rule", form | {"then": "save"}).status_code == 303

    async def kept() -> str:
        return (await RuleSet.get(name="index_number")).value

    assert '"通知公告":"02"' in site.run(kept)
    for wrong in ({"template": "{unit}"}, {"codes": "02"}, {"template": "x" * 81}):
        assert office.post("/console/index-rule", form | wrong).status_code == 422
    assert site.browser("officer").get("/console/index-rule").status_code == 403
