"""填报表: what is written is read back; each wrong cell is named by sheet, row and village."""

import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from core.errors import Invalid
from disclosure.periods import parse
from disclosure.workbook import (
    BookPlan,
    SheetPlan,
    Village,
    closing_of,
    read_book,
    titles,
    write_book,
)
from disclosure.workbook.plan import ACCOUNTS
from disclosure.workbook.writing import HEADING

Q3 = parse("2026Q3")
MONEY, GRAIN = titles(Q3, ["季度财务收支", "粮食补贴发放"])
VILLAGES = (Village("shiqiao", "石桥村", "石桥村村民委员会"), Village("wangjia", "王家村"))
PLAN = BookPlan(
    "柳河镇",
    Q3,
    VILLAGES,
    (
        SheetPlan(
            "village-accounts", "季度财务收支", MONEY, "accounts", ACCOUNTS, {"shiqiao": "46200.00"}
        ),
        SheetPlan("village-grain", "粮食补贴发放", GRAIN, "table", ("户数", "金额")),
    ),
)


class Book:
    """The template, filled in as an officer would."""

    def __init__(self, plan: BookPlan = PLAN) -> None:
        self.book = load_workbook(io.BytesIO(write_book(plan)))

    def row_of(self, sheet: str, village: str, category: str = "", nth: int = 0) -> int:
        rows = [
            row[0].row
            for row in self.book[sheet].iter_rows(min_row=HEADING + 1)
            if row[0].value == village and (not category or row[2].value == category)
        ]
        return rows[nth]

    def put(self, sheet: str, row: int, *cells: object, first: int = 4) -> None:
        for column, value in enumerate(cells, first):
            if value is not None:
                self.book[sheet].cell(row, column).value = value

    def accounts(self, village: str, closing: object, opening: object = None) -> None:
        """土地承包 3000.50 in, 道路维修 1200 out."""
        self.put(MONEY, self.row_of(MONEY, village, "上期结余"), opening, first=5)
        self.put(MONEY, self.row_of(MONEY, village, "收入"), "土地承包", 3000.5)
        self.put(MONEY, self.row_of(MONEY, village, "支出"), "道路维修", "1,200", "凭证 12")
        self.put(MONEY, self.row_of(MONEY, village, "本期结余"), closing, first=5)

    def read(self, plan: BookPlan = PLAN):
        return read_book(plan, self.bytes, "柳河镇.xlsx")

    @property
    def bytes(self) -> bytes:
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()


def test_the_template_holds_villages_items_and_the_last_closing_balance():
    sheet = Book().book[MONEY]
    assert MONEY == "2026Q3 季度财务收支"
    row = Book().row_of(MONEY, "石桥村", "上期结余")
    assert Decimal(str(sheet.cell(row, 5).value)) == Decimal("46200.00")
    other = Book().row_of(MONEY, "王家村", "上期结余")
    assert sheet.cell(other, 5).value is None


def test_an_untouched_template_files_nothing_and_is_no_error():
    read = Book().read()
    assert (read.filings, read.wrong) == ((), ())
    assert len(read.unfilled) == 4


def test_accounts_are_read_and_balanced():
    book = Book()
    book.accounts("石桥村", 48000.5)
    read = book.read()
    assert read.wrong == ()
    (filing,) = read.filings
    assert filing.village.code == "shiqiao"
    assert filing.draft.kind == "accounts"
    assert filing.draft.title == "2026年第三季度财务收支"
    assert dict(filing.figures)["本期结余"] == "48000.50"
    assert "道路维修" in filing.draft.content.text


def test_what_does_not_add_up_names_sheet_row_column_and_village():
    book = Book()
    book.accounts("石桥村", 48000.51)
    (wrong,) = book.read().wrong
    row = book.row_of(MONEY, "石桥村", "本期结余")
    assert (wrong.sheet, wrong.row, wrong.column, wrong.village) == (
        MONEY,
        row,
        "金额（元）",
        "石桥村",
    )
    assert "0.01" in wrong.message


def test_a_missing_closing_balance_is_asked_for_with_the_figure_it_should_be():
    book = Book()
    book.accounts("石桥村", None)
    (wrong,) = book.read().wrong
    assert "48,000.50" in wrong.message


def test_an_opening_that_differs_from_the_published_closing_is_pointed_out():
    book = Book()
    book.accounts("石桥村", 1900.5, opening=100)
    read = book.read()
    assert read.wrong == ()
    assert "46,200.00" in read.warnings[0].message
    assert len(read.filings) == 1


