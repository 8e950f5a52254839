"""Catalogues that cannot be read: one clear sentence each, nothing guessed, nothing computed."""

import csv
import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from core.errors import HallboardError, TooLarge
from disclosure.cataloguing import ROWS, ParsedCatalogue, read_catalogue

HEADS = [
    *("序号", "公开事项", "公开内容", "公开依据", "公开时限", "公开主体"),
    *("公开渠道和载体", "全社会", "主动", "县级"),
]
ROW = [
    "1",
    "救助政策",
    "条件和标准",
    "条例",
    "信息形成之日起20个工作日内",
    "县民政局",
    "■网站",
    "√",
    "√",
    "√",
]


def book(*sheets: tuple[str, list[list[object]]]) -> bytes:
    made = Workbook()
    for at, (name, rows) in enumerate(sheets):
        sheet = made.active if at == 0 else made.create_sheet()
        sheet.title = name
        for row in rows:
            sheet.append(row)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def text(rows: list[list[str]], encoding: str = "utf-8") -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue().encode(encoding)


def refused(data: bytes, name: str) -> HallboardError:
    with pytest.raises(HallboardError) as problem:
        read_catalogue(data, name)
    assert name in str(problem.value)
    return problem.value


def sentences(read: ParsedCatalogue) -> list[str]:
    return [one.sentence for one in read.listed]


def test_an_unknown_layout_says_what_stands_there_and_what_is_needed():
    problem = refused(text([["姓名", "电话"], ["温守禾", "1"]]), "通讯录.csv")
    assert problem.code == "catalogue-layout-unknown"
    assert "姓名、电话" in str(problem)
    assert "公开事项" in str(problem)


def test_twenty_thousand_rows_are_refused_with_the_count():
    problem = refused(text([HEADS, *[ROW] * 20_000]), "目录.csv")
    assert isinstance(problem, TooLarge)
    assert "20000" in str(problem)
    assert str(ROWS) in str(problem)


def test_a_formula_is_never_computed_and_its_row_says_so():
    rows = [HEADS, ROW, [*ROW[:4], "=1+1", *ROW[5:]], ["=A2+1", *ROW[1:]]]
    for data, name in ((book(("目录", rows)), "目录.xlsx"), (text(rows), "目录.csv")):
        read = read_catalogue(data, name)
        assert [row.row for row in read.landed] == [2, 4]
        assert (read.rows, read.refused) == (3, 1)
        assert sentences(read)[0].startswith("第 3 行“公开时限”：单元格是公式")
        assert read.landed[1].number == ""


def test_an_error_value_and_a_date_are_said():
    day = [*ROW[:4], date(2026, 7, 1), *ROW[5:]]
    read = read_catalogue(book(("目录", [HEADS, [*ROW[:2], "#REF!", *ROW[3:]], day])), "目录.xlsx")
    assert "错误值" in sentences(read)[0]
    assert any("日期" in one and "第 3 行“公开时限”" in one for one in sentences(read))


def test_the_sheet_with_a_catalogue_is_taken_and_the_others_named():
    data = book(("说明", [["填表说明"]]), ("目录", [HEADS, ROW]), ("名册", [["姓名"], ["甲"]]))
    read = read_catalogue(data, "目录.xlsx")
    assert len(read.landed) == 1
    assert sentences(read) == ["“说明、名册”没有目录的表头，未读取。"]


def test_wrong_sheets_are_named():
    problem = refused(book(("说明", [["填表说明"]]), ("名册", [["姓名"], ["甲"]])), "目录.xlsx")
    assert problem.code == "catalogue-sheet-unknown"
    assert "说明、名册" in str(problem)


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "空.csv", "document-empty"),
        (b"PK\x03\x04 not a zip", "坏.xlsx", "workbook-broken"),
        (b"hello", "不是.xlsx", "workbook-broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "旧.xls", "catalogue-old-office"),
        (b"%PDF-1.7 text", "目录.pdf", "catalogue-format"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "图.csv", "document-picture"),
        (b"<html><body><p>x</p></body></html>", "页.html", "catalogue-layout-unknown"),
    ],
)
def test_other_files_are_told_apart(data, name, code):
    assert refused(data, name).code == code


def test_a_header_alone_is_empty():
    assert refused(text([HEADS]), "目录.csv").code == "catalogue-empty"


def test_a_zip_that_is_no_workbook_and_one_that_bursts():
    other, bomb = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("a.txt", "x")
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 40_000_000)
    assert refused(other.getvalue(), "包.xlsx").code == "workbook-foreign"
    assert refused(bomb.getvalue(), "弹.xlsx").code == "workbook-bomb"


def test_outside_entities_are_refused():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    assert refused(data.getvalue(), "外.xlsx").code == "workbook-entities"


def test_an_unclosed_quote_does_not_swallow_the_file():
    rows = text([HEADS, ROW]).decode() + '2,"救助' + ("甲,乙\r\n" * 40_000)
    assert refused(rows.encode(), "目录.csv").code in {"csv-broken", "catalogue-cell-too-long"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_every_usual_encoding_is_read(encoding):
    assert read_catalogue(text([HEADS, ROW], encoding), "目录.csv").landed[0].first == "救助政策"


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_every_usual_delimiter_is_read(delimiter):
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows([HEADS, ROW])
    assert read_catalogue(written.getvalue().encode(), "目录.csv").landed[0].basis == "条例"


def test_a_spreadsheet_saved_as_a_page_under_an_old_name_is_read():
    cells = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in (HEADS, ROW)
    )
    assert read_catalogue(f"<table>{cells}</table>".encode(), "目录.xls").rows == 1


def test_same_as_above_without_anything_above_is_refused_by_row():
    read = read_catalogue(text([HEADS, [*ROW[:3], "同上", *ROW[4:]], ROW]), "目录.csv")
    assert sentences(read)[0] == "第 2 行“公开依据”：写的是同上，但上面没有可以承接的内容。"
    assert [row.row for row in read.landed] == [3]


def test_a_cell_too_long_is_refused_by_row():
    read = read_catalogue(text([HEADS, [*ROW[:2], "甲" * 30_000, *ROW[3:]], ROW]), "目录.csv")
    assert "第 2 行“公开内容”" in sentences(read)[0]
    assert len(read.landed) == 1
