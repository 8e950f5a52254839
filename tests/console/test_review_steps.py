"""The steps of a chain by plain forms: checklist, paper, urgency, the office's own chains."""

import re

import pytest
from markupsafe import escape

from accounts.models import AuditEntry
from core.transaction import transact
from disclosure.checklist import CATEGORIES
from disclosure.models import CatalogueItem, Review, ReviewChain, Version
from tests.console.site import Site
from tests.console.test_account_pages import stale
from tests.console.test_records import newest
from tests.disclosure.chains import default_chains

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
CLEAN = {f"decision-{category}": "none" for category in CATEGORIES}


@pytest.fixture
def waiting(site: Site) -> Version:
    """A party notice of the village, submitted: secrecy, leader, head, office."""

    async def prepare() -> None:
        await default_chains()
        await transact(
            lambda: CatalogueItem.create(
                code="v-party", tier="village", group="党务", name="党务公开", cadence="prompt",
                chain="party",
            )
        )  # fmt: skip

    site.run(prepare)
    form = {
        "unit": "shiqiao", "item": "v-party", "template": "notice", "title": "党支部主题党日安排",
        "body": "定于本月二十日举行。", "then": "submit",
    }  # fmt: skip
    answer = site.browser("officer").post("/console/records/new", form)
    assert answer.status_code == 303, answer.text
    return newest(site)


def step(site: Site, login: str, version: Version, **form: str):
    here = f"/console/versions/{version.id}/approve"
    return site.browser(login).post(here, {"hash": version.content_hash, **form})


def test_the_inbox_leads_each_to_their_own_step_and_nobody_else(site: Site, waiting) -> None:
    here = f"/console/versions/{waiting.id}/review"
    order = []
    for login, form in (("secrecy", CLEAN), ("reviewer", {}), ("head", {}), ("office", None)):
        order.append(
            [
                one
                for one in ("secrecy", "reviewer", "head", "office", "finance")
                if here in site.browser(one).get("/console").text
            ]
        )
        if form is not None:
            assert step(site, login, waiting, **form).status_code == 303
    assert order == [["secrecy"], ["reviewer"], ["head"], ["office"]]
    assert site.browser("office").post(here.replace("review", "publish")).status_code == 303
    assert newest(site).state == "published"


def test_the_page_shows_the_way_with_who_and_what_is_next(site: Site, waiting) -> None:
    step(site, "secrecy", waiting, **CLEAN)
    page = site.browser("reviewer").get(f"/console/versions/{waiting.id}/review").text
    way = page[page.index('<ol class="way">') :]
    assert way.index("郑严") < way.index("分管领导审核") < way.index("党组织负责人审批")
    assert page.count('aria-current="step"') == 1
    assert "保密审查清单" not in page, "the checklist is asked of nobody else"


def test_an_open_question_keeps_what_was_answered_and_names_what_was_not(
    site: Site, waiting
) -> None:
    answer = step(site, "secrecy", waiting, **{**CLEAN, "decision-privacy": ""})
    assert answer.status_code == 422
    assert "“个人隐私”一项尚未作出决定" in answer.text
    assert 'id="decision-state-none" name="decision-state" value="none" checked' in answer.text
    barred = step(site, "secrecy", waiting, **{**CLEAN, "decision-state": "withhold"})
    assert barred.status_code == 422
    assert "涉及国家秘密，不得公开" in barred.text
    assert newest(site).step == 0


def test_opinions_stand_in_the_way_the_record_and_the_trail_and_on_no_public_page(
    site: Site, waiting
) -> None:
    said = {
        "secrecy": "经核对，不涉及国家秘密。",
        "reviewer": "同意，请<b>尽快</b>发布。",
        "office": "准予发布。",
    }
    step(site, "secrecy", waiting, **CLEAN, opinion=said["secrecy"])
    step(site, "reviewer", waiting, opinion=said["reviewer"])
    step(site, "head", waiting)
    here = f"/console/versions/{waiting.id}"
    assert 'name="opinion"' in site.browser("office").get(f"{here}/review").text
    site.browser("office").post(f"{here}/publish", {"opinion": said["office"]})
    kept = site.run(lambda: Review.filter(version_id=waiting.id).values_list("step", "note"))
    assert sorted(note for _, note in kept if note) == sorted(said.values())
    record = f"/records/{waiting.record_id}"
    page = site.browser("officer").get(f"/console{record}").text
    trail = "".join(site.run(lambda: AuditEntry.all().values_list("data", flat=True)))
    public = site.browser().get(record)
    assert public.status_code == 200
    for opinion in said.values():
        assert str(escape(opinion)) in page
        assert opinion in trail
        assert str(escape(opinion)) not in public.text


def test_an_opinion_has_two_hundred_characters_and_what_was_typed_stays(
    site: Site, waiting
) -> None:
    step(site, "secrecy", waiting, **CLEAN)
    long = "同" * 200
    answer = step(site, "reviewer", waiting, opinion=f"{long}意")
    assert answer.status_code == 422
    assert "最多 200 个字。" in answer.text
    assert f"{long}意</textarea>" in answer.text
    assert newest(site).step == 1
    assert step(site, "reviewer", waiting, opinion=f" {long} ").status_code == 303


def test_a_step_out_of_turn_is_refused_in_a_sentence(site: Site, waiting) -> None:
    answer = step(site, "head", waiting)
    assert answer.status_code == 403
    assert "现在应办理“保密审查”" in answer.text


def signed(site: Site, login: str, version: Version, *, scan=PDF, name="签字件.pdf", **form: str):
    return site.browser(login).post(
        f"/console/versions/{version.id}/signature",
        {"hash": version.content_hash, "signer": "冯书记", **form},
        files={"scan": (name, scan, "application/pdf")},
    )


