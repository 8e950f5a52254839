"""Catalogues in the shapes in which counties publish them; the texts are made up."""

from pathlib import Path

import pytest

from disclosure.cataloguing import ParsedCatalogue, read_catalogue
from disclosure.cataloguing.carriers import channels_of, read_carriers
from disclosure.cataloguing.marks import Mark, mark_of
from disclosure.cataloguing.wording import bodies, one_line, several_lines

SHAPES = Path(__file__).with_name("catalogues")


def shape(name: str) -> ParsedCatalogue:
    return read_catalogue((SHAPES / name).read_bytes(), name)


def column(read: ParsedCatalogue, name: str) -> list[object]:
    return [getattr(row, name) for row in read.landed]


def said(read: ParsedCatalogue) -> list[str]:
    return [one.sentence for one in read.listed]


def test_traditional_headings_are_understood_and_texts_stay_traditional():
    read = shape("documents-traditional.html")
    assert column(read, "second") == ["規範性文件", "工作報告"]
    assert column(read, "first") == ["政府文件"] * 2
    assert column(read, "domain") == ["政府文件"] * 2
    assert column(read, "units_text") == ["鎮人民政府"] * 2  # 同上
    assert column(read, "basis") == ["《中華人民共和國政府信息公開條例》\n(國務院令第711號)"] * 2
    assert column(read, "levels") == [{"township"}, {"township", "village"}]
    assert read.listed == ()


def test_a_level_column_may_name_its_level_in_the_cell_and_an_empty_row_is_refused():
    read = shape("renovation.html")
    assert column(read, "levels") == [{"county", "township", "village"}, {"township", "village"}]
    assert (read.rows, len(read.landed), read.refused) == (3, 2, 1)
    assert said(read) == [
        "第 4 行：没有公开事项，也没有公开内容。",
        "第 5 行“公开层级”：“州级”不是县、乡、村级，未读取。",
        "第 6 行：是表中的说明文字，没有作为事项导入：注：名单公开前应遮盖身份证号码。",
    ]


def test_one_number_may_span_rows_and_columns_beyond_the_national_form_are_kept():
    read = shape("legal-services.html")
    assert column(read, "number") == ["1"] * 3
    assert column(read, "levels") == [{"county", "township"}, {"county"}, {"county"}]
    assert column(read, "stages") == [{"service"}, {"execution", "result"}, {"result"}]
    assert column(read, "extra") == [(("公开形式", "■文本"),)] * 3
    assert (read.landed[2].audience, read.landed[2].group_name) == ("group", "候选人")
    assert any("全社会和特定群体都已勾选" in one for one in said(read))


def test_words_stand_where_others_tick():
    read = shape("words-only.html")
    assert column(read, "audience") == ["group", "public", "staff"]
    assert column(read, "group_name") == ["本村村民", "", ""]
    assert column(read, "mode") == ["proactive", "on_request", "proactive"]
    names = [one.text for one in read.landed[1].carriers]
    assert names == ["政府网站", "便民服务窗口", "公示栏"]
    assert ("咨询电话", "0399-5550001") in read.landed[0].extra
    assert ("公开方式", "全文发布") in read.landed[0].extra


def test_a_third_level_joins_the_second():
    read = shape("three-levels.html")
    assert column(read, "second") == ["法定職責－主要職責", "機構設置－領導分工"]
    assert read.title == ""
    assert "表中没有公开层级一列，请在导入后指明。" in said(read)


def test_a_table_goes_on_over_pages_and_repeats_its_header():
    read = shape("split-pages.html")
    assert column(read, "number") == ["0505", "0507", "0508"]
    assert read.landed[0].time_limit == "自信息形成或者变更之日起20个工作日内予以公开"
    assert read.landed[0].elements == "法律法规和政策文件\n申请材料\n受理范围及条件"
    assert read.landed[1].time_limit == read.landed[0].time_limit
    assert (read.landed[1].group_name, read.landed[1].mode) == ("低保对象", "on_request")
    marked = {one.text: one.required for one in read.landed[2].carriers}
    assert marked == {
        "政府网站": True,
        "政府公报": False,
        "社区/企事业单位/村公示栏(电子屏)": True,
    }
    assert any("符号字体" in one for one in said(read))


