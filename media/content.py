"""What a record says, as blocks: the one form from which pictures, web pages and strips are made.

Text is plain; marks are runs.  Nothing here is HTML, so nothing has to be escaped twice.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

ColumnKind = Literal[
    "text", "amount", "number", "date", "phone", "percent", "stage", "figure", "label"
]
"""amount: yuan with two decimals, right-aligned, thousands separators when shown.  The last four
give their table a look of its own: percent a bar beside each row, stage a step that is taken when
its cell is filled, figure large figures side by side (all columns, one row), label the names in a
list of facts (the first of two columns)."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Run(_Part):
    """A stretch of text with one look."""

    text: str
    strong: bool = False
    href: str | None = None
    """http(s) address; shown as text on pictures, as a link on web pages."""


class Heading(_Part):
    type: Literal["heading"] = "heading"
    level: Literal[1, 2, 3] = 1
    text: str


class Paragraph(_Part):
    type: Literal["paragraph"] = "paragraph"
    runs: tuple[Run, ...]
    align: Literal["left", "center", "right"] = "left"

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


class ListBlock(_Part):
    type: Literal["list"] = "list"
    ordered: bool = False
    items: tuple[str, ...]


class Column(_Part):
    title: str
    kind: ColumnKind = "text"


class Total(_Part):
    label: str
    value: str


class Table(_Part):
    """Cells are text as it was given (amounts as plain decimals: ``46200.00``)."""

    type: Literal["table"] = "table"
    caption: str = ""
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[Total, ...] = ()


class Member(_Part):
    name: str
    post: str = ""
    duties: str = ""
    phone: str = ""
    photo: str | None = None
    """SHA-256 of a stored picture."""


class Roster(_Part):
    type: Literal["roster"] = "roster"
    caption: str = ""
    members: tuple[Member, ...]


class Picture(_Part):
    type: Literal["picture"] = "picture"
    file: str
    """SHA-256 of a stored picture."""
    alt: str
    caption: str = ""


Block = Annotated[
    Heading | Paragraph | ListBlock | Table | Roster | Picture, Field(discriminator="type")
]


class Content(_Part):
    """The body of a version, in reading order."""

    blocks: tuple[Block, ...] = ()

    @property
    def text(self) -> str:
        """All text in reading order, one line a block, cell or member: for search and hashes."""
        return "\n".join(line for block in self.blocks for line in block_lines(block))


def paragraph(text: str, align: Literal["left", "center", "right"] = "left") -> Paragraph:
    """A paragraph of plain text."""
    return Paragraph(runs=(Run(text=text),), align=align)


def block_lines(block: Block) -> list[str]:
    """The texts of one block."""
    match block:
        case Heading(text=text):
            return [text]
        case Paragraph():
            return [block.text]
        case ListBlock(items=items):
            return list(items)
        case Table():
            cells = [cell for row in block.rows for cell in row]
            totals = [f"{total.label} {total.value}" for total in block.totals]
            return [block.caption, *(column.title for column in block.columns), *cells, *totals]
        case Roster():
            return [block.caption, *(" ".join(_of(member)) for member in block.members)]
        case Picture():
            return [block.alt, block.caption]


def _of(member: Member) -> tuple[str, ...]:
    return (member.name, member.post, member.duties, member.phone)
