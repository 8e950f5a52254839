"""A free table and a roster of pasted rows: columns are told apart by what stands in them."""

from decimal import Decimal, InvalidOperation
from typing import Literal

from core import messages
from disclosure.tables.numbers import BLANK
from disclosure.tables.pasting import cells, paste_text
from disclosure.tables.reading import TOTALS, ReadTable, Wrong
from media.content import Column, Member, Roster, Table, Total

Kind = Literal["text", "amount", "number", "date", "phone"]
_AMOUNT_WORDS = ("金额", "收入", "支出", "余额", "结余", "元", "标准", "补贴", "资金")
_NOT_AMOUNT = ("人数", "户数", "数量", "项目", "序号", "日期", "备注", "来源", "去向", "对象")
MOST_ROWS = 1000
MOST_COLUMNS = 12
"""More cannot be read on a screen."""


def read_table(pasted: str, caption: str = "") -> tuple[Table, tuple[Wrong, ...]]:
    """The table of pasted cells, and every row that is wrong."""
    rows = cells(pasted)
    if not rows:
        said = Wrong(0, "", messages.text("请粘贴表格。"))
        return Table(caption=caption, columns=(), rows=()), (said,)
    titles, body = rows[0], rows[1:]
    problems = _shape_problems(titles, body)
    if problems:
        columns = tuple(Column(title=title) for title in titles[:MOST_COLUMNS])
        return Table(caption=caption, columns=columns, rows=()), problems
    filled = tuple(tuple(row + [""] * (len(titles) - len(row))) for row in body)
    return shaped_table(
        ReadTable(tuple(titles), filled, (), tuple(range(1, len(body) + 1))), caption
    )


def shaped_table(read: ReadTable, caption: str = "") -> tuple[Table, tuple[Wrong, ...]]:
    """A free table of any read table.  Rows that begin with 合计 become totals."""
    titles, filled = read.columns, read.rows
    plain = [row for row in filled if row[0] not in TOTALS]
    kinds = [_kind(title, [row[at] for row in plain]) for at, title in enumerate(titles)]
    columns = tuple(Column(title=t, kind=k) for t, k in zip(titles, kinds, strict=True))
    wrong = [
        Wrong(n, "", messages.text("“{title}”不是数字：{cell}", title=titles[at], cell=cell))
        for n, row in zip(read.numbers, filled, strict=True)
        for at, cell in enumerate(row)
        if kinds[at] == "amount" and row[0] not in TOTALS and not _is_number(cell)
    ]
    table = Table(
        caption=caption,
        columns=columns,
        rows=tuple(_row(row, kinds) for row in plain),
        totals=tuple(
            Total(label=f"{titles[at]}{row[0]}", value=_amount(row[at]))
            for row in filled
            if row[0] in TOTALS
            for at in range(1, len(titles))
            if row[at] not in BLANK
        ),
    )
    return table, (*read.wrong, *wrong)


def table_text(table: Table) -> str:
    """The table as it would be pasted; totals have come from the columns and go back there."""
    lines = [[column.title for column in table.columns], *table.rows]
    for name in TOTALS:
        sums = {
            column.title: total.value
            for total in table.totals
            for column in table.columns
            if total.label == f"{column.title}{name}"
        }
        if sums:
            lines.append([name, *(sums.get(column.title, "") for column in table.columns[1:])])
    return paste_text(lines)


def read_roster(pasted: str, caption: str = "") -> tuple[Roster, tuple[Wrong, ...]]:
    """姓名, 职务, 分工, 电话: one person a row; a first row of headings is recognised."""
    rows = cells(pasted)
    if rows and rows[0][0] in {"姓名", "名字"}:
        rows = rows[1:]
    many, nameless = (
        messages.text("最多四格：姓名、职务、分工、电话。"),
        messages.text("没有姓名。"),
    )
    wrong = tuple(Wrong(n, "", many) for n, row in enumerate(rows, 1) if len(row) > 4)
    wrong += tuple(Wrong(n, "", nameless) for n, row in enumerate(rows, 1) if not row[0])
    if not rows:
        wrong = (Wrong(0, "", messages.text("请至少填写一个人。")),)
    members = tuple(
        Member(**dict(zip(("name", "post", "duties", "phone"), row, strict=False))) for row in rows
    )
    return Roster(caption=caption, members=members), wrong


def roster_text(roster: Roster) -> str:
    """The roster as rows."""
    rows = ((m.name, m.post, m.duties, m.phone) for m in roster.members)
    return "\n".join(paste_text([row]).rstrip("\t") for row in rows)


def _shape_problems(titles: list[str], body: list[list[str]]) -> tuple[Wrong, ...]:
    if len(titles) < 2:
        said = messages.text("未能识别各列：请从电子表格中整块复制，各列之间是制表符。")
        return (Wrong(0, "", said),)
    if len(titles) > MOST_COLUMNS:
        said = messages.text("最多 {most} 列，以保证屏幕上清晰可读。", most=MOST_COLUMNS)
        return (Wrong(0, "", said),)
    if not all(titles):
        return (Wrong(0, "", messages.text("表头有空白单元格，请写全各列名称。")),)
    if not body:
        return (Wrong(0, "", messages.text("只有表头，没有内容。")),)
    if len(body) > MOST_ROWS:
        said = messages.text("最多 {most} 行，请分成几条信息公开。", most=MOST_ROWS)
        return (Wrong(0, "", said),)
    width = len(titles)
    return tuple(
        Wrong(
            n,
            "",
            messages.text("有 {cells} 格，表头只有 {width} 列。", cells=len(row), width=width),
        )
        for n, row in enumerate(body, 1)
        if len(row) > width
    )


def _kind(title: str, column: list[str]) -> Kind:
    filled = [cell for cell in column if cell not in BLANK]
    if "电话" in title:
        return "phone"
    if "日期" in title or "时间" in title:
        return "date"
    numeric = [cell for cell in filled if _is_number(cell)]
    names_amount = any(word in title for word in _AMOUNT_WORDS)
    if names_amount and not any(word in title for word in _NOT_AMOUNT):
        return "amount" if numeric else "text"
    if filled and len(numeric) == len(filled):
        return "amount" if any("." in cell for cell in filled) else "number"
    return "text"


def _row(row: tuple[str, ...], kinds: list[Kind]) -> tuple[str, ...]:
    return tuple(
        _amount(cell) if kind == "amount" else cell for cell, kind in zip(row, kinds, strict=True)
    )


def _amount(cell: str) -> str:
    """``￥46,200`` as 46200.00; what is no number stays as it is."""
    if cell in BLANK:
        return ""
    try:
        return f"{Decimal(_bare(cell)):.2f}"
    except InvalidOperation:
        return cell


def _is_number(cell: str) -> bool:
    if cell in BLANK:
        return True
    try:
        return Decimal(_bare(cell)).is_finite()
    except InvalidOperation:
        return False


def _bare(cell: str) -> str:
    return cell.replace(",", "").replace("，", "").strip("￥¥ 元")
