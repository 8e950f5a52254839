"""Where a text stands in what a version says, and how to change it there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

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

MEMBER = ("name", "post", "duties", "phone")
"""Columns of a roster."""
_PICTURE = ("alt", "caption")
WHOLE = -1
"""Row or column of a text that stands in none: a caption, a heading."""


class Place(NamedTuple):
    """A text of a version.

    ``field`` is ``content`` or the field's name (``title``, ``keywords``, ``attachment 1`` …).
    ``block`` counts from 0.  ``row`` is an item of a list, a row of a table (its totals follow
    the rows), a member of a roster; ``column`` a column of a table or roster, or 0 and 1 for the
    description and caption of a picture.  A caption has neither, a column's title no row.
    """

    field: str = "content"
    block: int = WHOLE
    row: int = WHOLE
    column: int = WHOLE


@dataclass(frozen=True, slots=True)
class Placed:
    """A text and what is known about where it stands.

    ``around``: field, heading, paragraph, list, table, roster or picture.  ``label``: what says
    what the text is: the column's title and the cell before it.
    """

    place: Place
    text: str
    around: str
    label: str = ""
    before: str = ""
    """The cell before it in the row."""


class Edit(NamedTuple):
    """``text`` in place of [start, end)."""

    start: int
    end: int
    text: str


class _New(Protocol):
    def __call__(self, text: str, row: int = ..., column: int = ...) -> str: ...


Edits = Mapping[Place, Sequence[Edit]]
"""By place, the edits of its text, none overlapping another."""


def texts_of(content: Content) -> Iterator[Placed]:
    """Every text of the content in reading order; empty ones are left out."""
    for at, block in enumerate(content.blocks):
        yield from (one for one in _texts(at, block) if one.text)


def fields_of(fields: Mapping[str, str]) -> Iterator[Placed]:
    """The texts beside the content, by the field's name."""
    for name, text in fields.items():
        if text:
            yield Placed(Place(name), text, "field")


def _texts(at: int, block: Block) -> Iterator[Placed]:
    match block:
        case Heading(text=text):
            yield Placed(Place(block=at), text, "heading")
        case Paragraph():
            yield Placed(Place(block=at), block.text, "paragraph")
        case ListBlock(items=items):
            for row, item in enumerate(items):
                yield Placed(Place(block=at, row=row), item, "list")
        case Table():
            yield from _table_texts(at, block)
        case Roster():
            yield Placed(Place(block=at), block.caption, "roster")
            for row, member in enumerate(block.members):
                for column, name in enumerate(MEMBER):
                    text = getattr(member, name)
                    yield Placed(Place("content", at, row, column), text, "roster", name)
        case Picture(alt=alt, caption=caption):
            yield Placed(Place(block=at, column=0), alt, "picture")
            yield Placed(Place(block=at, column=1), caption, "picture")


def _table_texts(at: int, table: Table) -> Iterator[Placed]:
    yield Placed(Place(block=at), table.caption, "table")
    titles = [column.title for column in table.columns]
    for column, title in enumerate(titles):
        yield Placed(Place("content", at, WHOLE, column), title, "table")
    for row, cells in enumerate(table.rows):
        for column, cell in enumerate(cells):
            title = titles[column] if column < len(titles) else ""
            before = cells[column - 1] if column else ""
            yield Placed(Place("content", at, row, column), cell, "table", title, before)
    for row, total in enumerate(table.totals, start=len(table.rows)):
        yield Placed(Place("content", at, row, 0), total.label, "table")
        yield Placed(Place("content", at, row, 1), total.value, "table", "", total.label)


def edited(content: Content, edits: Edits) -> Content:
    """The content with each text changed where it stands; looks and links stay."""
    if not edits:
        return content
    return Content(blocks=tuple(_edited(at, one, edits) for at, one in enumerate(content.blocks)))


def edited_text(text: str, edits: Sequence[Edit]) -> str:
    """``text`` with its edits made."""
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _edited(at: int, block: Block, edits: Edits) -> Block:
    def new(text: str, row: int = WHOLE, column: int = WHOLE) -> str:
        return edited_text(text, edits.get(Place("content", at, row, column), ()))

    match block:
        case Heading():
            return block.model_copy(update={"text": new(block.text)})
        case Paragraph(runs=runs):
            return block.model_copy(update={"runs": _runs(runs, edits.get(Place(block=at), ()))})
        case ListBlock(items=items):
            changed = tuple(new(item, row) for row, item in enumerate(items))
            return block.model_copy(update={"items": changed})
        case Table():
            return _edited_table(block, new)
        case Roster():
            members = tuple(_edited_member(one, row, new) for row, one in enumerate(block.members))
            return Roster(caption=new(block.caption), members=members)
        case Picture(alt=alt, caption=caption):
            said = {"alt": new(alt, column=0), "caption": new(caption, column=1)}
            return block.model_copy(update=said)


def _edited_table(table: Table, new: _New) -> Table:
    first = len(table.rows)
    return Table(
        caption=new(table.caption),
        columns=tuple(
            Column(title=new(one.title, WHOLE, column), kind=one.kind)
            for column, one in enumerate(table.columns)
        ),
        rows=tuple(
            tuple(new(cell, row, column) for column, cell in enumerate(cells))
            for row, cells in enumerate(table.rows)
        ),
        totals=tuple(
            Total(label=new(one.label, row, 0), value=new(one.value, row, 1))
            for row, one in enumerate(table.totals, start=first)
        ),
    )


def _edited_member(member: Member, row: int, new: _New) -> Member:
    said = {name: new(getattr(member, name), row, column) for column, name in enumerate(MEMBER)}
    return member.model_copy(update=said)


def _runs(runs: Sequence[Run], edits: Sequence[Edit]) -> tuple[Run, ...]:
    """An edit that crosses runs stands in the one where it starts."""
    changed: list[Run] = []
    offset = 0
    for run in runs:
        end = offset + len(run.text)
        own = [
            Edit(
                max(one.start, offset) - offset,
                min(one.end, end) - offset,
                one.text if one.start >= offset else "",
            )
            for one in edits
            if one.start < end and one.end > offset
        ]
        text = edited_text(run.text, own)
        if text:
            changed.append(run.model_copy(update={"text": text}))
        offset = end
    return tuple(changed)
