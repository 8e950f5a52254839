"""A read table becomes the rows of a kind: headings are recognised, every cell is checked."""

import re
import unicodedata
from dataclasses import dataclass

from core import messages
from disclosure.kinds.shapes import Fields, Input, inputs_of, read
from disclosure.tables.numbers import number_in
from disclosure.tables.reading import TOTALS, ReadTable, Wrong

_UNIT = re.compile(r"[(（][^()（）]*[)）]$")
_NUMBERING = frozenset({"序号", "编号", "no", "no."})


@dataclass(frozen=True)
class Filled:
    """Rows of a kind's model as plain values, and what is wrong: no row may be taken then."""

    rows: tuple[dict[str, str], ...] = ()
    wrong: tuple[Wrong, ...] = ()


def fill(model: type[Fields], table: ReadTable) -> Filled:
    """The table's rows as values of ``model``.

    Every column must be one of the model's (序号 aside); a row of sums (合计) is checked against
    the rows above it and left out.
    """
    if table.wrong:
        return Filled(wrong=table.wrong)
    columns = [one for one in inputs_of(model) if one.kind != "hidden"]
    placed, wrong = _placed(columns, table.columns)
    if wrong:
        return Filled(wrong=wrong)
    body = [
        (number, row)
        for number, row in zip(table.numbers, table.rows, strict=True)
        if _first(row) not in TOTALS
    ]
    rows: list[dict[str, str]] = []
    found: list[Wrong] = []
    for number, row in body:
        values = {one.name: row[at] for at, one in placed.items()}
        made = read(model, values)
        if isinstance(made, Fields):
            rows.append({one.name: getattr(made, one.name) for one in columns})
        else:
            found.extend(_wrong(number, columns, values, model))
    found.extend(_sums(placed, table))
    return Filled(tuple(rows) if not found else (), tuple(sorted(found, key=lambda w: w.row)))


def headings(model: type[Fields]) -> list[str]:
    """The headings that a table of this model has, in the language in use."""
    return [one.titled for one in inputs_of(model) if one.kind != "hidden"]


def _placed(
    columns: list[Input], heads: tuple[str, ...]
) -> tuple[dict[int, Input], tuple[Wrong, ...]]:
    """Which column of the table is which field; or what is wrong with its headings."""
    placed: dict[int, Input] = {}
    unknown: list[str] = []
    for at, head in enumerate(heads):
        found = _known(columns, head)
        if found is not None and found not in placed.values():
            placed[at] = found
        elif _plain(head) not in _NUMBERING:
            unknown.append(head)
    lacking = [one.titled for one in columns if one.need and one not in placed.values()]
    said: list[Wrong] = []
    names = "、".join(one.titled for one in columns)
    for head in unknown:
        text = messages.text("没有“{title}”这一列；可用的列：{names}。", title=head, names=names)
        said.append(Wrong(0, head, text))
    if lacking:
        text = messages.text("缺少“{titles}”列。", titles="、".join(lacking))
        said.append(Wrong(0, "", text))
    return placed, tuple(said)


def _known(columns: list[Input], head: str) -> Input | None:
    """By full heading before headings without their unit: 金额 is 金额（元）."""
    for bare in (_plain, _unitless):
        for one in columns:
            names = {bare(one.title), bare(one.titled), *(bare(name) for name in one.also)}
            if bare(head) in names:
                return one
    return None


def _plain(head: str) -> str:
    return "".join(unicodedata.normalize("NFKC", head).split()).casefold()


def _unitless(head: str) -> str:
    return _UNIT.sub("", _plain(head))


def _wrong(
    number: int, columns: list[Input], values: dict[str, str], model: type[Fields]
) -> list[Wrong]:
    named = {one.name: one for one in columns}
    faults = read(model, values)
    assert not isinstance(faults, Fields)  # noqa: S101 – asked for because they are none
    found = []
    for fault in faults:
        title = named[fault.field].titled if fault.field in named else fault.field
        found.append(Wrong(number, title, fault.message))
    return found


def _sums(placed: dict[int, Input], table: ReadTable) -> list[Wrong]:
    """Sums that the table states but its rows do not give; a 小计 sums the rows since the last."""
    found: list[Wrong] = []
    since: list[tuple[str, ...]] = []
    all_rows: list[tuple[str, ...]] = []
    for number, row in zip(table.numbers, table.rows, strict=True):
        said = _first(row)
        if said not in TOTALS:
            since.append(row)
            all_rows.append(row)
            continue
        above = since if said == "小计" else all_rows
        for at, one in placed.items():
            stated = number_in(row[at]) if one.kind in ("amount", "number") else None
            cells = [held for line in above if (held := number_in(line[at])) is not None]
            if stated is not None and one.kind == "amount" and sum(cells) != stated:
                text = messages.text(
                    "{label}写的是 {stated}，上面各行之和是 {sum}。",
                    label=said,
                    stated=f"{stated:,.2f}",
                    sum=f"{sum(cells):,.2f}",
                )
                found.append(Wrong(number, one.titled, text))
        since = []
    return found


def _first(row: tuple[str, ...]) -> str:
    """What a row of sums calls itself: the first cell that says something, or its neighbour."""
    filled = [cell.replace(" ", "").replace("\u3000", "") for cell in row if cell]
    return next((cell for cell in filled[:2] if cell in TOTALS), filled[0] if filled else "")
