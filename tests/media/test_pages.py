import io
import re
from collections.abc import Iterator
from itertools import pairwise

import pypdfium2
import pytest
from PIL import Image, ImageEnhance
from pypdfium2 import raw

from core.canonical import sha256
from core.errors import Invalid
from media import qr
from media.content import (
    Column,
    Heading,
    ListBlock,
    Member,
    Paragraph,
    Roster,
    Run,
    Table,
    paragraph,
)
from media.pages import Drawn, Setter
from media.profiles import Profile, profile
from media.setting import type_size
from media.sheet import Sheet
from media.typography import GLUE, MAY_BREAK, amount, unset
from tests.media.sheets import LINK, PAGED, accounts, notice, picture, roster, sheet

WALLS = tuple(one for one in PAGED if one.kind == "wall")
NEAR = profile("wall-1920x1080-3m")
by_code = pytest.mark.parametrize("screen", PAGED, ids=lambda p: p.code)


def nothing(name: str) -> bytes:
    raise AssertionError(f"picture {name} was not asked for")


def texts(setter: Setter, one: Sheet, screen: Profile) -> list[str]:
    """The text of each page."""
    pdf = setter.compile(one, screen, nothing)
    document = pypdfium2.PdfDocument(pdf)
    return [unset(page.get_textpage().get_text_range()).replace("\r\n", "") for page in document]


def opened(drawn: Drawn) -> Image.Image:
    return Image.open(io.BytesIO(drawn.data)).convert("RGB")


def sizes(setter: Setter, one: Sheet, screen: Profile) -> Iterator[float]:
    pdf = setter.compile(one, screen, nothing)
    for page in pypdfium2.PdfDocument(pdf):
        text = page.get_textpage()
        for index in range(text.count_chars()):
            if chr(raw.FPDFText_GetUnicode(text.raw, index)).strip():
                yield raw.FPDFText_GetFontSize(text.raw, index)


@by_code
@pytest.mark.parametrize(
    "make", [accounts(9), notice(2), roster(9)], ids=["table", "notice", "roster"]
)
def test_the_code_of_every_page_decodes_to_its_link(make: Sheet, screen: Profile, setter: Setter):
    drawn = setter.draw(make, screen, nothing)
    assert drawn
    for page in drawn:
        image = opened(page)
        assert image.size == (screen.width, screen.height) == (page.width, page.height)
        assert qr.decode(image.convert("L")) == [LINK]


def test_the_code_survives_what_cameras_and_browsers_do(setter: Setter):
    (page,) = setter.draw(accounts(9), NEAR, nothing)
    image = opened(page)
    half = image.resize((960, 540), Image.Resampling.BILINEAR)
    bad = io.BytesIO()
    image.resize((1280, 720)).save(bad, "JPEG", quality=30)
    dim = ImageEnhance.Brightness(image).enhance(0.5)
    for seen in (half, Image.open(bad), dim, image.rotate(5, fillcolor="white")):
        assert qr.decode(seen.convert("L")) == [LINK]


@by_code
def test_the_code_is_wide_enough_for_its_scanning_distance(screen: Profile, setter: Setter):
    import zxingcpp

    page = setter.draw(accounts(3), screen, nothing)[0]
    (code,) = zxingcpp.read_barcodes(opened(page))
    corners = code.position
    assert corners.top_right.x - corners.top_left.x + 1 >= screen.qr_px


@by_code
@pytest.mark.parametrize("rows", [1, 9, 40])
def test_each_row_of_a_table_stands_once_and_in_order(rows: int, screen: Profile, setter: Setter):
    pages = texts(setter, accounts(rows), screen)
    found = [int(number) for page in pages for number in re.findall(r"甲(\d{3})乙", page)]
    assert found == list(range(1, rows + 1))
    assert all("项目" in page and "46,200.00" in page for page in pages)
    assert [("收入合计" in page) for page in pages] == [False] * (len(pages) - 1) + [True]


