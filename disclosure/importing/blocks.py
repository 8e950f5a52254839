"""Body pieces to the blocks of a record."""

import re
from dataclasses import dataclass
from typing import Literal

from disclosure.importing.dates import is_date_line
from disclosure.importing.flattened import flattened_table
from disclosure.importing.pieces import Grid, Line, Piece, join, tidy
from disclosure.importing.titles import (
    SECTION_LIMIT,
    heading_lines,
    is_annex,
    is_body_name,
    is_document_number,
    section_level,
)
from media.content import Block, Column, Heading, ListBlock, Paragraph, Run, Table, paragraph

_CHAPTER = re.compile(
    r"(第[一二三四五六七八九十]+章\s*\S{2,12}?)\s*(第[一二三四五六七八九十百]+条\s.*)"
)
_LEAD = re.compile(r"([^。；;]{2,30}?。)(.+)", re.S)
_BULLET = re.compile(r"[·•●○■◆▪\-–—*]\s*(?=\S)")
SIGNERS = 4


@dataclass(frozen=True)
class Built:
    """Blocks with the part titles and the signature among them."""

    blocks: tuple[Block, ...]
    parts: tuple[tuple[int, str], ...]
    """Line and text of each title inside the body."""
    signed: tuple[Line, ...]
    """The bodies that signed first."""
    dated: Line | None
    """The date under that signature."""


def blocks_of(pieces: list[Piece]) -> Built:
    """Blocks in reading order; every piece goes into exactly one."""
    return _Builder(pieces).build()


class _Builder:
    def __init__(self, pieces: list[Piece]) -> None:
        self._pieces = pieces
        self._blocks: list[Block] = []
        self._parts: list[tuple[int, str]] = []
        self._signed: tuple[Line, ...] = ()
        self._dated: Line | None = None
        self._annex = False

    def build(self) -> Built:
        index = 0
        while index < len(self._pieces):
            index += self._take(index)
        return Built(tuple(self._blocks), tuple(self._parts), self._signed, self._dated)

    def _take(self, index: int) -> int:
        """Add the block that begins at ``index``; returns how many pieces it used."""
        piece = self._pieces[index]
        if isinstance(piece, Grid):
            self._blocks.append(_table(piece))
            return 1
        rebuilt = flattened_table(self._pieces, index)
        if rebuilt:
            self._blocks.append(rebuilt[0])
            return rebuilt[1]
        if piece.kind in {"bullet", "ordered"} or _BULLET.match(piece.clean):
            return self._list(index, piece)
        signers = self._signers(index)
        if signers:
            return self._sign(index, signers)
        titled = heading_lines(self._pieces, index, self._annex)
        if titled:
            return self._part(index, titled)
        self._annex = is_annex(piece.clean)
        self._blocks.extend(_plain(piece, self._annex))
        return 1

    def _list(self, index: int, first: Line) -> int:
        items: list[str] = []
        for piece in self._pieces[index:]:
            if not isinstance(piece, Line) or piece.kind != first.kind:
                break
            mark = _BULLET.match(piece.clean)
            if piece.kind == "text" and not mark:
                break
            items.append(piece.clean[mark.end() :] if mark else piece.clean)
        self._blocks.append(ListBlock(ordered=first.kind == "ordered", items=tuple(items)))
        return len(items)

    def _signers(self, index: int) -> int:
        """How many lines from ``index`` are signatures before a date line, the date included."""
        for count, piece in enumerate(self._pieces[index : index + SIGNERS + 1]):
            if not isinstance(piece, Line):
                return 0
            if is_date_line(piece.clean):
                return count + 1
            if not is_body_name(piece.clean):
                return 0
        return 0

    def _sign(self, index: int, count: int) -> int:
        lines = [piece for piece in self._pieces[index : index + count] if isinstance(piece, Line)]
        self._blocks.extend(paragraph(line.clean, "right") for line in lines)
        if self._dated is None:
            self._signed, self._dated = tuple(lines[:-1]), lines[-1]
        return count

    def _part(self, index: int, count: int) -> int:
        text = ""
        for piece in self._pieces[index : index + count]:
            text = join(text, piece.clean)
        self._parts.append((self._pieces[index].number, text))
        self._blocks.append(Heading(level=1, text=text))
        self._annex = False
        return count


def _plain(line: Line, annex: bool) -> list[Block]:
    text = line.clean
    if line.kind == "heading":
        return [Heading(level=_level(line.level), text=text)]
    if is_document_number(text):
        return [paragraph(text, "center")]
    if annex:
        return [Heading(level=3, text=text)]
    glued = _CHAPTER.fullmatch(text)
    if glued:
        return [Heading(level=2, text=glued[1].strip()), _led(glued[2])]
    level = section_level(text)
    if level in {1, 2} and _names_section(text):
        return [Heading(level=_level(level + 1), text=text)]
    return [_led(text) if level else paragraph(text)]


def _names_section(text: str) -> bool:
    """A section's name and not its text: short, one sentence at most."""
    return len(text) <= SECTION_LIMIT and not re.search(r"。.|[;；:：]$", text)


def _led(text: str) -> Paragraph:
    """The opening sentence of a numbered paragraph stands out: it names what follows."""
    lead = _LEAD.fullmatch(text)
    if not lead:
        return paragraph(text)
    return Paragraph(runs=(Run(text=lead[1], strong=True), Run(text=lead[2])))


def _table(grid: Grid) -> Table:
    columns = tuple(Column(title=tidy(title)) for title in grid.rows[0])
    return Table(caption=grid.caption, columns=columns, rows=grid.rows[1:])


def _level(level: int) -> Literal[1, 2, 3]:
    return 1 if level <= 1 else 2 if level == 2 else 3
