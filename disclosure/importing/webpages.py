"""HTML to pieces: what a reader sees, line by line, with the tables that hold data."""

from html.parser import HTMLParser

from disclosure.importing.pieces import Grid, Line, Piece, tidy

_UNSEEN = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "object"})
_BREAKS = frozenset(
    [
        "p",
        "div",
        "br",
        "hr",
        "li",
        "ul",
        "ol",
        "tr",
        "td",
        "th",
        "table",
        "section",
        "article",
        "header",
        "footer",
        "nav",
        "aside",
        "main",
        "form",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "body",
        "title",
        "option",
        "select",
        "button",
        "address",
        "figure",
        "figcaption",
        "center",
    ]
)
_PAGE = frozenset({"title", "nav", "footer", "aside", "select", "button"})
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 3, "h5": 3, "h6": 3}
_META = {"articletitle": "标题", "pubdate": "发布日期", "maketime": "成文日期"}


def pieces_of_html(html: str) -> list[Piece]:
    """Lines and data tables of a page; line numbers are those of the source."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.done()


class _Reader(HTMLParser):
    """A table counts as data if it is neither nested nor a single row or column of layout."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: list[Piece] = []
        self._text: list[str] = []
        self._started = 0
        self._unseen = 0
        self._lists: list[str] = []
        self._item = False
        self._level = 0
        self._tables: list[_OpenTable] = []
        self._page = 0

    def done(self) -> list[Piece]:
        while self._tables:
            self._end_table()
        self._flush()
        return self._pieces

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        if self._unseen:
            return
        if tag == "meta":
            self._meta(dict(attrs))
        if tag in _BREAKS:
            self._break(tag)
        if tag in _PAGE:
            self._page += 1
        if tag == "table":
            self._tables.append(_OpenTable(self.getpos()[0], len(self._pieces)))
        elif tag == "tr" and self._tables:
            self._tables[-1].rows.append([])
        elif tag in {"td", "th"} and self._tables:
            self._tables[-1].open_cell()
        elif tag in {"ul", "ol"}:
            self._lists.append(tag)
        elif tag == "li":
            self._item = True
        elif tag in _HEADINGS:
            self._level = _HEADINGS[tag]

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
            return
        if self._unseen:
            return
        if tag in _BREAKS:
            self._break(tag)
        if tag in _PAGE:
            self._page = max(0, self._page - 1)
        if tag == "table" and self._tables:
            self._end_table()
        elif tag in {"td", "th"} and self._tables:
            self._tables[-1].cell = False
        elif tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
        elif tag == "li":
            self._item = False
        elif tag in _HEADINGS:
            self._level = 0

    def handle_data(self, data: str) -> None:
        if self._unseen or not data:
            return
        if not self._text:
            self._started = self.getpos()[0]
        self._text.append(data.replace("\n", " ").replace("\r", " "))

    def _meta(self, attributes: dict[str, str | None]) -> None:
        label = _META.get((attributes.get("name") or "").lower())
        value = tidy(attributes.get("content") or "")
        if label and value:
            self._pieces.append(Line(self.getpos()[0], f"{label}: {value}"))

    def _break(self, tag: str) -> None:
        if self._tables and self._tables[-1].cell:
            if tag in {"td", "th", "tr", "table"}:
                self._into_cell()
            elif "".join(self._text).strip():
                self._text.append(" ")
            return
        if tag == "caption" and self._tables and "".join(self._text).strip():
            self._tables[-1].caption = tidy("".join(self._text))
            self._text = []
            return
        self._flush()

    def _into_cell(self) -> None:
        text = tidy("".join(self._text))
        self._text = []
        table = self._tables[-1]
        if table.rows and table.rows[-1]:
            table.rows[-1][-1] = tidy(f"{table.rows[-1][-1]} {text}")

    def _flush(self) -> None:
        text = "".join(self._text)
        self._text = []
        if not tidy(text):
            return
        if self._page:
            self._pieces.append(Line(self._started, text, "page"))
        elif self._level:
            self._pieces.append(Line(self._started, text, "heading", self._level))
        elif self._item and self._lists:
            kind = "ordered" if self._lists[-1] == "ol" else "bullet"
            self._pieces.append(Line(self._started, text, kind))  # type: ignore[arg-type] # one of two literals
        else:
            self._pieces.append(Line(self._started, text))

    def _end_table(self) -> None:
        self._into_cell() if self._tables[-1].cell else self._flush()
        table = self._tables.pop()
        inside = len(self._pieces) > table.first
        outer = bool(self._tables)
        if inside or outer or not table.is_data:
            if outer:
                self._tables[-1].layout = True
            self._pieces.extend(table.as_lines())
        else:
            self._pieces.append(table.as_grid())


class _OpenTable:
    def __init__(self, number: int, first: int) -> None:
        self.number = number
        self.first = first
        """How many pieces stood before it."""
        self.rows: list[list[str]] = []
        self.caption = ""
        self.cell = False
        self.layout = False

    def open_cell(self) -> None:
        if not self.rows:
            self.rows.append([])
        self.rows[-1].append("")
        self.cell = True

    @property
    def is_data(self) -> bool:
        filled = [row for row in self.rows if any(row)]
        return not self.layout and len(filled) >= 2 and max(map(len, filled)) >= 2

    def as_lines(self) -> list[Line]:
        caption = [Line(self.number, self.caption)] if self.caption else []
        rows = (" | ".join(row) for row in self.rows if any(row))
        return [*caption, *(Line(self.number, row) for row in rows)]

    def as_grid(self) -> Grid:
        filled = [row for row in self.rows if any(row)]
        width = max(map(len, filled))
        return Grid(
            self.number,
            tuple(tuple(row + [""] * (width - len(row))) for row in filled),
            self.caption,
        )
