"""Reading published documents as they are found: nothing lost, nothing invented."""

from datetime import date

from core.errors import Invalid
from core.messages import marked
from disclosure.importing import doubts
from disclosure.importing.blocks import Built, blocks_of
from disclosure.importing.dates import read_date
from disclosure.importing.formats import pieces_of
from disclosure.importing.parsed import Dropped, Found, ParsedDocument, Unsure
from disclosure.importing.pieces import Line, Piece
from disclosure.importing.titles import is_document_number
from disclosure.importing.zones import Zones, zones_of
from media.content import Content

__all__ = ["Dropped", "Found", "ParsedDocument", "Unsure", "read_document"]

NUMBER_WITHIN = 12
"""A document number stands within this many lines from the top of the body."""


def read_document(data: bytes, name: str) -> ParsedDocument:
    """Read a .txt, .html, .docx or .pdf file; ``name`` appears in messages.

    Raises Invalid for what cannot be read and TooLarge for what is too big, each with one
    sentence that says how to mend it.
    """
    pieces = pieces_of(data, name)
    zones = zones_of(pieces)
    built = blocks_of(zones.body)
    if not built.blocks and not zones.title:
        raise Invalid("document-empty", "{name} 是空文件，没有可以导入的内容。", name=name)
    title, title_doubts = _title(zones, built)
    values = {found.field: found.value for found in reversed(zones.metadata) if _says(found)}
    return ParsedDocument(
        file=name,
        title=title,
        index_number=values.get("index_number", ""),
        publisher=values.get("publisher") or " ".join(line.clean for line in built.signed),
        document_number=values.get("document_number") or _number(zones.body),
        formed_on=_day(values, "formed_on")
        or (read_date(built.dated.clean) if built.dated else None),
        issued_on=_day(values, "issued_on"),
        effective_on=_day(values, "effective_on"),
        abolished_on=_day(values, "abolished_on"),
        subject=values.get("subject", ""),
        keywords=values.get("keywords", ""),
        content=Content(blocks=built.blocks),
        unsure=(*title_doubts, *_doubts(pieces, zones, built, title)),
        dropped=tuple(zones.dropped),
        metadata=tuple(zones.metadata),
        title_lines=tuple(zones.title_lines),
    )


def _title(zones: Zones, built: Built) -> tuple[str, list[Unsure]]:
    stated = next((one.value for one in zones.metadata if one.field == "title" and _says(one)), "")
    if zones.title or stated:
        return zones.title or stated, []
    if built.parts:
        line, text = built.parts[0]
        several = " / ".join(text for _, text in built.parts[:3])
        message = marked("页面没有标题，取正文中第一个文件名为标题，请核对。")
        return text, [Unsure("title", message, line, several)]
    first = next((piece for piece in zones.body if isinstance(piece, Line)), None)
    message = marked("没有找到标题，请填写。")
    return "", [
        Unsure("title", message, first.number if first else 1, first.clean[:40] if first else "")
    ]


def _doubts(pieces: list[Piece], zones: Zones, built: Built, title: str) -> list[Unsure]:
    found = [
        *doubts.planted(pieces),
        *doubts.in_metadata(zones.metadata),
        *doubts.in_lines(zones.body),
        *doubts.in_rosters(zones.body),
        *doubts.in_numbering(zones.body),
        *doubts.in_parts(zones.body, built, title),
    ]
    return sorted(found, key=lambda doubt: doubt.line)


def _says(found: Found) -> bool:
    return found.field is not None and doubts.meant(found.value)


def _day(values: dict[str | None, str], name: str) -> date | None:
    return read_date(values.get(name, ""))


def _number(body: list[Piece]) -> str:
    top = [piece.clean for piece in body[:NUMBER_WITHIN]]
    return next((text for text in top if is_document_number(text)), "")