def test_columns_come_in_any_order_with_hyphenated_headings():
    read = shape("hyphen-order.csv")
    assert column(read, "first") == ["履职依据", "残疾人补贴", "残疾人补贴"]
    assert column(read, "second") == ["行政法规", "补贴发放", "救助名单"]
    assert column(read, "levels") == [{"county"}, {"county", "township"}, set()]
    assert (read.landed[1].audience, read.landed[1].group_name) == ("group", "残疾人")
    assert column(read, "stages") == [{"execution"}, {"service"}, {"management", "result"}]
    assert read.landed[0].note == "条目化展示"
    assert read.landed[1].reading.rules
    marks = [(one.text, one.required) for one in read.landed[1].carriers]
    assert marks == [("政府网站", True), ("公示栏", False)]


def test_what_continues_from_above_in_a_csv_is_said_and_nothing_ticked_is_read_narrowly():
    read = shape("hyphen-order.csv")
    last = read.landed[2]
    assert (last.basis, last.time_limit) == ("有关办法", "每季度首月10日前")
    assert last.audience == "group"
    sentences = said(read)
    for name in ("一级事项", "公开依据", "公开时限", "公开主体", "公开渠道和载体"):
        assert f"第 4 行“{name}”：为空，按承接上一行读取，请核对。" in sentences
    assert "第 4 行“公开对象”：没有勾选，按较窄的特定群体处理，请核对。" in sentences
    assert "第 4 行“公开内容”：没有填写。" in sentences


def test_titles_groups_and_notes_in_gbk_are_told_from_items():
    read = shape("title-and-notes.csv")
    assert column(read, "domain") == ["涉农补贴"] * 2
    assert column(read, "number") == ["1", "2"]
    assert read.landed[0].elements == "补贴依据\n补贴标准"
    assert (read.landed[1].audience, read.landed[1].group_name) == ("group", "本村村民")
    assert any("说明文字" in one and "第 8 行" in one for one in said(read))
    assert any("一级事项：(一)耕地补贴" in one for one in said(read))


HEAD = "公开内容,公开依据,公开时限,公开主体,公开渠道和载体"
CELLS = "要素,有关办法,信息形成之日起20个工作日内"


def csv(*lines: str) -> ParsedCatalogue:
    return read_catalogue("\n".join(lines).encode(), "table.csv")


def test_running_numbers_below_a_shared_heading_are_no_names():
    read = csv(f"一级事项,二级事项,,{HEAD}", f"政策文件,1,法律法规,{CELLS},县应急局,■政府网站")
    assert (read.landed[0].number, read.landed[0].second) == ("1", "法律法规")


def test_a_category_above_the_first_level_becomes_the_top_level_and_is_said():
    read = csv(f"类别,一级事项,二级事项,{HEAD}", f"财务,收支情况,经费,{CELLS},居委会,公示栏")
    assert (read.landed[0].first, read.landed[0].second) == ("财务", "收支情况－经费")
    assert "一级事项左边还有“类别”一列，读作最上一级，以下依次为二级、三级，请核对。" in said(read)


def test_a_first_level_written_twice_is_read_as_first_and_second_and_said():
    read = csv(f"一级事项,一级事项,{HEAD}", f"公共服务,政策文件,{CELLS},县局,政府网站")
    assert (read.landed[0].first, read.landed[0].second) == ("公共服务", "政策文件")
    assert any("两列一级事项" in one for one in said(read))


def test_an_office_beside_the_responsible_body_is_kept_beside_the_item():
    read = csv(f"公开事项,{HEAD},责任科室", f"预算,{CELLS},县财政局,政府网站,预算股")
    assert (read.landed[0].units_text, read.landed[0].extra) == (
        "县财政局",
        (("责任科室", "预算股"),),
    )


def test_a_table_pasted_below_with_other_columns_is_read_by_its_own_header():
    read = csv(
        f"序号,公开事项,{HEAD}",
        f"1,预算,{CELLS},县财政局,政府网站",
        f"序号,公开事项,公开主体,{HEAD.replace('公开主体,', '')}",
        f"1,采购,县采购办,{CELLS},■公示栏",
    )
    assert column(read, "units_text") == ["县财政局", "县采购办"]
    assert "第 3 行：是另一种表头，以下各行按它读取，请核对。" in said(read)


def test_what_the_form_of_disclosure_names_is_a_channel_where_no_channels_are_named():
    read = csv(
        "类别,公开内容,公开形式,公开时限", "财务收支,预算和决算,财务公开栏、政务论坛,及时公开"
    )
    assert [one.text for one in read.landed[0].carriers] == ["财务公开栏", "政务论坛"]
    assert "“公开形式”列写的是渠道，读作公开渠道和载体，请核对。" in said(read)
    assert "表中没有“公开依据”、“公开主体”，请在导入后补充。" in said(read)


