"""Pieces of pages that several kinds share: each gives blocks, none of nothing."""

from collections.abc import Iterable, Sequence

from core import messages
from disclosure import markup
from disclosure.kinds import days
from disclosure.kinds.shapes import Fields, Input, columns_of
from media.content import Block, Column, ColumnKind, Heading, ListBlock, Table, Total, paragraph

_COLUMN: dict[str, ColumnKind] = {
    "amount": "amount", "number": "number", "date": "date", "phone": "phone",
    "percent": "percent", "stage": "stage",
}  # fmt: skip
NUMERALS = "一二三四五六七八九十"


def table_of(
    caption: str, rows: Sequence[Fields], totals: Sequence[tuple[str, str]] = ()
) -> tuple[Block, ...]:
    """The rows as a table: a column for each field that any row fills (and for those needed).
    ``totals``: (label, value)."""
    if not rows:
        return ()
    heads = [
        one for one in columns_of(type(rows[0])) if one.need or any(_said(row, one) for row in rows)
    ]
    stages = [one for one in columns_of(type(rows[0])) if one.kind == "stage"]
    heads += [one for one in stages if one not in heads]
    return (
        Table(
            caption=caption,
            columns=tuple(
                Column(title=one.titled, kind=_COLUMN.get(one.kind, "text")) for one in heads
            ),
            rows=tuple(tuple(shown(row, one) for one in heads) for row in rows),
            totals=tuple(Total(label=label, value=value) for label, value in totals),
        ),
    )


def shown(row: Fields, one: Input) -> str:
    """The cell as it stands on pages."""
    value = _said(row, one)
    if one.kind in ("date", "stage"):
        return days.written(value)
    if one.kind == "percent" and value:
        return f"{value}%"
    if one.kind == "choice":
        return messages.text(dict(one.choices).get(value, value)) if value else ""
    return value


def figures(caption: str, *pairs: tuple[str, str]) -> Table:
    """Large figures side by side: (name, value)."""
    return Table(
        caption=caption,
        columns=tuple(Column(title=name, kind="figure") for name, _ in pairs),
        rows=(tuple(value for _, value in pairs),),
    )


def facts(*pairs: tuple[str, str], caption: str = "") -> tuple[Block, ...]:
    """A list of names and what is said of each; those without a word are left out."""
    filled = tuple((name, " ".join(said.split())) for name, said in pairs if said)
    if not filled:
        return ()
    columns = (
        Column(title=messages.text("项目"), kind="label"),
        Column(title=messages.text("内容")),
    )
    return (Table(caption=caption, columns=columns, rows=filled),)


def facts_of(fields: Fields, *names: str) -> tuple[Block, ...]:
    """Those fields as facts, named as in the form."""
    known = {one.name: one for one in columns_of(type(fields))}
    return facts(*((known[name].titled, shown(fields, known[name])) for name in names))


def prose(text: str) -> tuple[Block, ...]:
    """Paragraphs, lists and headings as they were typed."""
    return markup.content_of(text).blocks


def lines(text: str) -> tuple[str, ...]:
    """The lines of a field that lists things, without marks of their own."""
    bare = (line.strip().lstrip("-·•").strip() for line in text.split("\n"))
    return tuple(line for line in bare if line)


def listed(text: str, *, ordered: bool = False) -> tuple[Block, ...]:
    """A list of a field's lines; a single line is a paragraph."""
    items = lines(text)
    if len(items) < 2:
        return tuple(paragraph(item) for item in items)
    if all(_numbered(item) for item in items):
        return tuple(paragraph(item) for item in items)
    return (ListBlock(ordered=ordered, items=items),)


def sections(parts: Iterable[tuple[str, tuple[Block, ...]]]) -> tuple[Block, ...]:
    """一、…  二、…: a numbered heading above each part that says something."""
    filled = [(title, blocks) for title, blocks in parts if blocks]
    found: list[Block] = []
    for at, (title, blocks) in enumerate(filled):
        found.append(Heading(level=1, text=f"{numeral(at + 1)}、{title}"))
        found.extend(blocks)
    return tuple(found)


def titled(title: str, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """A heading without a number above blocks, if there are any."""
    return (Heading(level=1, text=title), *blocks) if blocks else ()


def numeral(number: int) -> str:
    """一 to 九十九."""
    tens, ones = divmod(number, 10)
    if not tens:
        return NUMERALS[ones - 1]
    head = "" if tens == 1 else NUMERALS[tens - 1]
    return f"{head}十{NUMERALS[ones - 1] if ones else ''}"


def _numbered(item: str) -> bool:
    return item[:1].isdigit() or item.startswith(("（", "("))


def _said(row: Fields, one: Input) -> str:
    return str(getattr(row, one.name))
