"""What reading a published catalogue yields: rows that land, and what is said of any row."""

from dataclasses import dataclass
from typing import Literal

from core import messages
from disclosure.timelimits import Reading, read_time_limit

Audience = Literal["public", "group", "staff"]
Mode = Literal["proactive", "on_request", "both"]
SHOWN_ROWS = 8


@dataclass(frozen=True)
class Carrier:
    """公开渠道和载体: one of them, as written."""

    text: str
    required: bool
    """■ and what bears no mark at all; False: □."""


@dataclass(frozen=True)
class CatalogueRow:
    """One row of a catalogue.  Texts keep their wording; empty: the table does not say.

    ``row`` counts from 1 within ``table``, header rows included, as a spreadsheet shows it.
    """

    row: int
    first: str
    second: str = ""
    table: str = ""
    """Name of the sheet or title of the table, where a file has several."""
    number: str = ""
    domain: str = ""
    elements: str = ""
    basis: str = ""
    time_limit: str = ""
    units_text: str = ""
    lead_text: str = ""
    carriers: tuple[Carrier, ...] = ()
    audience: Audience = "public"
    group_name: str = ""
    mode: Mode = "proactive"
    levels: frozenset[str] = frozenset()
    """county, township, village."""
    stages: frozenset[str] = frozenset()
    """decision, execution, management, service, result (五公开)."""
    links: frozenset[str] = frozenset()
    """release, interpretation, response (发布 解读 回应)."""
    note: str = ""
    extra: tuple[tuple[str, str], ...] = ()
    """Heading and cell of the columns that no catalogue of the national form has."""

    @property
    def name(self) -> str:
        """What the item is called: its second level, or its only one."""
        return self.second or self.first

    @property
    def reading(self) -> Reading:
        """The time limit as rules."""
        return read_time_limit(self.time_limit)

    def as_json(self) -> dict[str, object]:
        """The item as scripts read it."""
        return {
            "row": self.row,
            "table": self.table,
            "number": self.number,
            "domain": self.domain,
            "first": self.first,
            "second": self.second,
            "elements": self.elements,
            "basis": self.basis,
            "time_limit": self.time_limit,
            "reading": self.reading.as_json(),
            "units": self.units_text,
            "lead": self.lead_text,
            "carriers": [{"text": one.text, "required": one.required} for one in self.carriers],
            "audience": self.audience,
            "group_name": self.group_name,
            "mode": self.mode,
            "levels": sorted(self.levels),
            "stages": sorted(self.stages),
            "links": sorted(self.links),
            "note": self.note,
            "extra": [{"column": column, "text": text} for column, text in self.extra],
        }


@dataclass(frozen=True)
class Listed:
    """Something a person should know of one or more rows: refused, or landed with a doubt."""

    rows: tuple[int, ...]
    """Empty: it concerns the whole table."""
    column: str
    message: str
    """A key of the message catalogue; ``data`` fills its fields."""
    data: tuple[tuple[str, str], ...] = ()
    level: Literal["refused", "warning"] = "warning"
    table: str = ""

    @property
    def sentence(self) -> str:
        """``第 3、5 行“公开依据”：…`` in the reader's language."""
        said = messages.text(self.message, **dict(self.data))
        if not self.rows:
            return said
        place = messages.text("第 {rows} 行", rows=rows_text(self.rows))
        column = f"“{messages.text(self.column)}”" if self.column else ""
        return messages.text("{place}{column}：{said}", place=place, column=column, said=said)

    def as_json(self) -> dict[str, object]:
        """``row`` is the first of ``rows``; 0: the whole table."""
        return {
            "row": self.rows[0] if self.rows else 0,
            "rows": list(self.rows),
            "table": self.table,
            "column": messages.text(self.column) if self.column else "",
            "message": self.sentence,
            "level": self.level,
        }


@dataclass(frozen=True)
class ParsedCatalogue:
    """A catalogue as read: each row of its tables is in ``landed`` or listed as refused."""

    file: str
    landed: tuple[CatalogueRow, ...]
    listed: tuple[Listed, ...] = ()
    title: str = ""

    @property
    def refused(self) -> int:
        """How many rows did not land."""
        pairs = {(one.table, row) for one in self.listed for row in one.rows if _refuses(one)}
        return len(pairs)

    @property
    def rows(self) -> int:
        """Landed and refused together."""
        return len(self.landed) + self.refused

    def as_json(self) -> dict[str, object]:
        """The shape of ``hallboard import catalogue --json``."""
        return {
            "file": self.file,
            "title": self.title,
            "rows": self.rows,
            "landed": len(self.landed),
            "listed": [one.as_json() for one in self.listed],
            "items": [row.as_json() for row in self.landed],
        }


def rows_text(rows: tuple[int, ...]) -> str:
    """``3、5–7``; many are cut short with their count."""
    spans: list[list[int]] = []
    for row in rows:
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    shown = [str(a) if a == b else f"{a}–{b}" for a, b in spans[:SHOWN_ROWS]]
    text = "、".join(shown)
    if len(spans) <= SHOWN_ROWS:
        return text
    return messages.text("{rows} 等 {count}", rows=text, count=len(rows))


def _refuses(one: Listed) -> bool:
    return one.level == "refused"
