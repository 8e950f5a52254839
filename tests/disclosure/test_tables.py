"""Pasted cells, .csv and .xlsx: the same rows whichever way, wrong ones by their number."""

import csv
import io
import re
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from core.errors import Invalid, TooLarge
from disclosure.kinds.accounts import Income
from disclosure.kinds.filling import fill
from disclosure.kinds.shapes import columns_of
from disclosure.kinds.subsidies import Receiver
from disclosure.tables import paste_text, read_file, read_pasted
from disclosure.tables.reading import MOST_ROWS
from tests.rounds import rounds


def book(*rows: tuple[object, ...], merged: tuple[str, ...] = (), title: str = "表") -> Workbook:
    made = Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    for area in merged:
        made.active.merge_cells(area)
    return made


def data(made: Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def csv_data(rows: list[list[str]], encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode(encoding)


TEXT = st.text(
    st.characters(codec="gb18030", exclude_categories=("C", "Z")), min_size=1, max_size=8
).filter(lambda cell: cell[0] not in "=" and "_x000D_" not in cell)
CELL = st.one_of(st.just(""), TEXT, st.tuples(TEXT, TEXT).map("\n".join))


@settings(deadline=None, max_examples=rounds(60))
@given(
    heads=st.lists(TEXT, min_size=2, max_size=5, unique=True),
    body=st.lists(st.lists(CELL, min_size=5, max_size=5), min_size=1, max_size=5),
)
def test_the_same_table_reads_the_same_from_paste_csv_and_workbook(heads, body):
    rows = [row[: len(heads)] for row in body]
    rows = [["头", *row[1:]] for row in rows]
    table = [heads, *rows]
    pasted = read_pasted(paste_text(table))
    made = [
        read_file("表.csv", csv_data(table)),
        read_file("表.xlsx", data(book(*map(tuple, table)))),
    ]
    assert pasted.wrong == ()
    assert pasted.columns == tuple(heads)
    assert [list(row) for row in pasted.rows] == rows
    for one in made:
        assert (one.columns, one.rows, one.wrong) == (pasted.columns, pasted.rows, ())


@pytest.mark.parametrize("text", ["头", "项目", "汉字和 ASCII，〔2026〕9 号", "平"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_both_encodings_of_chinese_offices_are_told_apart(text: str, encoding: str):
    read = read_file("表.csv", csv_data([["a", "b"], [text, "1"]], encoding))
    assert read.rows == ((text, "1"),)


def test_a_title_above_the_heading_is_passed_over_and_rows_keep_the_sheets_numbers():
    made = book(("石桥村收支表", None), ("项目", "金额"), ("甲", 46200.5), merged=("A1:B1",))
    read = read_file("a.xlsx", data(made))
    assert (read.columns, read.rows, read.numbers) == (("项目", "金额"), (("甲", "46200.5"),), (3,))


def test_dates_numbers_and_percents_are_read_as_they_were_typed():
    made = book(("日期", "时刻", "数", "小数", "比例", "布尔"), (
        date(2026, 10, 8), datetime(2026, 10, 8, 9, 30),  # noqa: DTZ001 – cells have no zone
        12.0, 0.1 + 0.2, 0.75, True,
    ))  # fmt: skip
    made.active["E2"].number_format = "0%"
    (row,) = read_file("a.xlsx", data(made)).rows
    assert row == ("2026-10-08", "2026-10-08 09:30", "12", "0.3", "75%", "是")


def test_a_formula_without_its_value_is_named_by_row_and_column():
    read = read_file("a.xlsx", data(book(("项目", "金额"), ("甲", "=1+1"))))
    assert [(one.row, one.column) for one in read.wrong] == [(2, "金额")]
    assert "没有它的计算结果" in read.wrong[0].message


def test_a_formula_counts_with_the_value_that_the_file_has_kept():
    raw = data(book(("项目", "金额"), ("甲", "=1+1")))
    read = read_file("a.xlsx", rewritten(raw, r"(<f>1\+1</f>)<v[^>]*>(</v>)?", r"\1<v>2</v>"))
    assert (read.rows, read.wrong) == ((("甲", "2"),), ())


def rewritten(raw: bytes, before: str, after: str) -> bytes:
    """The workbook with a piece of its sheet's XML changed, as another program would save it."""
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if "worksheets" in name:
                text = re.sub(before, after, text.decode()).encode()
            new.writestr(name, text)
    return out.getvalue()


def test_words_of_merged_cells_count_for_each_row_and_figures_for_none():
    made = book(("小组", "姓名"), ("一组", "甲"), (None, "乙"), merged=("A2:A3",))
    assert read_file("a.xlsx", data(made)).rows == (("一组", "甲"), ("一组", "乙"))
    made = book(("金额", "姓名"), (100, "甲"), (None, "乙"), merged=("A2:A3",))
    (wrong,) = read_file("a.xlsx", data(made)).wrong
    assert (wrong.row, wrong.column) == (2, "金额")


def test_two_rows_of_headings_are_read_as_one():
    made = book(("项目", "收入", None), (None, "金额", "备注"), ("甲", 1, "乙"),
                merged=("A1:A2", "B1:C1"))  # fmt: skip
    read = read_file("a.xlsx", data(made))
    assert (read.columns, read.rows) == (("项目", "收入金额", "收入备注"), (("甲", "1", "乙"),))


def test_a_wrong_sheet_is_answered_with_those_there_are():
    made = book(("项目", "金额"), ("甲", 1), title="一季度")
    second = made.create_sheet("二季度")
    second.append(("项目", "金额"))
    second.append(("乙", 2))
    assert read_file("a.xlsx", data(made), "二季度").rows == (("乙", "2"),)
    for sheet, code in (("三季度", "sheet-unknown"), ("", "sheet-unclear")):
        with pytest.raises(Invalid) as problem:
            read_file("a.xlsx", data(made), sheet)
        assert problem.value.code == code
        assert "一季度、二季度" in str(problem.value)


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0", "table-ending"),
        ("a.xlsx", b"PK\x03\x04 not a workbook", "table-broken"),
        ("a.xlsx", b"", "table-broken"),
        ("a.csv", b"\xff\xfe\x00\x81\xff", "table-encoding"),
    ],
)
def test_what_is_no_table_is_one_sentence(name: str, raw: bytes, code: str):
    with pytest.raises(Invalid) as problem:
        read_file(name, raw)
    assert problem.value.code == code
    assert str(problem.value)


def test_a_file_too_large_is_refused_before_it_is_read():
    with pytest.raises(TooLarge):
        read_file("a.csv", b"x" * 6_000_000)


def test_twenty_thousand_rows_are_one_sentence():
    rows = [["项目", "金额"], *([f"第{n}项", "1"] for n in range(20_000))]
    read = read_file("a.csv", csv_data(rows))
    assert read.rows == ()
    assert [one.message for one in read.wrong] == [f"最多 {MOST_ROWS} 行，请分成几条信息公开。"]


def test_doubled_and_missing_headings_are_named():
    assert "出现了两次" in read_pasted("甲\t甲\n1\t2").wrong[0].message
    assert "空白单元格" in read_pasted("甲\t\t乙\n1\t2\t3").wrong[0].message
    assert read_pasted("  ").wrong


def test_headings_are_known_by_their_other_names_with_or_without_unit():
    filled = fill(Income, read_pasted("序号\t摘要\t金额\t说明\n1\t承包\t46,200\t无"))
    assert filled.wrong == ()
    assert filled.rows == ({"item": "承包", "amount": "46200.00", "note": "无"},)


def test_an_unknown_column_is_refused_rather_than_dropped():
    (wrong,) = fill(Income, read_pasted("收入项目\t金额\t经办\n甲\t1\t乙")).wrong
    assert wrong.column == "经办"
    assert "可用的列：收入项目、金额（元）、备注" in wrong.message


def test_a_column_that_is_needed_is_missed():
    (wrong,) = fill(Income, read_pasted("收入项目\t备注\n甲\t乙")).wrong
    assert wrong.message == "缺少“金额（元）”列。"


def test_a_stated_sum_is_checked_against_its_rows():
    rows = "收入项目\t金额\n甲\t10\n乙\t20\n小计\t30\n丙\t5\n合计\t36"
    (wrong,) = fill(Income, read_pasted(rows)).wrong
    assert (wrong.row, wrong.column) == (5, "金额（元）")
    assert wrong.message == "合计写的是 36.00，上面各行之和是 35.00。"
    assert fill(Income, read_pasted(rows.replace("36", "35"))).wrong == ()


@settings(deadline=None, max_examples=rounds(60))
@given(
    st.lists(
        st.tuples(st.text("甲乙丙丁", min_size=1, max_size=4), st.integers(0, 10**9)),
        min_size=1,
        max_size=20,
    )
)
def test_no_row_of_a_right_table_is_lost_or_changed(rows):
    table = [["姓名", "金额（元）"], *([name, f"{cents / 100:.2f}"] for name, cents in rows)]
    filled = fill(Receiver, read_pasted(paste_text(table)))
    assert filled.wrong == ()
    assert [(row["name"], row["amount"]) for row in filled.rows] == [
        (name, f"{cents / 100:.2f}") for name, cents in rows
    ]
    assert {one.name for one in columns_of(Receiver)} == set(filled.rows[0])