def test_nil_returns_are_filed_and_contradictions_refused():
    book = Book()
    for sheet in (MONEY, GRAIN):
        book.put(sheet, book.row_of(sheet, "王家村"), "是", first=2)
    read = book.read()
    assert [(one.village.code, one.draft.nil_return) for one in read.filings] == [
        ("wangjia", True)
    ] * 2
    row = book.row_of(MONEY, "王家村", "支出")
    book.put(MONEY, row, "道路维修", 5)
    assert [(one.row, one.village) for one in book.read().wrong] == [(row, "王家村")]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        (("土地承包", "三千"), "金额（元）"),
        (("土地承包", 10.005), "金额（元）"),
        (("土地承包", None), "金额（元）"),
        ((None, 3000), "项目"),
        (("土地承包", "=1+2"), "金额（元）"),
    ],
)
def test_each_wrong_cell_is_named(cells: tuple[object, ...], column: str):
    book = Book()
    row = book.row_of(MONEY, "石桥村", "收入", 1)
    book.put(MONEY, row, *cells)
    wrong = book.read().wrong
    assert (wrong[0].row, wrong[0].column, wrong[0].village) == (row, column, "石桥村")


def test_unknown_villages_categories_and_marks_are_named():
    book = Book()
    row = book.row_of(MONEY, "石桥村", "收入")
    book.put(MONEY, row, "李家村", first=1)
    book.put(MONEY, row, "土地承包", 1)
    book.put(MONEY, row + 1, "其他", first=3)
    book.put(MONEY, row + 1, "土地承包", 1)
    book.put(MONEY, row + 2, "可能", first=2)
    found = {(one.row, one.column) for one in book.read().wrong}
    assert {(row, "村（社区）"), (row + 2, "本季度无发生")} <= found
    book = Book()
    book.put(MONEY, row + 1, "其他", first=3)
    book.put(MONEY, row + 1, "土地承包", 1)
    assert [(one.row, one.column) for one in book.read().wrong] == [(row + 1, "收支类别")]


def test_a_table_keeps_its_columns_and_rows():
    book = Book()
    row = book.row_of(GRAIN, "石桥村")
    book.put(GRAIN, row, "12", "3600.00", first=3)
    book.put(GRAIN, row + 1, "3", "900.00", first=3)
    (filing,) = book.read().filings
    (table,) = filing.draft.content.blocks
    assert table.rows == (("12", "3600.00"), ("3", "900.00"))


def test_another_quarters_workbook_and_other_files_are_refused():
    other = BookPlan("柳河镇", parse("2026Q2"), VILLAGES, PLAN.sheets)
    renamed = tuple(
        SheetPlan(s.item, s.name, t, s.kind, s.columns)
        for s, t in zip(
            PLAN.sheets, titles(other.period, [x.name for x in PLAN.sheets]), strict=True
        )
    )
    old = Book(BookPlan("柳河镇", other.period, VILLAGES, renamed))
    with pytest.raises(Invalid) as refused:
        read_book(PLAN, old.bytes, "柳河镇.xlsx")
    assert "2026Q3" in str(refused.value)
    with pytest.raises(Invalid):
        read_book(PLAN, b"PK\x03\x04nothing", "柳河镇.xlsx")


def test_a_changed_heading_is_named():
    book = Book()
    book.book[GRAIN].cell(HEADING, 3).value = "人数"
    (wrong,) = book.read().wrong
    assert "户数" in wrong.message


def test_sheet_names_fit_excel_and_none_stands_twice():
    made = titles(Q3, ["村级" + "很长" * 20, "村级" + "很长" * 20 + "的", "a/b:c?[d]"])
    assert len({name.lower() for name in made}) == 3
    assert all(len(name) <= 31 for name in made)
    assert made[2] == "2026Q3 abcd"


def test_names_are_never_formulas():
    plan = BookPlan("柳河镇", Q3, (Village("x", "=HYPERLINK(1)"),), PLAN.sheets)
    book = load_workbook(io.BytesIO(write_book(plan)))
    assert book[GRAIN].cell(HEADING + 1, 1).data_type == "s"


@pytest.mark.parametrize(
    ("kind", "fields", "content", "closing"),
    [
        ("accounts", '{"opening":"1.00","closing":"2.00"}', "{}", "2.00"),
        ("accounts", "broken", "{}", ""),
        (
            "",
            "{}",
            '{"blocks":[{"totals":[{"label":"上期结余","value":"9"},{"label":"期末结余","value":"7.10"}]}]}',
            "7.10",
        ),
        ("", "{}", '{"blocks":[{"totals":[{"label":"上期结余","value":"9"}]}]}', ""),
    ],
)
def test_the_closing_balance_is_found_where_it_was_published(kind, fields, content, closing):
    assert closing_of(kind, fields, content) == closing
