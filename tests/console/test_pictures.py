"""Pictures on their way from a form to the public: decoded, described, and nothing half-stored."""

import re

import pytest
from PIL import Image

from disclosure.models import Version
from media.drawing import draw_next
from media.fonts import find_fonts
from media.models import PageSet, StoredFile
from media.queries import pages_of
from tests.console.site import Browser, Site
from tests.console.test_records import newest
from tests.media.test_images import bomb_png, encoded

PHOTO = encoded(Image.linear_gradient("L").resize((640, 480)).convert("RGB"), "JPEG")
FORM = {
    "unit": "shiqiao", "item": "", "template": "picture", "title": "文化广场完工", "then": "save",
    "alt": "新建成的文化广场，地面铺砖平整", "caption": "石桥村文化广场",
}  # fmt: skip
SENTENCE = re.compile(r'class="problem" id="(\w+)-problem">([^<]+)<')


def send(
    browser: Browser,
    data: bytes,
    name: str = "完工.jpg",
    path: str = "/console/records/new",
    **more,
):
    return browser.post(path, FORM | more, files={"picture": (name, data, "image/jpeg")})


def filed(site: Site, **more: str) -> Version:
    answer = send(site.browser("officer"), PHOTO, **more)
    assert answer.status_code == 303, SENTENCE.findall(answer.text)
    return newest(site)


def held(version: Version) -> str:
    found = re.search(r'"file":"(\w{64})"', version.content)
    assert found is not None
    return found[1]


def test_a_picture_is_kept_anew_and_shown_to_its_author(site: Site) -> None:
    version = filed(site)
    officer = site.browser("officer")
    page = officer.get(f"/console/records/{version.record_id}").text
    address = f"/console/versions/{version.id}/files/{held(version)}"
    assert f'src="{address}"' in page
    assert FORM["alt"] in page
    shown = officer.get(address)
    assert shown.headers["content-type"] == "image/jpeg"
    assert shown.content != PHOTO
    assert officer.get(f"/console/versions/{version.id}/edit").text.count(address) == 1


def test_the_drawn_page_shows_the_picture(site: Site) -> None:
    version = filed(site)
    store = site.run(lambda: _store(site))

    async def drawn() -> list[PageSet]:
        while await draw_next(store, find_fonts()):
            pass
        return await PageSet.filter(state="drawn")

    sets = site.run(drawn)
    assert sets, site.run(lambda: PageSet.all().values("state", "problem"))
    page = site.browser("officer").get(f"/console/versions/{version.id}/pages").text
    for file in (file.file for one in sets for file in pages_of(one)):
        assert file in page
        with Image.open(store.path(file)) as picture:
            greys = {pixel for _, pixel in picture.convert("L").getcolors(256)}
        assert len(greys) > 100, "the gradient is not on the page"


async def _store(site: Site):
    from media.store import Store

    return Store(site.settings.files)


