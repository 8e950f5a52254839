"""√ and its kin in the narrow columns: audience, mode, level, stage."""

import re
from dataclasses import dataclass

from disclosure.cataloguing.wording import one_line
from disclosure.importing.pieces import tidy

TICKS = "√✓✔☑■●▲★◆∨Ｖ✅🗹🗸"
_EMPTIES = "□○口☐❑◇◯△"
_YES = re.compile(r"(?:[√✓✔☑■●▲★◆∨✅🗹🗸]|[vVyYＶ是有对]$)")
_NO = re.compile(r"[□○☐❑◇◯△×xX✗✕╳/／\\—–\-否无口]+")


@dataclass(frozen=True)
class Mark:
    """What a narrow cell says.  ``words``: what stands there besides the tick."""

    ticked: bool
    words: str = ""


def is_lost(text: str) -> bool:
    """Whether nothing but question marks stand there, in the place of signs that were lost."""
    return bool(re.fullmatch(r"[?？]+", text.strip()))


def mark_of(text: str) -> Mark:
    """``√`` is a tick, ``□``, ``/`` and nothing are none; words alone count as a tick."""
    plain = one_line(text)
    if not plain or _NO.fullmatch(plain) or is_lost(plain):
        return Mark(False)
    if _YES.match(plain) or any(sign in plain for sign in TICKS):
        words = re.sub(rf"[{TICKS}]", "", plain)
        if re.fullmatch(r"[vVyYＶ是有对]", words.strip()):
            words = ""
        return Mark(True, tidy(words).strip("()（）：: "))
    if plain[0] in _EMPTIES:
        return Mark(False, plain[1:].strip())
    return Mark(True, plain.strip("()（） "))
