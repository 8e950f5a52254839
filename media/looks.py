"""Tables with a look of their own, told by the kinds of their columns: figures, facts, meters,
stages; and which sheets are set as a flow of them."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Literal

from media.content import Block, Heading, ListBlock, Paragraph, Table, block_lines
from media.typography import plain

Look = Literal["", "figures", "facts", "meters", "stages"]
BESIDE = 400
"""Characters of running text that may stand among them before the sheet runs as a notice."""
SECTIONS, PART = 900, 160
"""The same below a list of facts: all together, and the longest part."""


def look_of(table: Table) -> Look:
    """How a table is drawn; "" as rows and columns."""
    kinds = [column.kind for column in table.columns]
    if kinds and set(kinds) == {"figure"} and len(table.rows) == 1:
        return "figures"
    if len(kinds) == 2 and kinds[0] == "label":
        return "facts"
    if "stage" in kinds:
        return "stages"
    return "meters" if kinds.count("percent") == 1 else ""


def flows(blocks: Sequence[Block]) -> bool:
    """Whether the blocks are tables of which at least one has a look, with little text beside;
    or a list of facts with short sections below it."""
    tables = [block for block in blocks if isinstance(block, Table)]
    others = [block for block in blocks if not isinstance(block, Table)]
    found = {look_of(table) for table in tables}
    if not found - {""} or not all(
        isinstance(one, Heading | Paragraph | ListBlock) for one in others
    ):
        return False
    lengths = [sum(map(len, block_lines(block))) for block in others]
    if found <= {"facts", ""}:
        return (
            tables[0] is blocks[0]
            and look_of(tables[0]) == "facts"
            and max(lengths, default=0) <= PART
            and sum(lengths) <= SECTIONS
        )
    return sum(lengths) <= BESIDE


def details(table: Table, cells: list[list[str]]) -> dict[str, object]:
    """What the templates are told of a table's look; ``cells`` are set already."""
    look = look_of(table)
    found: dict[str, object] = {"look": look}
    if look == "figures":
        found["signs"] = _signs(table.rows[0])
    if look in ("meters", "stages"):
        found["items"] = [_item(table, look, row) for row in cells]
    return found


def share(cell: str) -> float:
    """The share that a percent cell states, 0 to 1; 0 for what states none."""
    try:
        stated = Decimal(cell.rstrip("%％ ") or "0")
    except InvalidOperation:
        return 0.0
    return float(min(max(stated, Decimal(0)), Decimal(100)) / 100) if stated.is_finite() else 0.0


def balances(values: Sequence[str]) -> bool:
    """Whether four figures are a balance: the first and second less the third are the fourth."""
    try:
        opening, more, less, closing = (Decimal(value) for value in values)
    except (ValueError, InvalidOperation):
        return False
    return all(n.is_finite() for n in (opening, more, less)) and opening + more - less == closing


def _signs(values: Sequence[str]) -> list[str]:
    """Drawn before the figures, only where the sum is true."""
    return ["", "+", "−", "="] if balances(values) else [""] * len(values)


def _item(table: Table, look: Look, row: list[str]) -> dict[str, object]:
    """A row as its name, what is said beside it, and its bar or its steps."""
    special = "percent" if look == "meters" else "stage"
    pairs = list(zip(table.columns, row, strict=True))
    words = [(column, cell) for column, cell in pairs if column.kind != special]
    naming = next((at for at, (column, _) in enumerate(words) if column.kind == "text"), 0)
    if look == "stages" and len(words) > 1 and "编号" in words[naming][0].title:
        naming = 1
    said = [
        {"name": plain(column.title), "value": cell}
        for at, (column, cell) in enumerate(words)
        if at != naming and cell
    ]
    marked = [(column, cell) for column, cell in pairs if column.kind == special]
    item: dict[str, object] = {"title": words[naming][1] if words else "", "said": said}
    if look == "meters":
        return item | {"rate": marked[0][1], "share": share(marked[0][1])}
    return item | {"steps": [{"name": plain(c.title), "value": cell} for c, cell in marked]}
