"""Which pieces are the page's, which the header, which the title, which the body."""

from dataclasses import dataclass, field

from disclosure.importing import boilerplate, header
from disclosure.importing.parsed import Dropped, Found
from disclosure.importing.pieces import Line, Piece, fold, join
from disclosure.importing.titles import ends_title, is_bare


@dataclass
class Zones:
    """A document taken apart, in order."""

    metadata: list[Found] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    title: str = ""
    title_lines: list[int] = field(default_factory=list)
    body: list[Piece] = field(default_factory=list)


def zones_of(pieces: list[Piece]) -> Zones:
    """Page, header, title and body.

    The head ends with the first line that is neither the page's nor a label nor the title; the
    tail begins after the last line that is not the page's.
    """
    pieces = boilerplate.unglued(pieces, header.LABEL)
    end = boilerplate.tail_start(pieces, header.LABEL)
    zones = Zones()
    start = _read_head(pieces[:end], zones)
    for piece in pieces[start:end]:
        if not _set_aside_page(piece, zones):
            zones.body.append(piece)
    for piece in pieces[end:]:
        _set_aside(piece, zones)
    return zones


def _read_head(pieces: list[Piece], zones: Zones) -> int:
    """Fill in the head; returns where the body begins."""
    index = 0
    while index < len(pieces):
        if _set_aside(pieces[index], zones):
            index += 1
            continue
        taken = 0 if zones.title_lines else _title_here(pieces, index, zones)
        if not taken:
            return index
        index += taken
    return index


def _set_aside_page(piece: Piece, zones: Zones) -> bool:
    if isinstance(piece, Line) and piece.kind == "page":
        zones.dropped.append(Dropped(piece.number, piece.clean))
        return True
    return False


def _set_aside(piece: Piece, zones: Zones) -> bool:
    """Put a line of the page or of the header where it belongs; False for any other."""
    labels = header.labels_of(piece) if isinstance(piece, Line) else []
    if labels:
        zones.metadata.extend(labels)
        return True
    if boilerplate.is_boilerplate(piece) or boilerplate.is_weak(piece):
        zones.dropped.append(Dropped(piece.number, piece.clean))
        return True
    return False


def _title_here(pieces: list[Piece], index: int, zones: Zones) -> int:
    """How many lines from ``index`` are the document's title; 0 when none."""
    stated = next((one.value for one in zones.metadata if one.field == "title"), "")
    text = ""
    for count, piece in enumerate(pieces[index : index + 4], 1):
        if not isinstance(piece, Line) or not is_bare(piece.clean):
            return 0
        text = join(text, piece.clean)
        if fold(text) == fold(stated) or (not stated and ends_title(text)) or piece.level == 1:
            zones.title = text
            zones.title_lines = [line.number for line in pieces[index : index + count]]
            return count
    return 0
