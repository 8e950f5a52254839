"""The one form every file format is brought to: cells at their places."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Cell:
    """One cell's text as written."""

    text: str = ""
    merged: Literal["", "down", "across"] = ""
    """Whether it only repeats what the merged cell above or to its left says."""
    problem: Literal["", "formula", "error"] = ""
    """What stands there is not text that could be taken over."""
    date: bool = False
    """Written by the spreadsheet as a date, so that its wording is lost."""


EMPTY = Cell()


@dataclass(frozen=True)
class Grid:
    """A table: ``rows[0]`` is the row that its source calls ``first``."""

    name: str
    """Of the sheet; empty where the format has none."""
    rows: Sequence[Sequence[Cell]]
    kind: Literal["text", "sheet", "page"] = "text"
    """Of a .csv text, a workbook or a web page."""
    title: str = ""
    """What stands above the table, where the format keeps it outside."""

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)

    def cell(self, row: int, column: int) -> Cell:
        """The cell at the place, counted from 0; empty beyond the end."""
        cells = self.rows[row] if row < len(self.rows) else ()
        return cells[column] if column < len(cells) else EMPTY