@pytest.mark.parametrize(
    ("data", "name", "field", "says"),
    [
        (bomb_png(30_000), "大.png", "picture", "万像素"),
        (PHOTO[: len(PHOTO) // 2], "半.jpg", "picture", "不完整或已损坏"),
        (PHOTO + b"<script>alert(1)</script>", "页.jpg", "picture", "夹带了网页"),
        (b"hello", "字.png", "picture", "无法识别"),
        (PHOTO, "程序.exe", "picture", "JPG、PNG、WebP 或 GIF"),
        (PHOTO + b"\0" * 15_000_000, "重.jpg", "picture", "超过 15 MB"),
    ],
    ids=["bomb", "truncated", "polyglot", "no picture", "ending", "heavy"],
)
def test_a_bad_file_is_refused_with_one_sentence_and_nothing_is_stored(
    site: Site, data: bytes, name: str, field: str, says: str
) -> None:
    before = site.run(StoredFile.all().count)
    answer = send(site.browser("officer"), data, name)
    assert answer.status_code in (413, 422)
    ((where, sentence),) = SENTENCE.findall(answer.text)
    assert where == field
    assert says in sentence
    assert sentence.count("。") == 1
    assert FORM["alt"] in answer.text, "what was typed is kept"
    assert site.run(Version.all().count) == 0
    assert site.run(StoredFile.all().count) == before


def test_fifty_megabytes_are_refused_before_they_are_read(site: Site) -> None:
    before = site.run(StoredFile.all().count)
    answer = send(site.browser("officer"), PHOTO + b"\0" * 50_000_000)
    assert answer.status_code == 413
    assert "过大" in answer.text
    assert site.run(Version.all().count) == 0
    assert site.run(StoredFile.all().count) == before


@pytest.mark.parametrize("missing", ["alt", "picture"])
def test_a_picture_needs_a_file_and_a_description(site: Site, missing: str) -> None:
    officer, before = site.browser("officer"), site.run(StoredFile.all().count)
    if missing == "alt":
        answer = send(officer, PHOTO, alt="")
    else:
        answer = officer.post("/console/records/new", FORM)
    assert answer.status_code == 422
    assert [field for field, _ in SENTENCE.findall(answer.text)] == [missing]
    assert site.run(StoredFile.all().count) == before


def test_an_edit_without_a_new_file_keeps_the_picture(site: Site) -> None:
    version = filed(site)
    sha = held(version)
    officer = site.browser("officer")
    changed = FORM | {"alt": "广场全景", "revision": str(version.revision)}
    answer = officer.post(f"/console/versions/{version.id}/edit", changed)
    assert answer.status_code == 303
    after = newest(site)
    assert held(after) == sha
    assert "广场全景" in after.content


def test_the_public_sees_the_picture_once_it_is_published_and_not_before(site: Site) -> None:
    version = filed(site, then="submit")
    anyone, sha = site.browser(), held(version)
    assert anyone.get(f"/files/{sha}").status_code == 404
    reviewer = site.browser("reviewer")
    reviewer.post(f"/console/versions/{version.id}/approve", {"hash": newest(site).content_hash})
    assert anyone.get(f"/files/{sha}").status_code == 404
    site.browser("office").post(f"/console/versions/{version.id}/publish")
    assert newest(site).state == "published"
    shown = anyone.get(f"/files/{sha}")
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
    page = anyone.get(f"/records/{version.record_id}", headers={"accept-language": "zh"})
    assert sha in page.text
    assert FORM["alt"] in page.text


ROSTER = "王大山\t村委会主任\t全面工作\t0571-6620\n李秀英\t村委会委员\t妇女工作\t"


def test_members_of_a_roster_get_photos_that_survive_an_edit(site: Site) -> None:
    officer = site.browser("officer")
    form = {"unit": "shiqiao", "template": "roster", "title": "村委会成员", "body": ROSTER}
    officer.post("/console/records/new", form)
    version = newest(site)
    path = f"/console/versions/{version.id}/photo"
    bad = officer.post(path, {"member": "1"}, files={"picture": ("x.jpg", b"no", "image/jpeg")})
    assert bad.status_code == 422
    assert "无法识别" in bad.text
    wrong = officer.post(path, {"member": "7"}, files={"picture": ("x.jpg", PHOTO, "image/jpeg")})
    assert wrong.status_code == 422
    good = officer.post(path, {"member": "1"}, files={"picture": ("x.jpg", PHOTO, "image/jpeg")})
    assert good.status_code == 303, good.text
    version = newest(site)
    assert version.content.count('"photo":"') == 1
    assert "/files/" in officer.get(f"/console/records/{version.record_id}").text
    edited = form | {"body": ROSTER + "0571-6621", "revision": str(version.revision)}
    assert officer.post(f"/console/versions/{version.id}/edit", edited).status_code == 303
    assert newest(site).content.count('"photo":"') == 1
    site.browser("officer").post(f"/console/versions/{newest(site).id}/photo", {"member": "1"})
    assert newest(site).content.count('"photo":"') == 0
