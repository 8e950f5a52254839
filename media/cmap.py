"""Which characters a TrueType or OpenType font can draw, read from its ``cmap`` table.

Pillow and typst draw an empty box for a missing glyph and say nothing, so every text is checked
against this set before it is drawn.
"""

import struct
from collections.abc import Iterator
from pathlib import Path


def faces(path: Path) -> int:
    """How many fonts the file holds: 1, or those of a collection (.ttc)."""
    with path.open("rb") as file:
        head = file.read(12)
    return int(struct.unpack(">L", head[8:12])[0]) if head[:4] == b"ttcf" else 1


def characters(path: Path, index: int = 0) -> frozenset[int]:
    """The code points with a glyph.  Raises ValueError for a file without a usable table."""
    data = path.read_bytes()
    try:
        return frozenset(_characters(data, _table(data, index)))
    except (struct.error, IndexError) as problem:
        raise ValueError(f"{path}: damaged cmap") from problem


def _table(data: bytes, index: int) -> int:
    start = struct.unpack_from(">L", data, 12 + 4 * index)[0] if data[:4] == b"ttcf" else 0
    (count,) = struct.unpack_from(">H", data, start + 4)
    for number in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sLLL", data, start + 12 + 16 * number)
        if tag == b"cmap":
            return int(offset)
    raise ValueError("no cmap table")


def _characters(data: bytes, table: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">H", data, table + 2)
    found = {}
    for number in range(count):
        _, _, offset = struct.unpack_from(">HHL", data, table + 4 + 8 * number)
        (form,) = struct.unpack_from(">H", data, table + offset)
        found[form] = table + offset
    if 12 in found:
        yield from _format_12(data, found[12])
    elif 4 in found:
        yield from _format_4(data, found[4])
    else:
        raise ValueError("no Unicode cmap")


def _format_12(data: bytes, at: int) -> Iterator[int]:
    (groups,) = struct.unpack_from(">L", data, at + 12)
    for number in range(groups):
        first, last, glyph = struct.unpack_from(">LLL", data, at + 16 + 12 * number)
        yield from range(first if glyph else first + 1, last + 1)


def _format_4(data: bytes, at: int) -> Iterator[int]:
    (doubled,) = struct.unpack_from(">H", data, at + 6)
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    starts = struct.unpack_from(f">{count}H", data, at + 16 + doubled)
    for first, last in zip(starts, ends, strict=True):
        yield from (code for code in range(first, last + 1) if code != 0xFFFF)