def test_a_question_mark_where_a_tick_would_be_is_no_tick_and_said():
    read = csv(f"公开事项,{HEAD},全社会,特定群众", f"预算,{CELLS},县局,政府网站,√,?")
    assert read.landed[0].audience == "public"
    assert any("转换时丢失的字符" in one for one in said(read))


def test_a_channel_that_is_none_of_ours_is_said():
    read = csv(f"公开事项,{HEAD}", f"医保,{CELLS},县医院,现场")
    assert any("没有本系统能发布的必选渠道" in one for one in said(read))


def test_a_note_above_the_header_is_said():
    read = csv("公开主体：县卫生健康局", f"公开事项,{HEAD}", f"医保,{CELLS},,政府网站")
    assert "第 1 行：在表头以上，没有读取：公开主体：县卫生健康局" in said(read)


@pytest.mark.parametrize("name", sorted(one.name for one in SHAPES.iterdir() if one.is_file()))
def test_every_row_lands_or_is_listed(name):
    read = shape(name)
    spoken = {(one.table, row) for one in read.listed for row in one.rows}
    landed = {(row.table, row.row) for row in read.landed}
    assert read.rows == len(landed) + read.refused
    tables = {row.table for row in read.landed}
    for table in tables:
        seen = sorted(row for name, row in landed | spoken if name == table)
        body = range(min(row for name, row in landed if name == table), max(seen) + 1)
        assert set(body) <= set(seen)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("■政府网站\n□公示栏", [("政府网站", True), ("公示栏", False)]),
        ("√政府网站 ○公示栏", [("政府网站", True), ("公示栏", False)]),
        ("●政府网站口发布会/听证会", [("政府网站", True), ("发布会/听证会", False)]),
        ("便民服务窗口、人口计生公开栏", [("便民服务窗口", True), ("人口计生公开栏", True)]),
        ("政府网站☑ 公示栏□", [("政府网站", True), ("公示栏", False)]),
        ("☐县政府门户网站", [("县政府门户网站", False)]),
        (
            "▄政府网站;口政府公报;口图书馆",
            [("政府网站", True), ("政府公报", False), ("图书馆", False)],
        ),
        (
            "R政府网站 £政府公报£在线平台",
            [("政府网站", True), ("政府公报", False), ("在线平台", False)],
        ),
        ("□政府网站\n其他:办税服务厅", [("政府网站", False), ("其他:办税服务厅", True)]),
        ("■社区/企事业单位/\n村公示栏", [("社区/企事业单位/村公示栏", True)]),
        ("政府 网站、公示栏", [("政府网站", True), ("公示栏", True)]),
        ("", []),
    ],
)
def test_boxes_are_told_from_characters(cell, expected):
    assert [(one.text, one.required) for one in read_carriers(cell).carriers] == expected


def test_carriers_become_our_channels():
    read = read_carriers("■政府网站 ■社区/企事业单位/存公示栏(电子屏) □政务服务中心")
    assert channels_of(read.carriers, required=True) == ("website", "screen", "paper")
    assert channels_of(read.carriers, required=False) == ("kiosk",)


@pytest.mark.parametrize(
    ("cell", "mark"),
    [
        ("√", Mark(True)),
        (" ✓ ", Mark(True)),
        ("■", Mark(True)),
        ("是", Mark(True)),
        ("v", Mark(True)),
        ("□", Mark(False)),
        ("—", Mark(False)),
        ("", Mark(False)),
        ("√（申请人）", Mark(True, "申请人")),
        ("低保对象", Mark(True, "低保对象")),
    ],
)
def test_ticks(cell, mark):
    assert mark_of(cell) == mark


def test_broken_words_are_joined_and_lists_are_not():
    assert one_line("政策\n法规\n文件") == "政策法规文件"
    assert one_line("公开 时限") == "公开时限"
    assert one_line("PM 2.5 监测\n数据") == "PM 2.5 监测数据"
    assert several_lines("通讯地址及邮编\n投诉举报电话") == "通讯地址及邮编\n投诉举报电话"
    assert several_lines("《人口与计划\n生育法》\n其他") == "《人口与计划生育法》\n其他"


def test_names_of_bodies_stay_apart():
    assert bodies("县教育局\n各有关学校") == "县教育局\n各有关学校"
    assert bodies("镇人民\n政府") == "镇人民政府"
    assert bodies("街道\n办事处") == "街道办事处"
    assert bodies("县教育局\n各学校") == "县教育局\n各学校"
