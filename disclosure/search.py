"""The text by which a record is found: its title, unit, item, code and pinyin initials."""

from typing import Any

from core.ids import CROCKFORD, SHORT_CODE_LENGTH, read_code


def initials(title: str) -> str:
    """Pinyin initials in lower case, letters and digits kept: 石桥村财务 → sqccw."""
    from pypinyin import Style, pinyin  # its dictionary is large: read only where text is written

    syllables = pinyin(title, style=Style.FIRST_LETTER, strict=False, errors=_kept)
    return "".join(
        letter.lower() for (letter, *_) in syllables if letter.isascii() and letter.isalnum()
    )


def _kept(rest: str) -> Any:
    """What is no Chinese, letter by letter: pypinyin takes a list, though it says text."""
    return list(rest)


def search_text(*, title: str, unit: str, item: str, code: str, keywords: str = "") -> str:
    """What search looks in, lower case, one part a line."""
    parts = (title, unit, item, keywords, code, initials(title), initials(unit + item))
    return "\n".join(part.lower() for part in parts if part)


def terms(query: str) -> tuple[str, ...]:
    """The words of a query as they stand in search_text: each must be found.  At most six."""
    return tuple(query.lower().replace("\0", " ").split()[:6])


def code_in(query: str) -> str | None:
    """The short code that the query is, in its stored form, or None."""
    code = read_code(query)
    is_code = len(code) == SHORT_CODE_LENGTH and set(code) <= set(CROCKFORD)
    return code if is_code and any(letter.isdigit() for letter in code) else None
