"""How cells are compared and joined: traditional characters, odd spaces, broken words."""

import functools
import re

from opencc import OpenCC

from disclosure.importing.pieces import fold, tidy

_HANZI = r"\u3400-\u9fff\uf900-\ufaff"
_INSIDE = re.compile(rf"(?<=[{_HANZI}、，；：）》])[^\S\n]+(?=[{_HANZI}（(《])")
_SAME = re.compile(r"(?:同上|同前|上同|同上[行条格栏项]|同上述?内容|〃|″|〞|”|\"|＂|''|′′)[。.]?")
_BODY = re.compile(
    r"(?:政府|[局委办院站所会处部校厅室科]|中心|公司|单位|部门|机构|[、,，;；（）)])$"
)
_TITLE = re.compile(r"《[^《》]*》")
_OPEN = {"《": "》", "（": "）", "(": ")", "【": "】", "“": "”", "〔": "〕", "[": "]"}
_FULL = str.maketrans("（）：；，／－—–", "():;,/---")
NARROW = 3
"""Characters a line: a cell of nothing but such lines is a phrase that its column broke."""


@functools.cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


@functools.lru_cache(maxsize=4096)
def simplified(text: str) -> str:
    """``text`` in simplified characters: for comparing, never for keeping."""
    return str(_converter().convert(text)) if text else ""


def key(text: str) -> str:
    """``text`` for comparing: simplified, half-width punctuation, no spaces."""
    return fold(simplified(text.translate(_FULL)))


def is_same_as_above(text: str) -> bool:
    """同上, 〃 and their kin."""
    return bool(_SAME.fullmatch(fold(simplified(text))))


def one_line(text: str) -> str:
    """A name or a short phrase: line breaks and spaces between Chinese characters go."""
    lines = [tidy(line) for line in text.splitlines()]
    joined = ""
    for line in lines:
        joined = _joined(joined, line) if joined and line else joined or line
    return _INSIDE.sub("", joined)


def bodies(text: str) -> str:
    """Names of bodies: a line break stays where a whole name ends and another begins."""
    kept: list[str] = []
    for line in filter(None, (one_line(line) for line in text.splitlines())):
        if kept and not (_BODY.search(kept[-1]) and len(line) >= NARROW):
            kept[-1] = _joined(kept[-1], line)
        else:
            kept.append(line)
    return "\n".join(kept)


def several_lines(text: str) -> str:
    """A cell of several items: a line break stays unless it stands inside a word or a title."""
    lines = [
        tidy(_INSIDE.sub("", line) if _is_spaced(line) else line) for line in text.splitlines()
    ]
    kept: list[str] = []
    narrow = all(len(line) <= NARROW and not line.isascii() for line in lines)
    for line in (line for line in lines if line):
        if kept and (_is_open(kept[-1]) or line[0] in "，。、；：）》”,;)" or narrow):
            kept[-1] = _joined(kept[-1], line)
        else:
            kept.append(line)
    return _TITLE.sub(lambda title: _INSIDE.sub("", title[0]), "\n".join(kept))


def _joined(one: str, other: str) -> str:
    """A space only between Latin words and numbers."""
    if one[-1].isascii() and one[-1].isalnum() and other[0].isascii() and other[0].isalpha():
        return f"{one} {other}"
    return one + other


def _is_open(text: str) -> bool:
    """Whether a bracket or a title mark is still open at the end."""
    return any(text.count(left) > text.count(right) for left, right in _OPEN.items())


def _is_spaced(line: str) -> bool:
    """Whether the line's words are pulled apart (``监 督 检 查``) instead of listed."""
    words = line.split()
    return len(words) > 1 and all(len(word) == 1 for word in words)
