"""Workbooks of a few kilobytes that would fill the memory: refused before they are opened."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

ROOT = Path(__file__).parents[2]
MEMORY = 900 * 2**20
READ = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
from core.errors import HallboardError
from disclosure.cataloguing.workbooks import grids_of_workbook
from disclosure.tables.workbooks import read_workbook
data = sys.stdin.buffer.read()
try:
    grids_of_workbook(data, "a.xlsx") if {catalogue} else read_workbook("a.xlsx", data)
except HallboardError as error:
    print("refused", error.code)
else:
    print("read")
"""


def book(far: bool = False, **changes: str) -> bytes:
    """A small table; ``far``: its only other cell stands at the sheet's far end."""
    made, plain = Workbook(), io.BytesIO()
    sheet = made.active
    sheet["A1"], sheet["B1"], sheet["A2"], sheet["B2"] = "项目", "金额", "收入", 1
    sheet.merge_cells("C1:D1")
    if far:
        sheet.delete_rows(1, 2)
        sheet["XFD1048576"] = "x"
    made.save(plain)
    out = io.BytesIO()
    with zipfile.ZipFile(plain) as archive, zipfile.ZipFile(out, "w", 8) as changed:
        for entry in archive.infolist():
            text = archive.read(entry)
            if "mergeCell" in changes and entry.filename.endswith("sheet1.xml"):
                text = text.replace(b"C1:D1", changes["mergeCell"].encode())
                text = text.decode().encode(changes.get("encoding", "utf-8"))
            changed.writestr(entry.filename, text)
    return out.getvalue()


def read(data: bytes, catalogue: bool) -> str:
    """In a process of its own, with little memory: what it said."""
    code = READ.format(memory=MEMORY, catalogue=catalogue)
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=data,
        capture_output=True,
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    return done.stdout.decode().strip()


@pytest.mark.parametrize("catalogue", [False, True], ids=["table", "catalogue"])
@pytest.mark.parametrize(
    "data",
    [
        book(mergeCell="C1:XFD1048576"),
        book(mergeCell="&#67;1:XFD1048576"),
        book(mergeCell="C1:XFD1048576", encoding="utf-16"),
    ],
    ids=["plain", "escaped", "utf-16"],
)
def test_an_area_merged_to_the_far_end_is_refused(data: bytes, catalogue: bool) -> None:
    assert read(data, catalogue).startswith("refused")


@pytest.mark.parametrize("catalogue", [False, True], ids=["table", "catalogue"])
def test_a_single_cell_at_the_far_end_is_refused(catalogue: bool) -> None:
    assert read(book(far=True), catalogue).startswith("refused")


@pytest.mark.parametrize("catalogue", [False, True], ids=["table", "catalogue"])
def test_a_small_table_with_a_merged_heading_is_read(catalogue: bool) -> None:
    assert read(book(), catalogue) == "read"
