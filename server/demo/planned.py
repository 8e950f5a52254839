"""A record of the demonstration before it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from disclosure import kinds
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
    template: Literal["notice", "table", "roster", "picture", "strip"] = "notice"
    period: str | None = None
    age: int = 40
    ends_at: datetime | None = None
    nil_return: bool = False
    until: Literal["draft", "submitted", "approved", "published"] = "published"
    """How far it has come."""
    signed: int = 0
    """How many steps of its chain were taken, where it is only submitted."""
    late: int = 0
    """How many days after its due day it was published."""
    name: str = ""
    """By which others and what happens to it later speak of it."""
    about: str = ""
    """The name of the record of which it speaks: its field ``about``."""
    picture: str = ""
    """The drawing (server/demo/drawings.py) in its field ``file``."""
    attachment: str = ""
    """The name of the table attached to it."""
    extra: Mapping[str, object] = field(default_factory=dict)
    """Further fields of the draft."""

    @property
    def kind(self) -> str:
        return str(self.extra.get("kind", ""))


def filled(
    place: Place,
    item: str | None,
    title: str,
    kind: str,
    values: Mapping[str, object],
    extra: Mapping[str, object] | None = None,
    **more: Any,
) -> Planned:
    """A record of a kind (disclosure/kinds): page and layout come from its fields.

    Raises Invalid for fields that the kind does not have.
    """
    known, fields = kinds.kind_of(kind), kinds.read_fields(kind, values)
    told = {"kind": kind, "fields_json": kinds.fields_text(fields), **(extra or {})}
    return Planned(place, item, title, known.compose(fields), known.template, extra=told, **more)


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
