"""Tables that a web page flattened to one cell a line, rebuilt where that is certain."""

from disclosure.importing.pieces import Line, Piece
from media.content import Column, Table

_FIRST = frozenset({"序号", "编号"})
WIDEST = 8


def flattened_table(pieces: list[Piece], index: int) -> tuple[Table, int] | None:
    """The table that begins at ``index`` and how many lines it takes, or None.

    Certain only when a numbering runs through: 序号, the other headings, then 1, 2, 3 … each at
    the same distance, at least two rows, none cut short.
    """
    if not isinstance(pieces[index], Line) or pieces[index].clean not in _FIRST:
        return None
    cells = _cells(pieces[index:])
    width = next((at for at, cell in enumerate(cells) if cell == "1"), 0)
    if not 2 <= width <= WIDEST:
        return None
    rows: list[tuple[str, ...]] = []
    at = width
    while at + width <= len(cells) and cells[at] == str(len(rows) + 1):
        rows.append(tuple(cells[at : at + width]))
        at += width
    if len(rows) < 2:
        return None
    columns = tuple(
        Column(title=title, kind="number" if not place else "text")
        for place, title in enumerate(cells[:width])
    )
    return Table(columns=columns, rows=tuple(rows)), at


def _cells(pieces: list[Piece]) -> list[str]:
    cells = []
    for piece in pieces:
        if not isinstance(piece, Line) or piece.kind != "text":
            break
        cells.append(piece.clean)
    return cells
