"""HTML to pieces: what a reader sees, line by line, with the tables that hold data."""

from typing import Literal

from disclosure.importing.elements import Element, Text, tree_of
from disclosure.importing.header import LABEL
from disclosure.importing.pieces import Grid, Line, Piece, fold, tidy

_UNSEEN = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "object"})
_PAGE = frozenset({"title", "nav", "footer", "aside", "select", "button"})
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 3, "h5": 3, "h6": 3}
_LISTS: dict[str, Literal["bullet", "ordered"]] = {"ul": "bullet", "ol": "ordered"}
_BLOCKS = frozenset(
    "p div br hr li ul ol tr td th table section article header main form dl dt dd blockquote pre"  # noqa: SIM905 - a word list
    " caption thead tbody tfoot body html head option address figure figcaption center".split()
) | frozenset((*_PAGE, *_HEADINGS))
_INSIDE = ("table", "p", "div", "ul", "ol", *_HEADINGS)
"""What makes a cell more than a cell: it is laid out, not data."""
_META = {"articletitle": "标题", "pubdate": "发布日期", "maketime": "成文日期"}
_LONG = 200
"""A cell with more than so many characters and blocks of its own holds a page's text."""


def pieces_of_html(html: str) -> list[Piece]:
    """Lines and data tables of a page; line numbers are those of the source."""
    reader = _Reader()
    reader.walk(tree_of(html))
    reader.flush()
    return reader.pieces


class _Reader:
    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._text: list[Text] = []
        self._kind: Literal["text", "bullet", "ordered", "heading", "page"] = "text"
        self._level = 0

    def walk(self, element: Element) -> None:
        for child in element.children:
            if isinstance(child, Text):
                self._text.append(child)
            elif child.tag == "meta":
                self._meta(child)
            elif child.tag not in _UNSEEN:
                self._enter(child, element)

    def flush(self) -> None:
        """End the line that was begun."""
        text = "".join(part.text for part in self._text).replace("\n", " ").replace("\r", " ")
        if tidy(text):
            number = next(part.line for part in self._text if tidy(part.text))
            self.pieces.append(Line(number, text, self._kind, self._level))
        self._text = []

    def _enter(self, element: Element, above: Element) -> None:
        if element.tag not in _BLOCKS:
            self.walk(element)
            return
        self.flush()
        before = self._kind, self._level
        if element.tag in _PAGE:
            self._kind = "page"
        elif self._kind != "page":
            if element.tag in _HEADINGS:
                self._kind, self._level = "heading", _HEADINGS[element.tag]
            elif element.tag == "li":
                self._kind = _LISTS.get(above.tag, "bullet")
        if element.tag == "table":
            self._table(element)
        else:
            self.walk(element)
        self.flush()
        self._kind, self._level = before

    def _meta(self, element: Element) -> None:
        label = _META.get(element.attributes.get("name", "").lower())
        value = tidy(element.attributes.get("content", ""))
        if label and value:
            self.pieces.append(Line(element.line, f"{label}: {value}"))

    def _table(self, table: Element) -> None:
        rows = [list(row.each("td", "th")) for row in table.each("tr")]
        captions = list(table.each("caption"))
        caption = tidy(" ".join(map(text_of, captions)))
        cells = [cell for row in rows for cell in row]
        texts = _spread(rows)
        if fold(text_of(table)) != fold("".join(map(text_of, [*captions, *cells]))):
            self.walk(table)  # text between the cells: a broken table loses nothing either
        elif any(map(_is_layout, cells)):
            self._laid_out(table, caption)
        elif _is_data(texts):
            self.pieces.append(Grid(table.line, texts, caption))
        else:
            if caption:
                self.pieces.append(Line(table.line, caption))
            for row in rows:
                self._row(row)

    def _row(self, row: list[Element]) -> None:
        texts = [text_of(cell) for cell in row]
        if any(texts):
            self.pieces.append(Line(row[0].line, " | ".join(texts), self._kind, self._level))

    def _laid_out(self, element: Element, caption: str) -> None:
        """Rows of plain cells as lines, all others as what stands in them."""
        if caption:
            self.pieces.append(Line(element.line, caption))
        for row in element.each("tr"):
            cells = list(row.each("td", "th"))
            if len(cells) > 1 and not any(cell.holds(*_INSIDE) for cell in cells):
                self._row(cells)
                continue
            for cell in cells:
                self.walk(cell)
                self.flush()


def text_of(element: Element) -> str:
    """The text of a cell; breaks and paragraphs are spaces."""
    parts = []
    for child in element.children:
        if isinstance(child, Text):
            parts.append(child.text)
        elif child.tag not in _UNSEEN:
            inner = text_of(child)
            parts.append(f" {inner} " if child.tag in _BLOCKS else inner)
    return tidy("".join(parts)) if element.tag in _BLOCKS else "".join(parts)


def _is_layout(cell: Element) -> bool:
    if cell.holds("table", *_HEADINGS):
        return True
    return cell.holds(*_INSIDE) and len(text_of(cell)) > _LONG


def _is_data(rows: tuple[tuple[str, ...], ...]) -> bool:
    """At least two rows and columns, and no header of labels with their values."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return False
    labelled = sum(bool(LABEL.match(f"{row[0].rstrip(':：')}|")) for row in rows)
    return labelled * 2 < len(rows)


def _spread(rows: list[list[Element]]) -> tuple[tuple[str, ...], ...]:
    """Cells at their places: what spans several leaves the others empty; empty rows go."""
    spread: list[list[str]] = []
    below: dict[int, int] = {}
    for row in rows:
        texts: list[str] = []
        for cell in row:
            _skip(texts, below)
            place = len(texts)
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            texts += [text_of(cell), *([""] * (wide - 1))]
            below |= {place + at: high - 1 for at in range(wide) if high > 1}
        _skip(texts, below)
        spread.append(texts)
    filled = [row for row in spread if any(row)]
    width = max(map(len, filled), default=0)
    return tuple(tuple(row + [""] * (width - len(row))) for row in filled)


def _skip(texts: list[str], below: dict[int, int]) -> None:
    while below.get(len(texts), 0):
        below[len(texts)] -= 1
        texts.append("")


def _span(cell: Element, name: str) -> int:
    value = cell.attributes.get(name, "1")
    return min(50, max(1, int(value))) if value.isdecimal() else 1
