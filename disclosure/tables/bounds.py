"""What a workbook would take to open, counted while its parts stream by.

The reader makes an object for every place of a merged area: ``A1:XFD1048576`` in a file of five
kilobytes are seventeen thousand million of them.
"""

import xml.sax
from collections.abc import Callable
from typing import Any

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser
from openpyxl.utils import range_boundaries

WIDE = 2_000_000
"""Places that merged areas may cover altogether: a column merged from end to end is one million."""


class Gauge(xml.sax.ContentHandler):
    """``covered``: places of merged areas in all parts fed so far, wherever in the archive a sheet
    lies and however its text is encoded."""

    def __init__(self) -> None:
        super().__init__()
        self.covered = 0

    def part(self) -> Callable[[bytes], None]:
        """Takes the bytes of one more part of the archive; what is no XML ends it quietly."""
        parser = make_parser()
        parser.setContentHandler(self)
        over = False

        def feed(chunk: bytes) -> None:
            nonlocal over
            try:
                if not over:
                    parser.feed(chunk)
            except (xml.sax.SAXException, DefusedXmlException):
                over = True  # the reader will not get past this place either

        return feed

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 – the interface's name
        if name.rpartition(":")[2] == "mergeCell":
            self.covered += _places(attrs.get("ref", ""))


def _places(area: str) -> int:
    try:
        left, top, right, bottom = (edge or 0 for edge in range_boundaries(area))
    except (ValueError, TypeError):
        return 0  # the reader refuses it
    return (right - left + 1) * (bottom - top + 1)