def test_a_paper_signature_is_kept_with_its_scan_and_handed_out_for_saving_only(
    site: Site, waiting
) -> None:
    step(site, "secrecy", waiting, **CLEAN)
    answer = signed(site, "secrecy", waiting)
    assert answer.status_code == 303, answer.text
    assert newest(site).step == 2
    kept = site.run(lambda: Review.get(version_id=waiting.id, stage="leader"))
    assert kept.signer == "冯书记"
    page = site.browser("head").get(f"/console/versions/{waiting.id}/review").text
    assert "冯书记签字" in page
    assert "郑严登记" in page
    here = f"/console/versions/{waiting.id}/scans"
    file = site.browser("head").get(f"{here}/{kept.scan}")
    assert file.content == PDF
    assert file.headers["content-disposition"].startswith("attachment")
    assert site.browser("head").get(f"{here}/{'0' * 64}").status_code == 404
    assert site.browser("reviewer2").get(f"{here}/{kept.scan}").status_code == 404


def test_without_a_scan_or_with_another_kind_of_file_nothing_is_received(
    site: Site, waiting
) -> None:
    step(site, "secrecy", waiting, **CLEAN)
    bare = site.browser("secrecy").post(
        f"/console/versions/{waiting.id}/signature",
        {"hash": waiting.content_hash, "signer": "冯书记"},
    )
    assert bare.status_code == 422
    assert "未经签字的，一律不进行接收" in bare.text
    other = signed(site, "secrecy", waiting, scan=b"MZ not a scan", name="scan.exe")
    assert other.status_code == 422
    assert newest(site).step == 1


def test_an_urgent_submission_asks_for_its_reason_and_is_marked(site: Site, waiting) -> None:
    officer = site.browser("officer")
    officer.post(f"/console/versions/{waiting.id}/recall")
    form = {"template": "notice", "title": "汛情通知", "body": "请注意防汛。", "then": "save"}
    edited = officer.post(f"/console/versions/{waiting.id}/edit", form)
    assert edited.status_code == 303, edited.text
    version = newest(site)
    here = f"/console/versions/{version.id}/submit"
    assert officer.post(here, {"urgent": "1"}).status_code == 422
    assert officer.post(here, {"urgent": "1", "urgent_reason": "汛情紧急"}).status_code == 303
    assert newest(site).urgent
    page = site.browser("head").get("/console").text
    assert "汛情通知" in page
    assert "加急" in page
    assert "汛情通知" not in site.browser("secrecy").get("/console").text


CHAIN = {
    "kind": "party", "unit": "shiqiao", "audience": "", "release": "office",
    "name-1": "支部书记签发", "role-1": "head", "kind-1": "sign",
}  # fmt: skip


def test_the_office_sets_a_chain_in_words_and_takes_it_back(site: Site, waiting) -> None:
    office = site.browser("office")
    assert office.get("/console/chains/edit?kind=party&unit=shiqiao").status_code == 200
    assert office.post("/console/chains/edit", CHAIN).status_code == 303
    page = office.get("/console/chains").text
    assert "支部书记签发（主要负责人）" in page
    row = site.run(lambda: ReviewChain.get(kind="party"))
    assert (row.unit_path, row.urgent) == ("/qingxi/liuhe/shiqiao/", False)
    filled = office.get("/console/chains/edit?kind=party&unit=shiqiao").text
    assert 'value="支部书记签发"' in filled
    assert step(site, "head", waiting).status_code == 403, "what is under way keeps its own"
    assert office.post(f"/console/chains/{row.id}/remove").status_code == 303
    assert site.run(ReviewChain.all().count) == 0


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name-1": "", "role-1": ""}, "至少要有一步由起草人以外的人审核"),
        ({"name-1": ""}, "第 1 步没有名称"),
        ({"role-1": ""}, "第 1 步没有选择由谁办理"),
        ({"release": "officer"}, "请选择由谁发布"),
        ({"kind": "other"}, "请选择公开类别"),
    ],
)
def test_a_chain_that_cannot_be_walked_is_refused_and_what_was_typed_stays(
    site: Site, waiting, change, sentence
) -> None:
    answer = site.browser("office").post("/console/chains/edit", CHAIN | change)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert site.run(ReviewChain.all().count) == 0


def test_only_who_releases_sets_chains(site: Site, waiting) -> None:
    for login in ("officer", "reviewer", "head", "secrecy", "finance", "administrator"):
        assert site.browser(login).post("/console/chains/edit", CHAIN).status_code == 403
    assert site.browser("head").get("/console/chains").status_code == 200
    assert site.browser("officer").get("/console/chains").status_code == 403


def test_what_decides_asks_to_confirm_and_does_nothing_before(site: Site, waiting) -> None:
    secrecy, office = site.browser("secrecy"), site.browser("office")
    stale(site)
    before = site.run(lambda: AuditEntry.all().count())
    here = f"/console/versions/{waiting.id}"
    form = {"hash": waiting.content_hash, "reason": "试", **CLEAN}
    for browser, path in (
        *((secrecy, f"{here}/{one}") for one in ("signature", "publish", "withdraw", "approve")),
        (office, "/console/chains/edit"),
        (office, f"/console/chains/{waiting.id}/remove"),
    ):
        assert "请再确认一次身份" in browser.post(path, form).text, path
    assert site.run(lambda: AuditEntry.all().count()) == before
    asked = secrecy.post(f"{here}/approve", form).text
    for name, value in form.items():
        carried = rf'name="{name}"[^>]*(?: value="{value}"|>\s*{value}<)'
        assert re.search(carried, asked), "what was decided is carried along"
