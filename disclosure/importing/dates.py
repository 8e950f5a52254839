"""Dates as documents write them."""

import re
from datetime import date

_DIGITS = "〇○零一二三四五六七八九"
_VALUE = {**{sign: str(max(0, index - 2)) for index, sign in enumerate(_DIGITS)}}
_NUMBER = r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
_TIME = r"(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
_CHINESE = re.compile(
    r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_WHOLE = re.compile(rf"\s*{_NUMBER}{_TIME}\s*")
_SIGNATURE = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日")
_NEARLY = re.compile(r"[\d〇○零一二三四五六七八九十\s年月日]{6,14}日")


def read_date(text: str) -> date | None:
    """The day that ``text`` as a whole names, or None: nothing is guessed."""
    found = _WHOLE.fullmatch(text)
    if found:
        return _day(int(found[1]), int(found[2]), int(found[3]))
    chinese = _CHINESE.fullmatch(text.strip())
    if chinese:
        year = int("".join(_VALUE[sign] for sign in chinese[1]))
        return _day(year, _small(chinese[2]), _small(chinese[3]))
    return None


def is_date_line(text: str) -> bool:
    """A line that holds a date and nothing else, even a wrong one: the end of a signature."""
    text = text.strip()
    if _SIGNATURE.fullmatch(text) or _CHINESE.fullmatch(text):
        return True
    return bool(_NEARLY.fullmatch(text)) and any(sign in text for sign in "年月")


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1949 <= year <= 2100 else None
    except ValueError:
        return None


def _small(text: str) -> int:
    """一 … 三十一."""
    tens, ten, ones = text.rpartition("十")
    high = (int(_VALUE[tens]) if tens else 1) * 10 if ten else 0
    return high + (int(_VALUE[ones]) if ones else 0)
