"""A notice as text that people can type: one block a paragraph, marks as few as can be.

    # 标题      a heading (## and ### go deeper)
    - 项目      a list; 1. 项目 an ordered one
    甲 <tab> 乙  a table; the first row is the heading
    **重点**     strong
    [文字](https://…)  a link

Blocks end at an empty line.  What does not fit (pictures, aligned lines) cannot be typed:
:func:`typed` tells, and the form then keeps such a content as it is unless its text is changed.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from media.content import (
    Block,
    Column,
    Content,
    Heading,
    ListBlock,
    Paragraph,
    Run,
    Table,
)

_HEADING = re.compile(r"(#{1,3})\s+(.*)")
_LISTS = {"item": re.compile(r"-\s+(\S.*)"), "numbered": re.compile(r"\d{1,3}[.、]\s+(\S.*)")}
_MARK = re.compile(r"\*\*(?P<strong>[^*]+)\*\*|\[(?P<text>[^\]]+)\]\((?P<href>https?://[^)\s]+)\)")


def content_of(text: str) -> Content:
    """The blocks of a typed notice."""
    return Content(blocks=tuple(block for part in _parts(text) for block in _blocks(part)))


def text_of(content: Content) -> str:
    """The text from which a content would come, as far as it can be typed."""
    return "\n\n".join(filter(None, (_typed(block) for block in content.blocks)))


def typed(content: Content) -> bool:
    """Whether typing the text gives the same content back."""
    return content_of(text_of(content)) == content


def _parts(text: str) -> Iterator[list[str]]:
    lines: list[str] = []
    for line in [*text.replace("\r", "").split("\n"), ""]:
        if line.strip():
            lines.append(line.strip(" \u3000"))
        elif lines:
            yield lines
            lines = []


def _blocks(lines: list[str]) -> Iterator[Block]:
    """The blocks of lines that stand together: lists and tables as wholes, else line by line."""
    for kind, group in groupby(lines, _kind):
        found = list(group)
        if kind in _LISTS:
            items = tuple(line.split(None, 1)[1] for line in found)
            yield ListBlock(ordered=kind == "numbered", items=items)
        elif kind == "row" and len(found) > 1:
            yield _table([[cell.strip() for cell in line.split("\t")] for line in found])
        else:
            yield from map(_single, found)


def _kind(line: str) -> str:
    listed = next((kind for kind, shape in _LISTS.items() if shape.fullmatch(line)), None)
    return listed or ("row" if "\t" in line else "line")


def _single(line: str) -> Block:
    heading = _HEADING.fullmatch(line)
    if heading is None:
        return Paragraph(runs=tuple(_runs(line)))
    return Heading(level=len(heading[1]), text=heading[2])  # type: ignore[arg-type]  # 1 to 3 by the pattern


def _table(rows: list[list[str]]) -> Table:
    width = max(len(row) for row in rows)
    filled = [tuple(row + [""] * (width - len(row))) for row in rows]
    return Table(columns=tuple(Column(title=title) for title in filled[0]), rows=tuple(filled[1:]))


def _runs(line: str) -> Iterator[Run]:
    at = 0
    for mark in _MARK.finditer(line):
        if mark.start() > at:
            yield Run(text=line[at : mark.start()])
        if mark["strong"]:
            yield Run(text=mark["strong"], strong=True)
        else:
            yield Run(text=mark["text"], href=mark["href"])
        at = mark.end()
    if at < len(line):
        yield Run(text=line[at:])


def _typed(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * block.level} {block.text}"
        case Paragraph():
            return "".join(_marked(run) for run in block.runs)
        case ListBlock():
            return "\n".join(
                f"{number}. {item}" if block.ordered else f"- {item}"
                for number, item in enumerate(block.items, 1)
            )
        case Table():
            rows = [tuple(column.title for column in block.columns), *block.rows]
            return "\n".join("\t".join(row) for row in rows)
        case _:
            return "\n".join(line for line in _lines(block) if line)


def _lines(block: Block) -> list[str]:
    return Content(blocks=(block,)).text.split("\n")


def _marked(run: Run) -> str:
    if run.href:
        return f"[{run.text}]({run.href})"
    return f"**{run.text}**" if run.strong else run.text