@by_code
@pytest.mark.parametrize("most", ["9.5", "99999.5", "1510423.61", "98765432.1", "9876543210.5"])
@pytest.mark.parametrize("rows", [2, 14])
def test_sums_of_any_length_stand_in_their_columns_or_in_words(
    rows: int, most: str, screen: Profile, setter: Setter
):
    columns = (
        Column(title="序号", kind="number"),
        Column(title="项目"),
        *(Column(title=t, kind="amount") for t in ("收入（元）", "支出（元）", "余额（元）")),
    )
    cells = tuple((str(n), f"村级组织运转补助甲{n:03d}乙", most, "", most) for n in range(rows))
    one = sheet("table", Table(columns=columns, rows=cells))
    text = "".join("".join(texts(setter, one, screen)).split())
    assert [int(n) for n in re.findall(r"甲(\d{3})乙", text)] == list(range(rows))
    assert text.count(amount(most)) == 2 * rows


@by_code
def test_every_page_says_its_number_and_until_when_it_is_shown(screen: Profile, setter: Setter):
    pages = texts(setter, accounts(40), screen)
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        bare = page.replace(" ", "")
        assert f"第{number}页/共{len(pages)}页" in bare
        for words in (
            "石桥村",
            "2026年7–9月",
            "本屏展示至",
            "2027年1月10日",
            "12345",
            "qingxi.example",
            "7K3QD9ZP2M",
            "民主理财小组审核",
        ):
            assert words in bare


@pytest.mark.parametrize(
    "make", [accounts(40), notice(12), roster(24)], ids=["table", "notice", "roster"]
)
def test_the_same_record_takes_no_fewer_pages_from_farther_away(make: Sheet, setter: Setter):
    counts = [len(texts(setter, make, screen)) for screen in WALLS]
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]


@by_code
@pytest.mark.parametrize(
    "make", [accounts(12), notice(6), roster(9)], ids=["table", "notice", "roster"]
)
def test_no_text_is_smaller_than_the_distance_allows(make: Sheet, screen: Profile, setter: Setter):
    assert min(sizes(setter, make, screen)) >= type_size(screen.least_px) - 0.01


@by_code
def test_running_text_is_whole_and_in_order(screen: Profile, setter: Setter):
    pages = "".join(texts(setter, notice(12), screen))
    found = [int(number) for number in re.findall(r"第(\d+)段", pages)]
    assert found == list(range(12))
    for heading in ("一、总体要求", "（11）规范公开内容"):
        assert pages.count(heading) == 1


def test_no_heading_stands_alone_at_the_foot_of_a_page(setter: Setter):
    for paragraphs in range(3, 16):
        pages = texts(setter, notice(paragraphs), NEAR)
        assert pages[-1].rstrip().endswith("建立核对制度。")  # the body is what a page ends with
        for page in pages:
            assert not page.rstrip().endswith("规范公开内容")


def test_a_picture_page_shows_the_picture(photo: bytes, setter: Setter):
    one = picture(photo)
    (page,) = setter.draw(one, NEAR, {sha256(photo): photo}.__getitem__)
    assert qr.decode(opened(page).convert("L")) == [LINK]
    assert opened(page).crop((200, 300, 1200, 800)).convert("L").getextrema()[0] < 60


def test_equal_sheets_give_equal_bytes(setter: Setter):
    assert setter.draw(accounts(9), NEAR, nothing) == setter.draw(accounts(9), NEAR, nothing)


def test_text_is_set_and_never_run(setter: Setter):
    words = '#read("/etc/passwd") $x$ *a* _b_ `c` @d <e> \\ "f" // g'
    (page,) = texts(setter, sheet("notice", paragraph(words)), NEAR)
    for part in ('#read("/etc/passwd")', "$x$", "*a*", "_b_", "`c`", "@d", "<e>", "// g"):
        assert part.replace(" ", "") in page.replace(" ", "")


def refused(setter: Setter, one: Sheet, screen: Profile = NEAR) -> Invalid:
    with pytest.raises(Invalid) as problem:
        setter.draw(one, screen, nothing)
    assert str(problem.value)
    return problem.value


def test_a_missing_glyph_is_named(setter: Setter):
    problem = refused(setter, sheet("notice", paragraph("欢迎😀光临")))
    assert (problem.code, problem.data["characters"]) == ("glyph-missing", "😀")


def test_a_word_wider_than_the_page_is_named(setter: Setter):
    problem = refused(setter, sheet("notice", paragraph("编号" + "X" * 400)))
    assert problem.code == "word-too-wide"


