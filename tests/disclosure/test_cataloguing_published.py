"""Catalogues as they were published: every row lands or is listed, read as the table says."""

import html
import io
import json
import re
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from disclosure.cataloguing import CatalogueRow, ParsedCatalogue, read_catalogue
from disclosure.cataloguing.elements import check_elements, elements_of_row
from disclosure.cataloguing.merging import tiers_of

PUBLISHED = Path(__file__).with_name("catalogues") / "published"
EXPECTED = {
    one["file"]: one for one in json.loads((PUBLISHED / "expected.json").read_text("utf-8"))
}
NAMES = sorted(EXPECTED)


def published(name: str) -> ParsedCatalogue:
    return read_catalogue((PUBLISHED / name).read_bytes(), name)


def in_one_line(row: CatalogueRow) -> str:
    """As ``expected.json`` writes an item."""
    required = "+".join(one.text for one in row.carriers if one.required)
    optional = sum(not one.required for one in row.carriers)
    parts = [
        str(row.row),
        *(row.number, row.domain, row.first, row.second, row.units_text.replace("\n", "/")),
        f"{required} +{optional}",
        row.audience + (f"({row.group_name})" if row.group_name else ""),
        *(row.mode, ",".join(sorted(row.levels)), ",".join(sorted(row.stages))),
        "?" if row.reading.needs_review else "",
    ]
    return " | ".join(parts)


@pytest.mark.parametrize("name", NAMES)
def test_a_published_catalogue_lands_as_it_was_read_by_hand(name):
    read, expected = published(name), EXPECTED[name]
    assert (read.rows, len(read.landed)) == (expected["rows"], expected["landed"])
    assert [in_one_line(row) for row in read.landed] == expected["items"]
    assert [one.sentence for one in read.listed] == expected["listed"]


@pytest.mark.parametrize("name", NAMES)
def test_no_line_of_a_published_table_goes_unspoken(name):
    read = published(name)
    body = {row.row for row in read.landed}
    body |= {row for one in read.listed if one.level == "refused" for row in one.rows}
    spoken = body | {row for one in read.listed for row in one.rows}
    lines = (PUBLISHED / name).read_text("utf-8").count("<tr>")
    assert set(range(min(body), lines + 1)) <= spoken


@pytest.mark.parametrize("name", NAMES)
def test_each_item_can_be_stored_with_its_whole_body_and_audience(name):
    for row in published(name).landed:
        for tier in tiers_of(row, "county"):
            elements = elements_of_row(row, tier)
            check_elements(elements)
            assert elements.responsible == row.units_text
            assert elements.group_name == row.group_name


def test_more_than_forty_layouts_with_their_sources_are_tried():
    assert len(NAMES) >= 40
    assert sum(one["rows"] for one in EXPECTED.values()) >= 150
    assert all(one["source"] for one in EXPECTED.values())
    assert {path.stem for path in PUBLISHED.glob("*.html")} == {Path(name).stem for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_a_workbook_with_the_same_merged_cells_lands_the_same(name):
    page = published(name)
    book = read_catalogue(workbook(PUBLISHED / name), "book.xlsx")
    assert [told(row) for row in book.landed] == [told(row) for row in page.landed]


def told(row: CatalogueRow) -> dict[str, object]:
    """All but what the file's form gives: a page has its title outside the table."""
    return {key: text for key, text in row.as_json().items() if key not in ("table", "domain")}


def workbook(page: Path) -> bytes:
    """The page's tables as the sheets of a workbook, merged cells as such."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, table in enumerate(_all("table", page.read_text("utf-8")), 1):
        _fill(book.create_sheet(f"表{number}"), table)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(sheet: Worksheet, table: str) -> None:
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(_all("tr", table), 1):
        column = 1
        for attributes, text in re.findall(r"<td([^>]*)>(.*?)</td>", line, re.DOTALL):
            while (row, column) in taken:
                column += 1
            down, across = _span("row", attributes), _span("col", attributes)
            sheet.cell(row, column).value = html.unescape(text.replace("<br>", "\n")) or None
            last = (row + down - 1, column + across - 1)
            taken |= {
                (at, to) for at in range(row, last[0] + 1) for to in range(column, last[1] + 1)
            }
            if last != (row, column):
                sheet.merge_cells(None, row, column, *last)
            column += across


def _all(tag: str, text: str) -> list[str]:
    return re.findall(rf"<{tag}[ >].*?</{tag}>", text, re.DOTALL)


def _span(kind: str, attributes: str) -> int:
    found = re.search(rf'{kind}span="(\d+)"', attributes)
    return int(found[1]) if found else 1
