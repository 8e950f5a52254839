"""What reading a published document yields."""

from dataclasses import dataclass, field
from datetime import date

from core import messages
from media.content import Content, Paragraph, Table


@dataclass(frozen=True)
class Unsure:
    """A place that a person must look at before the draft may be submitted.

    ``kind`` is stable for programs (``planted``, ``date``, ``eaten``, ``name-missing``, ``label``,
    ``title``, ``numbering``, ``part-missing``, ``year``, ``subject``, ``document-number``);
    ``message`` is a key of the message catalogue; ``line`` counts from 1 in the source.
    """

    kind: str
    message: str
    line: int
    quote: str

    def as_json(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "message": messages.text(self.message),
            "line": self.line,
            "quote": self.quote,
        }


@dataclass(frozen=True)
class Dropped:
    """Text that belongs to the web page, not to the document."""

    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.line}: {self.text}"


@dataclass(frozen=True)
class Found:
    """One label of the metadata header with its value, as they stand."""

    line: int
    label: str
    value: str
    field: str | None = None
    """Name of the field of ParsedDocument that it fills, if any."""


@dataclass(frozen=True)
class ParsedDocument:
    """A published document: metadata, body, and what is doubtful.  Empty text: not stated."""

    file: str
    title: str = ""
    index_number: str = ""
    publisher: str = ""
    document_number: str = ""
    formed_on: date | None = None
    issued_on: date | None = None
    effective_on: date | None = None
    abolished_on: date | None = None
    subject: str = ""
    keywords: str = ""
    content: Content = field(default_factory=Content)
    unsure: tuple[Unsure, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    metadata: tuple[Found, ...] = ()
    """Every label found in the header with its value, also those without a field."""
    title_lines: tuple[int, ...] = ()
    """Lines taken out of the body because they are the title."""

    @property
    def paragraphs(self) -> int:
        """How many paragraphs the body has."""
        return sum(isinstance(block, Paragraph) for block in self.content.blocks)

    @property
    def tables(self) -> int:
        """How many tables the body has."""
        return sum(isinstance(block, Table) for block in self.content.blocks)

    def as_json(self) -> dict[str, object]:
        """The shape that scripts read; absent values are null."""
        texts = ("index_number", "publisher", "document_number")
        dates = ("formed_on", "issued_on", "effective_on", "abolished_on")
        return {
            "file": self.file,
            "title": self.title,
            **{name: getattr(self, name) or None for name in texts},
            **{name: _iso(getattr(self, name)) for name in dates},
            "subject": self.subject or None,
            "keywords": self.keywords or None,
            "paragraphs": self.paragraphs,
            "tables": self.tables,
            "unsure": [doubt.as_json() for doubt in self.unsure],
            "dropped": [{"line": gone.line, "text": gone.text} for gone in self.dropped],
            "content": self.content.model_dump(mode="json")["blocks"],
        }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
