"""HTML from an editor to blocks, and back into the editor's form.

Only what blocks can say survives; scripts, styles, event handlers and foreign addresses do not.
"""

import html
import re
from collections import Counter
from html.parser import HTMLParser
from typing import Literal

import nh3

from core.errors import Invalid, TooLarge
from media.content import (
    Block,
    Column,
    Content,
    Heading,
    ListBlock,
    Member,
    Paragraph,
    Picture,
    Roster,
    Run,
    Table,
    Total,
)

_TAGS = {
    "p",
    "h1",
    "h2",
    "h3",
    "strong",
    "b",
    "em",
    "a",
    "ul",
    "ol",
    "li",
    "table",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "br",
    "img",
}
_KINDS = {"text", "amount", "number", "date", "phone"}
_CLASSES = {"p": {"center", "right"}, "th": _KINDS, "table": {"roster"}}
_ATTRIBUTES = {"a": {"href"}, "img": {"data-file", "alt", "title"}, "td": {"data-photo"}}
_FILE = re.compile(r"[0-9a-f]{64}")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_FLAT = {
    *("p", "li", "dt", "dd", "option", "br", "hr", "img", "input", "meta", "link", "wbr"),
    *("td", "th", "tr", "thead", "tbody", "tfoot", "col", "colgroup"),
}
"""Tags that need no end: one of them does not stand inside the one before it."""
DEEPEST = 100
"""Open tags at once.  A parser looks through all of them at every tag: a pasted page of a hundred
thousand would hold the process for minutes."""
LONGEST = 4_000_000
"""Characters of a fragment, as word processors paste it."""
_ROSTER_TITLES = ("姓名", "职务", "分工", "电话")


def content_of_html(text: str) -> Content:
    """Blocks of an HTML fragment; anything outside the allow-list is left out, its text kept.

    Idempotent: ``content_of_html(html_of_content(c)) == c`` for what it returned.  Raises TooLarge
    or Invalid for what would take too long to read.
    """
    if len(text) > LONGEST:
        raise TooLarge("content-too-large", "正文过长，请分成几条信息公开。", field="content")
    if depth_of(text) > DEEPEST:
        raise Invalid("markup-deep", "正文的网页标记嵌套过深，请只粘贴文字。", field="content")
    reader = _Reader()
    reader.feed(cleaned(text))
    reader.close()
    return Content(blocks=tuple(reader.done()))


def depth_of(text: str) -> int:
    """How many tags are open at once at most; rather too many than too few."""
    still: Counter[str] = Counter()
    now = deepest = 0
    for end, name in _TAG.findall(text):
        tag = name.lower()
        if tag in _FLAT:
            continue
        if not end:
            still[tag] += 1
            now += 1
            deepest = max(deepest, now)
        elif still[tag]:
            still[tag] -= 1
            now -= 1
    return deepest


def cleaned(text: str) -> str:
    """The fragment with nothing but allowed tags and attributes."""
    return nh3.clean(
        text,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes={"http", "https"},
        url_relative="deny",
        link_rel=None,
    )


def html_of_content(content: Content) -> str:
    """The blocks as an HTML fragment for the edit form; every text is escaped."""
    return "\n".join(_html_of(block) for block in content.blocks)


def _html_of(block: Block) -> str:
    match block:
        case Heading(level=level, text=text):
            return f"<h{level}>{html.escape(text)}</h{level}>"
        case Paragraph(runs=runs, align=align):
            aligned = f' class="{align}"' if align != "left" else ""
            return f"<p{aligned}>{''.join(map(_html_of_run, runs))}</p>"
        case ListBlock(ordered=ordered, items=items):
            tag = "ol" if ordered else "ul"
            return f"<{tag}>{''.join(f'<li>{html.escape(item)}</li>' for item in items)}</{tag}>"
        case Table():
            return _html_of_table(block)
        case Roster():
            return _html_of_roster(block)
        case Picture(file=file, alt=alt, caption=caption):
            said = f'alt="{html.escape(alt)}" title="{html.escape(caption)}"'
            return f'<p><img data-file="{file}" {said}></p>'


