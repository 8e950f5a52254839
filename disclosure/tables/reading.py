"""What every reader of tables gives, and the few rules that they share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core import messages
from core.messages import text

TOTALS = ("合计", "总计", "小计")
"""A row whose first cell says so is a sum of the rows above it."""
MOST_ROWS = 5000
MOST_COLUMNS = 40


@dataclass(frozen=True)
class Wrong:
    """Something that cannot be taken.  ``row``: as the reader numbers its rows, 0 for the table as
    a whole; ``column``: the heading of its column, "" for the row as a whole."""

    row: int
    column: str
    message: str

    @property
    def sentence(self) -> str:
        """第 3 行“金额”：…, in the language in use."""
        if not self.row:
            return self.message
        if not self.column:
            return messages.text("第 {row} 行：{message}", row=self.row, message=self.message)
        return messages.text(
            "第 {row} 行“{column}”：{message}",
            row=self.row,
            column=self.column,
            message=self.message,
        )


@dataclass(frozen=True)
class ReadTable:
    """Headings and the rows below them, every row as wide as the headings.

    ``numbers``: the number by which a person finds each row: in a file its own row number, in
    pasted cells counted from 1 without the heading.  ``wrong`` is empty or nothing may be stored.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    wrong: tuple[Wrong, ...] = ()
    numbers: tuple[int, ...] = ()


def shaped(
    columns: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str]]],
    wrong: Sequence[Wrong] = (),
) -> ReadTable:
    """A table of headings and numbered rows: empty rows and empty outer columns are left out,
    short rows filled up, longer ones, missing headings and too many rows are complaints."""
    kept = [(number, list(row)) for number, row in rows if any(row)]
    used = max((_used(row) for _, row in kept), default=0)
    heads = list(columns[: _used(columns)])
    found = [*wrong, *_shape_problems(heads, kept, used)]
    width = len(heads)
    filled = [(number, tuple(row[:width] + [""] * (width - len(row)))) for number, row in kept]
    if len(filled) > MOST_ROWS:
        filled = []
    return ReadTable(
        tuple(heads),
        tuple(row for _, row in filled),
        tuple(sorted(found, key=lambda one: one.row)),
        tuple(number for number, _ in filled),
    )


def _used(row: Sequence[str]) -> int:
    return max((at for at, cell in enumerate(row, 1) if cell), default=0)


def _shape_problems(
    heads: list[str], rows: list[tuple[int, list[str]]], used: int
) -> Iterable[Wrong]:
    if not heads:
        yield Wrong(0, "", text("表格是空的。"))
        return
    if not all(heads):
        yield Wrong(0, "", text("表头有空白单元格，请写全各列名称。"))
    doubled = next((one for one in heads if one and heads.count(one) > 1), "")
    if doubled:
        yield Wrong(0, "", text("表头里“{title}”出现了两次，请改成不同的列名。", title=doubled))
    if not rows:
        yield Wrong(0, "", text("只有表头，没有内容。"))
    if len(rows) > MOST_ROWS:
        yield Wrong(0, "", text("最多 {most} 行，请分成几条信息公开。", most=MOST_ROWS))
        return
    if used > len(heads):
        for number, row in rows:
            if _used(row) > len(heads):
                yield Wrong(
                    number,
                    "",
                    text(
                        "有 {cells} 格，表头只有 {width} 列。", cells=_used(row), width=len(heads)
                    ),
                )
