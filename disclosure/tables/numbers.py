"""Numbers as people write them in cells: ``￥46,200``, ``46200元``, ``—`` for none."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

BLANK = frozenset({"", "-", "—", "——", "－", "–", "/", "无"})
"""Cells that say: nothing."""
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def number_in(cell: str) -> Decimal | None:
    """The number that a cell holds, None where it holds none.

    Full-width digits, thousands separators, ￥ and 元 are read; ``12,34`` and ``1e9`` are not.
    """
    bare = unicodedata.normalize("NFKC", cell).replace("−", "-").strip("¥ 元")
    bare = _THOUSANDS.sub("", bare)
    if not _NUMBER.fullmatch(bare):
        return None
    try:
        return Decimal(bare)
    except InvalidOperation:
        return None


def plain_number(number: Decimal) -> str:
    """Without exponent and needless zeros: ``12.50`` is 12.5."""
    written = f"{number:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