def test_a_row_higher_than_a_page_is_named(setter: Setter):
    table = Table(
        columns=(Column(title="事项"), Column(title="说明")),
        rows=(("一", "短"), ("二", "说明文字" * 400)),
    )
    problem = refused(setter, sheet("table", table))
    assert (problem.code, problem.data["row"]) == ("row-too-tall", 2)


@by_code
def test_a_table_too_crowded_for_columns_keeps_every_cell_in_rows_of_words(
    screen: Profile, setter: Setter
):
    columns = tuple(Column(title=title) for title in ("项目", "标准", "对象", "单位", "电话"))
    rows = tuple(
        (
            f"补贴甲{n:03d}乙",
            "每人每月三百元，按季度发放到一卡通账户" * 2,
            "本县户籍老年人",
            "民政所",
            "12345",
        )
        for n in range(9)
    )
    pages = texts(setter, sheet("table", Table(columns=columns, rows=rows)), screen)
    found = [int(number) for page in pages for number in re.findall(r"甲(\d{3})乙", page)]
    assert found == list(range(9))
    assert "".join(pages).count("本县户籍") == 9


@by_code
def test_a_crowded_table_inside_a_notice_keeps_every_cell(screen: Profile, setter: Setter):
    columns = tuple(Column(title=title) for title in ("项目", "标准", "对象", "单位", "电话"))
    rows = tuple(
        (f"补贴甲{n:03d}乙", "按季度发放到一卡通账户" * 9, "老年人", "民政所", "12345")
        for n in range(9)
    )
    one = sheet(
        "notice",
        paragraph("按规定公开如下。"),
        Table(columns=columns, rows=rows),
        paragraph("特此公示。"),
    )
    text = "".join(texts(setter, one, screen))
    assert [int(number) for number in re.findall(r"甲(\d{3})乙", text)] == list(range(9))
    assert text.count("老年人") == 9
    assert "特此公示" in text


def test_more_columns_than_fit_are_refused(setter: Setter):
    columns = tuple(Column(title=f"第{n}项（元）", kind="amount") for n in range(16))
    table = Table(columns=columns, rows=(("123456789.00",) * 16,))
    assert refused(setter, sheet("table", table)).code == "table-too-wide"


def test_a_member_with_endless_duties_is_refused(setter: Setter):
    one = sheet("roster", Roster(members=(Member(name="周建国", duties="负责全面工作" * 300),)))
    assert refused(setter, one).code == "row-too-tall"


def test_an_endless_title_is_refused(setter: Setter):
    assert (
        refused(setter, sheet("notice", paragraph("正文"), title="关于" * 120)).code
        == "title-too-long"
    )


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "HTTPS://例.EXAMPLE/1", "HTTPS://X.EXAMPLE/" + "A" * 400]
)
def test_a_link_that_no_code_should_carry_is_refused(link: str, setter: Setter):
    assert refused(setter, accounts(1).model_copy(update={"link": link})).code.startswith("link-")


@by_code
def test_a_sheet_without_link_period_phone_or_end_is_still_a_page(screen: Profile, setter: Setter):
    bare = sheet(
        "notice",
        paragraph("欢迎"),
        link=None,
        period="",
        phone="",
        shown_until="",
        item="",
        footer=(),
    )
    (page,) = setter.draw(bare, screen, nothing)
    assert qr.decode(opened(page).convert("L")) == []


@by_code
def test_an_empty_notice_is_a_page_with_its_title(screen: Profile, setter: Setter):
    assert "2026年第三季度" in texts(setter, sheet("notice"), screen)[0]


GUIDE = sheet(
    "notice",
    Paragraph(runs=(Run(text="办理对象：", strong=True), Run(text="本县户籍居民"))),
    paragraph("按规定办理，当场受理。"),
    Heading(text="需要带的材料"),
    ListBlock(items=("户口簿", "近期照片两张")),
    Heading(text="怎样办"),
    ListBlock(ordered=True, items=("到窗口取号", "工作人员审查", "领取证件")),
    Paragraph(runs=(Run(text="办理时限：", strong=True), Run(text="当场办结"))),
    Table(columns=(Column(title="窗口"), Column(title="电话")), rows=(("一号窗口", "12345"),)),
    paragraph("特此公开。"),
    title="婚姻登记",
)
JOINTS = f"{GLUE}{MAY_BREAK}\r\n "
IN_ORDER = (
    "办理对象", "按规定办理", "需要带的材料", "户口簿", "近期照片", "怎样办", "到窗口取号",
    "工作人员审查", "领取证件", "办理时限", "一号窗口", "特此公开",
)  # fmt: skip


