"""HTML to tables: rowspan and colspan spread out, the words above each table kept as its title."""

from disclosure.cataloguing.grids import EMPTY, Cell, Grid
from disclosure.importing.elements import Element, Text, tree_of
from disclosure.importing.pieces import tidy

_BLOCKS = frozenset({"p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr"})
_UNSEEN = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "object"})
WIDEST = 60
"""Columns that a table may have: what spans more is cut."""
TALLEST = 20_000


def grids_of_html(html: str) -> list[Grid]:
    """Each table that holds no other, in order."""
    reader = _Reader()
    reader.walk(tree_of(html))
    return reader.grids


class _Reader:
    def __init__(self) -> None:
        self.grids: list[Grid] = []
        self._above = ""

    def walk(self, element: Element) -> None:
        for child in element.children:
            if isinstance(child, Text):
                self._above = tidy(child.text) or self._above
            elif child.tag in _UNSEEN:
                continue
            elif child.tag == "table" and not any(
                cell.holds("table") for cell in child.each("td", "th")
            ):
                self._table(child)
            else:
                self.walk(child)

    def _table(self, table: Element) -> None:
        caption = tidy(" ".join(text_of(one) for one in table.each("caption")))
        rows = [list(row.each("td", "th")) for row in table.each("tr")]
        self.grids.append(Grid("", _spread(rows), "page", caption or self._above))
        self._above = ""


def text_of(element: Element) -> str:
    """The text of a cell; breaks and paragraphs are line breaks."""
    parts: list[str] = []
    for child in element.children:
        if isinstance(child, Text):
            parts.append(child.text.replace("\r", " ").replace("\n", " "))
        elif child.tag not in _UNSEEN:
            inner = text_of(child)
            parts.append(f"\n{inner}\n" if child.tag in _BLOCKS else inner)
    return "".join(parts)


def _spread(rows: list[list[Element]]) -> list[list[Cell]]:
    """Cells at their places; what is merged says so."""
    spread: list[list[Cell]] = []
    below: dict[int, tuple[int, Cell]] = {}
    for row in rows:
        cells: list[Cell] = []
        for element in row:
            _fill(cells, below)
            if len(cells) >= WIDEST:
                break
            text = text_of(element)
            problem = "formula" if text.lstrip().startswith("=") else ""
            wide = min(_span(element, "colspan"), WIDEST - len(cells))
            high = _span(element, "rowspan")
            for at in range(wide):
                cell = Cell(text, "across" if at else "", problem)  # type: ignore[arg-type]
                if high > 1:
                    down = Cell(text, "across" if at else "down", problem)  # type: ignore[arg-type]
                    below[len(cells)] = (high - 1, down)
                cells.append(cell)
        _fill(cells, below)
        spread.append(cells)
    return spread


def _fill(cells: list[Cell], below: dict[int, tuple[int, Cell]]) -> None:
    """What hangs down from rows above into the next places."""
    while True:
        left, cell = below.get(len(cells), (0, EMPTY))
        if not left:
            return
        below[len(cells)] = (left - 1, cell)
        cells.append(cell)


def _span(cell: Element, name: str) -> int:
    value = cell.attributes.get(name, "1").strip()
    limit = WIDEST if name == "colspan" else TALLEST
    return min(limit, max(1, int(value))) if value.isascii() and value.isdecimal() else 1
