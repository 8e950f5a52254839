"""The gates in the console: what is found is shown where it is decided, by plain forms."""

import re

from disclosure.models import Finding, GateWord, SuppressedName, Version
from tests.console.site import Site

TEXT = "张三 13812345678 领取补贴，详见日博365。"
WORDS = "类别,词语,建议表述\n禁用词,布署,部署\n奇怪,某词,\n"


def written(site: Site, body: str = TEXT, title: str = "补贴发放公示") -> str:
    """The path of the version that the officer saved."""
    form = {"unit": "shiqiao", "item": "", "template": "notice", "title": title, "body": body}
    answer = site.browser("officer").post("/console/records/new", {**form, "then": "save"})
    assert answer.status_code == 303, answer.text
    return f"/console/versions/{newest(site).id}"


def newest(site: Site) -> Version:
    async def found() -> Version:
        return await Version.get(newest=True).select_related("record")

    return site.run(found)


def key(site: Site, gate: str) -> str:
    async def found() -> str:
        return str((await Finding.get(gate=gate)).key)

    return site.run(found)


def test_the_author_sees_what_was_found_and_masks_it(site: Site) -> None:
    here = written(site)
    record = f"/console/records/{newest(site).record.id}"
    officer = site.browser("officer")
    page = officer.get(record).text
    assert "2 处待处理" in page
    assert "138****5678" in page
    assert "日博365" in page
    refused = officer.post(f"{here}/submit")
    assert refused.status_code == 422
    assert "错敏词" in refused.text
    masked = officer.post(f"{here}/findings/mask", {"key": key(site, "privacy")})
    assert masked.status_code == 303
    assert "13812345678" not in officer.get(record).text
    assert "138****5678" in newest(site).content


def test_all_personal_data_are_masked_by_one_button(site: Site) -> None:
    here = written(site, "张三 13812345678；李四 13912345678。")
    officer = site.browser("officer")
    assert "全部遮盖（2 项）" in officer.get(f"/console/records/{newest(site).record.id}").text
    officer.post(f"{here}/findings/mask")
    assert not re.search(r"1\d{10}", newest(site).content)


def test_a_reviewer_clears_a_word_and_the_author_has_no_button_for_it(site: Site) -> None:
    here = written(site, "详见日博365。")
    record = f"/console/records/{newest(site).record.id}"
    assert "/findings/clear" not in site.browser("officer").get(record).text
    reviewer = site.browser("reviewer")
    assert "/findings/clear" in reviewer.get(record).text
    values = {"key": key(site, "wording"), "reason": ""}
    assert "请写明放行的理由" in reviewer.post(f"{here}/findings/clear", values).text
    done = reviewer.post(f"{here}/findings/clear", {**values, "reason": "引用网站名称"})
    assert done.status_code == 303
    assert "已放行 1 处" in reviewer.get(record).text
    assert site.browser("officer").post(f"{here}/submit").status_code == 303


def test_a_ground_goes_from_the_author_to_the_secrecy_reviewer(site: Site) -> None:
    here = written(site, "张三 13812345678 领取补贴。")
    found = key(site, "privacy")
    ground = {"key": found, "ground": "《社会救助暂行办法》第十一条"}
    assert site.browser("officer").post(f"{here}/findings/claim", ground).status_code == 303
    secrecy = site.browser("secrecy")
    assert "待确认不遮盖的依据" in secrecy.get("/console").text
    page = secrecy.get(f"{here}/review").text
    assert "《社会救助暂行办法》第十一条" in page
    done = secrecy.post(f"{here}/findings/confirm", {"key": found, "back": "review"})
    assert done.headers["location"].startswith(f"{here}/review")
    assert "已放行 1 处" in secrecy.get(f"{here}/review").text
    assert "待确认不遮盖的依据" not in secrecy.get("/console").text


def test_findings_of_another_township_are_not_there(site: Site) -> None:
    here = written(site, "详见日博365。")
    values = {"key": key(site, "wording"), "reason": "误报"}
    assert site.browser("reviewer2").post(f"{here}/findings/clear", values).status_code == 404


def test_the_form_shows_the_findings_of_what_it_edits(site: Site) -> None:
    here = written(site)
    assert "错敏词和个人信息检查" in site.browser("officer").get(f"{here}/edit").text


def test_the_office_keeps_words_one_by_one_and_by_table(site: Site) -> None:
    office = site.browser("office")
    assert "尚未增补词语" in office.get("/console/words").text
    added = office.post("/console/words", {"kind": "forbidden", "word": "某种说法"})
    assert added.status_code == 303
    file = {"file": ("词库.csv", WORDS.encode(), "text/csv")}
    page = office.post("/console/words/import", files=file).text
    assert "新增 1 条" in page
    assert "第 3 行" in page
    table = office.get("/console/words/table").text
    assert "禁用词,某种说法" in table
    assert "禁用词,布署,部署" in table

    async def first() -> str:
        return str((await GateWord.get(word="布署")).id)

    assert office.post(f"/console/words/{site.run(first)}/delete").status_code == 303
    assert "布署" not in office.get("/console/words/table").text


def test_a_text_is_tried_and_not_kept(site: Site) -> None:
    officer = site.browser("officer")
    page = officer.post("/console/words/try", {"text": TEXT}).text
    assert "138****5678" in page
    assert "日博365" in page
    assert "没有发现" in officer.post("/console/words/try", {"text": "本村公告。"}).text
    assert site.run(Finding.all().count) == 0
    assert "增加词语" not in page


def test_a_name_is_looked_up_taken_down_and_lifted(site: Site) -> None:
    reviewer = site.browser("reviewer")
    asked = {"name": "张 强", "unit": "shiqiao"}
    page = reviewer.post("/console/names/preview", asked).text
    assert "没有公开的内容出现这个姓名" in page
    assert "请写明撤下姓名的原因" in reviewer.post("/console/names", asked).text
    assert reviewer.post("/console/names", {**asked, "reason": "离任"}).status_code == 303
    assert "张强" in reviewer.get("/console/names").text

    async def first() -> str:
        return str((await SuppressedName.get(name="张强")).id)

    lifted = reviewer.post(f"/console/names/{site.run(first)}/lift")
    assert lifted.status_code == 303
    assert "已恢复" in reviewer.get("/console/names").text
