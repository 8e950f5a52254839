"""Days as people write them in cells, and as officials write them on pages."""

import re
import unicodedata
from datetime import date

from core import messages

_SHAPES = (
    re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00(?::00)?)?"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
)


def read(cell: str) -> date | None:
    """2026-10-08, 2026/10/8, 2026.10.8, 2026年10月8日 or 20261008; None for anything else."""
    bare = unicodedata.normalize("NFKC", cell).strip()
    bare = re.sub(r"\s*([年月日])\s*", r"\1", bare)
    for shape in _SHAPES:
        found = shape.fullmatch(bare)
        if found:
            try:
                day = date(*map(int, found.groups()))
            except ValueError:
                return None
            return day if 1900 <= day.year < 2200 else None
    return None


def written(iso: str) -> str:
    """2026年10月8日 of ``2026-10-08``; empty stays empty."""
    if not iso:
        return ""
    day = date.fromisoformat(iso)
    return messages.text("{year}年{month}月{day}日", year=day.year, month=day.month, day=day.day)