@by_code
def test_a_guide_of_all_kinds_of_blocks_is_read_in_its_order(screen: Profile, setter: Setter):
    text = "".join(texts(setter, GUIDE, screen))
    places = [text.index(words) for words in IN_ORDER]
    assert places == sorted(places)
    assert all(text.count(words) == 1 for words in IN_ORDER)


@by_code
def test_no_block_stands_closer_to_the_block_before_it_than_two_lines_of_one_block(
    screen: Profile, setter: Setter
):
    seen = 0
    for page in pypdfium2.PdfDocument(setter.compile(GUIDE, screen, nothing)):
        text = page.get_textpage()
        marked = enumerate(
            chr(raw.FPDFText_GetUnicode(text.raw, n)) for n in range(text.count_chars())
        )
        inked = [(n, character) for n, character in marked if character not in JOINTS]
        whole = "".join(character for _, character in inked)
        boxes = [text.get_charbox(inked[whole.index(w)][0]) for w in IN_ORDER if w in whole]
        seen += len(boxes)
        for above, below in pairwise(boxes):
            if below[3] < above[1] + 1:  # not the head of the second column
                assert above[1] - below[3] > 0.45 * (above[3] - above[1])
            else:
                assert below[0] > screen.width / 4
    assert seen == len(IN_ORDER)


def test_little_text_is_set_larger_on_a_kiosk(setter: Setter):
    kiosk = profile("kiosk-1080x1920")
    body = type_size(kiosk.body_px)
    rows = (("种粮补贴", "每亩98元"), ("养老金", "每月150元"))
    table = Table(columns=(Column(title="项目"), Column(title="标准")), rows=rows)
    for little in (notice(0), sheet("table", table, footer=()), roster(3)):
        said = len("".join((little.title + little.content.text).split()))
        assert sum(size >= 1.1 * body for size in sizes(setter, little, kiosk)) >= said


@by_code
def test_a_fallback_page_says_whose_hall_when_open_and_whom_to_call(
    screen: Profile, setter: Setter
):
    one = sheet(
        "fallback",
        paragraph("周一至周五 8:30—17:30，周六 9:00—12:00"),
        title="石桥村党群服务中心",
        item="政务公开",
        period="",
        shown_until="",
        link=None,
        footer=(),
    )
    (page,) = texts(setter, one, screen)
    bare = "".join(page.split())
    for words in (
        "青溪县", "石桥村党群服务中心", "政务公开", "开放时间", "8:30–17:30", "监督电话", "12345",
    ):  # fmt: skip
        assert words in bare
    assert "页" not in bare
    (drawn,) = setter.draw(one, screen, nothing)
    assert drawn.alt == "石桥村党群服务中心 政务公开"


@by_code
def test_a_fallback_page_needs_no_hours_and_no_telephone(screen: Profile, setter: Setter):
    one = sheet("fallback", title="大厅", item="政务公开", path=(), phone="", link=None)
    (page,) = texts(setter, one, screen)
    assert "大厅" in page
    assert "开放时间" not in page
    assert "监督电话" not in page


def test_a_hall_with_an_endless_name_is_refused(setter: Setter):
    assert refused(setter, sheet("fallback", title="大厅" * 200)).code == "title-too-long"


def test_a_title_is_broken_beside_names_and_after_its_period(setter: Setter):
    kiosk = profile("kiosk-1080x1920")
    one = sheet("notice", title="2026年第三季度救灾救济款物发放情况", item="救灾救济款物发放情况")
    (page,) = pypdfium2.PdfDocument(setter.compile(one, kiosk, nothing))
    lines = unset(page.get_textpage().get_text_range()).splitlines()
    assert "2026年第三季度" in lines
    assert "救灾救济款物发放情况" in lines
