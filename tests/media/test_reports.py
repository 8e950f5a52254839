"""Reports: the workbook and the document say the same, and no cell becomes a formula."""

import io
from decimal import Decimal

import pypdfium2
import pytest
from openpyxl import load_workbook

from core.errors import Invalid
from media.fonts import find_fonts
from media.reports import Report, ReportTable, as_document, as_workbook

REPORT = Report(
    "青溪县政务公开季度通报",
    (
        ReportTable(
            "单位得分",
            ("名次", "单位", "得分", "备注"),
            [(1, "柳河镇", Decimal("96.40"), None), (2, "南坪镇", Decimal("88.00"), "=1+1")],
        ),
        ReportTable("逾期事项", ("单位", "事项"), []),
    ),
    ("2026年第三季度", "2026年10月12日制表"),
    ("权重按县公开办2026年规则。",),
)


def test_the_workbook_holds_every_cell_as_it_is() -> None:
    book = load_workbook(io.BytesIO(as_workbook(REPORT)))

    assert book.sheetnames == ["单位得分", "逾期事项"]
    rows = [[cell.value for cell in row] for row in book["单位得分"].iter_rows()]
    assert rows[0][0] == REPORT.title
    assert [row[0] for row in rows[1:3]] == list(REPORT.facts)
    assert rows[4] == ["名次", "单位", "得分", "备注"]
    assert rows[5][:3] == [1, "柳河镇", pytest.approx(96.4)]
    assert rows[-1][0] == REPORT.notes[0]


def test_a_report_without_a_table_is_still_a_workbook() -> None:
    book = load_workbook(io.BytesIO(as_workbook(Report("通报", ()))))
    assert book.worksheets[0]["A1"].value == "通报"


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    book = load_workbook(io.BytesIO(as_workbook(REPORT)))
    cell = book["单位得分"].cell(7, 4)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_the_document_holds_every_cell_and_repeats_its_heading_on_each_page() -> None:
    rows = [(number, f"第{number}村", Decimal(number)) for number in range(1, 121)]
    table = ReportTable("得分", ("名次", "单位名称", "得分"), rows)
    document = pypdfium2.PdfDocument(as_document(Report("通报", (table,)), find_fonts()))

    texts = [page.get_textpage().get_text_range() for page in document]
    assert len(texts) > 2
    assert all("单位名称" in text for text in texts)
    whole = "".join(texts).replace(" ", "")
    assert all(f"第{number}村" in whole for number in range(1, 121))


def test_a_character_without_a_glyph_is_named() -> None:
    table = ReportTable("", ("单位",), [("\U0001f600",)])
    with pytest.raises(Invalid) as refused:
        as_document(Report("通报", (table,)), find_fonts())
    assert refused.value.data["characters"] == "\U0001f600"
