"""Words that an intruder planted in a page: found by a list that can be extended."""

import functools
import re
from pathlib import Path

_LIST = Path(__file__).with_name("planted_words.txt")
AROUND = 12


def planted_in(text: str) -> list[str]:
    """Each hit with a little of the text around it, in order."""
    return [
        text[max(0, hit.start() - AROUND) : hit.end() + AROUND] for hit in _pattern().finditer(text)
    ]


def planted_spans(text: str) -> list[tuple[int, int]]:
    """Where each hit stands, in order; case does not matter.  ``text`` without spaces."""
    return [hit.span() for hit in _any_case().finditer(text)]


@functools.cache
def _any_case() -> re.Pattern[str]:
    return re.compile(_pattern().pattern, re.IGNORECASE)


@functools.cache
def _pattern() -> re.Pattern[str]:
    rows = _LIST.read_text("utf-8").splitlines()
    return re.compile("|".join(f"(?:{row})" for row in rows if row and not row.startswith("#")))