def _html_of_run(run: Run) -> str:
    text = html.escape(run.text)
    if run.strong:
        text = f"<strong>{text}</strong>"
    return f'<a href="{html.escape(run.href)}">{text}</a>' if run.href else text


def _html_of_table(table: Table) -> str:
    head = "".join(
        f'<th class="{column.kind}">{html.escape(column.title)}</th>' for column in table.columns
    )
    rows = "".join(f"<tr>{_cells(row)}</tr>" for row in table.rows)
    foot = "".join(f"<tr>{_cells((total.label, total.value))}</tr>" for total in table.totals)
    return (
        f"<table>{_caption(table.caption)}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"
        f"{f'<tfoot>{foot}</tfoot>' if foot else ''}</table>"
    )


def _html_of_roster(roster: Roster) -> str:
    head = "".join(f"<th>{title}</th>" for title in _ROSTER_TITLES)
    rows = []
    for member in roster.members:
        photo = f' data-photo="{member.photo}"' if member.photo else ""
        others = _cells((member.post, member.duties, member.phone))
        rows.append(f"<tr><td{photo}>{html.escape(member.name)}</td>{others}</tr>")
    return (
        f'<table class="roster">{_caption(roster.caption)}<thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _caption(text: str) -> str:
    return f"<caption>{html.escape(text)}</caption>" if text else ""


def _cells(row: tuple[str, ...]) -> str:
    return "".join(f"<td>{html.escape(cell)}</td>" for cell in row)


class _Reader(HTMLParser):
    """Reads cleaned HTML only: well-formed, allow-listed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[Block] = []
        self._runs: list[Run] = []
        self._align: Literal["left", "center", "right"] = "left"
        self._heading = 0
        self._strong = 0
        self._href: str | None = None
        self._items: list[str] | None = None
        self._ordered = False
        self._table: _Draft | None = None

    def done(self) -> list[Block]:
        self._flush()
        return self._blocks

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        match tag:
            case "strong" | "b":
                self._strong += 1
            case "a":
                self._href = given.get("href") or None
            case "br":
                self._break()
            case "img":
                self._picture(given)
            case "td" | "th" if self._table:
                self._flush()
                self._table.cell(tag, given)
            case "tr" if self._table:
                self._table.row()
            case "thead" | "tbody" | "tfoot" if self._table:
                self._table.part = tag
            case "table" if not self._table:
                self._flush()
                self._table = _Draft(given.get("class", "") == "roster")
            case "ul" | "ol" if not self._table and self._items is None:
                self._flush()
                self._items, self._ordered = [], tag == "ol"
            case "h1" | "h2" | "h3":
                self._flush()
                self._heading = int(tag[1])
            case "p" | "li" | "caption":
                self._flush()
                named = given.get("class", "")
                self._align = (
                    "right" if named == "right" else ("center" if named == "center" else "left")
                )

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "strong" | "b":
                self._strong = max(0, self._strong - 1)
            case "a":
                self._href = None
            case "caption" if self._table:
                self._table.caption = self._taken()
            case "td" | "th":
                self._flush()
            case "table" if self._table:
                self._flush()
                self._blocks.extend(self._table.block())
                self._table = None
            case "ul" | "ol" if self._items is not None:
                self._flush()
                if self._items:
                    self._blocks.append(ListBlock(ordered=self._ordered, items=tuple(self._items)))
                self._items = None
            case "p" | "li" | "h1" | "h2" | "h3":
                self._flush()
                self._heading, self._align = 0, "left"

    def handle_data(self, data: str) -> None:
        text = _SPACE.sub(" ", data)
        if text:
            self._runs.append(Run(text=text, strong=self._strong > 0, href=self._href))

    def _break(self) -> None:
        if self._table or self._items is not None or self._heading:
            self._runs.append(Run(text=" "))
        else:
            align = self._align
            self._flush()
            self._align = align

    def _picture(self, given: dict[str, str]) -> None:
        if _FILE.fullmatch(given.get("data-file", "")) and not self._table:
            self._flush()
            self._blocks.append(
                Picture(
                    file=given["data-file"],
                    alt=given.get("alt", ""),
                    caption=given.get("title", ""),
                )
            )

    def _taken(self) -> str:
        text = _SPACE.sub(" ", "".join(run.text for run in self._runs)).strip()
        self._runs = []
        return text

    def _flush(self) -> None:
        if self._table:
            self._table.add(self._taken())
        elif self._items is not None:
            if text := self._taken():
                self._items.append(text)
        elif self._heading:
            if text := self._taken():
                self._blocks.append(Heading(level=_level(self._heading), text=text))
        else:
            if runs := _trimmed(self._runs):
                self._blocks.append(Paragraph(runs=runs, align=self._align))
            self._runs = []


class _Draft:
    """A table while it is read."""

    def __init__(self, roster: bool) -> None:
        self.roster = roster
        self.caption = ""
        self.part = "tbody"
        self.heads: list[str] = []
        self.kinds: list[str] = []
        self.rows: list[list[str]] = []
        self.totals: list[list[str]] = []
        self.photos: list[str | None] = []
        self._into: list[str] | None = None

    def row(self) -> None:
        if self.part == "thead":
            self._into = self.heads
            return
        rows = self.totals if self.part == "tfoot" else self.rows
        rows.append([])
        if rows is self.rows:
            self.photos.append(None)
        self._into = rows[-1]

    def cell(self, tag: str, given: dict[str, str]) -> None:
        if self._into is None:
            self.row()
        if tag == "th" and not self.heads and self.rows == [[]]:
            self.rows, self.photos, self._into = [], [], self.heads
        if self._into is self.heads:
            self.kinds.append(given.get("class", "text") or "text")
        photo = given.get("data-photo", "")
        if self._into is not None:
            if not self._into and self.photos and _FILE.fullmatch(photo):
                self.photos[-1] = photo
            self._into.append("")

    def add(self, text: str) -> None:
        if text and self._into:
            self._into[-1] = f"{self._into[-1]} {text}".strip()

    def block(self) -> list[Block]:
        rows = [row for row in self.rows if row]
        if not self.heads and rows:
            self.heads = rows.pop(0)
        if self.roster:
            return [Roster(caption=self.caption, members=tuple(self._members(rows)))]
        width = max([len(self.heads), *map(len, rows)], default=0)
        if not width:
            return []
        kinds = [*self.kinds, *["text"] * width]
        columns = tuple(
            Column.model_validate({"title": title, "kind": kinds[at] or "text"})
            for at, title in enumerate(_padded(self.heads, width))
        )
        totals = tuple(Total(label=row[0], value=row[1]) for row in self.totals if len(row) == 2)
        filled = tuple(tuple(_padded(row, width)) for row in rows)
        return [Table(caption=self.caption, columns=columns, rows=filled, totals=totals)]

    def _members(self, rows: list[list[str]]) -> list[Member]:
        padded = [_padded(row, len(_ROSTER_TITLES)) for row in rows]
        return [
            Member(name=row[0], post=row[1], duties=row[2], phone=row[3], photo=photo)
            for row, photo in zip(padded, self.photos, strict=False)
        ]


def _padded(row: list[str], width: int) -> list[str]:
    return row[:width] + [""] * (width - len(row))


def _trimmed(runs: list[Run]) -> tuple[Run, ...]:
    """Neighbours of one look joined, no space at the ends; empty when there is no text."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        text = run.text.lstrip() if last is None or last.text.endswith(" ") else run.text
        if not text:
            continue
        if last and (last.strong, last.href) == (run.strong, run.href):
            joined[-1] = last.model_copy(update={"text": last.text + text})
        else:
            joined.append(run.model_copy(update={"text": text}))
    while joined and not joined[-1].text.strip():
        joined.pop()
    if joined:
        joined[-1] = joined[-1].model_copy(update={"text": joined[-1].text.rstrip()})
    return tuple(joined)


def _level(level: int) -> Literal[1, 2, 3]:
    return 1 if level <= 1 else 2 if level == 2 else 3
