"""A record of the demonstration before it is stored."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from media.content import (
    Column,
    Content,
    Heading,
    ListBlock,
    Paragraph,
    Run,
    Table,
    paragraph,
)
from server.demo.county import Place


@dataclass(frozen=True)
class Planned:
    """``period`` of periodic items; ``age``: how many days before the start it was published,
    ignored for periodic ones, which were published in the first days after their period."""

    place: Place
    item: str | None
    title: str
    content: Content
    template: Literal["notice", "table", "roster", "strip"] = "notice"
    period: str | None = None
    age: int = 40
    ends_at: datetime | None = None
    nil_return: bool = False
    until: Literal["draft", "submitted", "approved", "published"] = "published"
    """How far it has come."""
    extra: dict[str, object] = field(default_factory=dict)
    """Further fields of the draft."""


def text(*parts: str) -> Content:
    """Paragraphs; a part that begins with ``## `` is a heading, with ``- `` a list's items."""
    blocks: list[Heading | Paragraph | ListBlock] = []
    for part in parts:
        if part.startswith("## "):
            blocks.append(Heading(level=2, text=part[3:]))
        elif part.startswith("- "):
            items = tuple(line.removeprefix("- ") for line in part.split("\n"))
            blocks.append(ListBlock(items=items))
        elif part.startswith("1. "):
            items = tuple(line.split(". ", 1)[1] for line in part.split("\n"))
            blocks.append(ListBlock(ordered=True, items=items))
        elif part.startswith(">> "):
            blocks.append(paragraph(part[3:], "right"))
        elif "：：" in part:
            label, rest = part.split("：：", 1)
            blocks.append(Paragraph(runs=(Run(text=f"{label}：", strong=True), Run(text=rest))))
        else:
            blocks.append(paragraph(part))
    return Content(blocks=tuple(blocks))


def table(columns: str, *rows: tuple[str, ...], after: tuple[str, ...] = ()) -> Content:
    """``项目 金额:amount`` and rows; ``after``: paragraphs below."""
    heads = []
    for word in columns.split():
        title, _, kind = word.partition(":")
        heads.append(Column.model_validate({"title": title, "kind": kind or "text"}))
    made = Table(columns=tuple(heads), rows=rows)
    return Content(blocks=(made, *(paragraph(line) for line in after)))
