"""The one form every file format is brought to: lines and tables, each with its line number."""

import re
from dataclasses import dataclass
from typing import Literal

_SPACE = re.compile(r"[\s\u00a0\u3000\ufeff\u200b]+")


@dataclass(frozen=True)
class Line:
    """One line.  ``text`` keeps the spaces of the source: they tell what the page has eaten."""

    number: int
    text: str
    kind: Literal["text", "bullet", "ordered", "heading", "page"] = "text"
    """page: stands in a part of the web page that is never the document (nav, footer, title)."""
    level: int = 0

    @property
    def clean(self) -> str:
        return tidy(self.text)

    @property
    def folded(self) -> str:
        return fold(self.text)


@dataclass(frozen=True)
class Grid:
    """A table that the format itself marks as one."""

    number: int
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""

    @property
    def clean(self) -> str:
        return " | ".join(" | ".join(row) for row in self.rows)


Piece = Line | Grid


def tidy(text: str) -> str:
    """Runs of any kind of space become one; none at the ends."""
    return _SPACE.sub(" ", text).strip()


def fold(text: str) -> str:
    """Without any space: for comparing."""
    return _SPACE.sub("", text)


def lines_of(text: str) -> list[Piece]:
    """The lines of a plain text, empty ones left out but counted."""
    rows = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    return [Line(number, row) for number, row in enumerate(rows, 1) if tidy(row)]


def join(one: str, other: str) -> str:
    """Two halves of a line that the page has broken; a space only between Latin words."""
    if one and other and one[-1].isascii() and one[-1].isalnum() and other[0].isascii():
        return f"{one} {other}"
    return one + other
