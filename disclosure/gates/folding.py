"""Text as a gate reads it: however it was written, with the way back to where it stands.

Full width becomes half width, traditional characters become simplified, capitals become small,
and what cannot be seen is left out, so that none of it hides a word.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache

_CJK = range(0x3400, 0xA000)
_UNSEEN = frozenset({"Cf", "Cc", "Mn", "Me"})
"""Unicode categories of characters that change nothing that is read: joiners, marks, controls."""


@dataclass(frozen=True, slots=True)
class Folded:
    """``origin[i]`` is where the character that became ``text[i]`` stands in the original."""

    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch [start, end) of the folded text, as it stands in the original."""
        return self.origin[start], self.origin[end - 1] + 1


class _Forms(dict[str, str]):
    """What each character becomes; worked out when it is first met."""

    def __init__(self, spaces: bool) -> None:
        super().__init__()
        self._spaces = spaces

    def __missing__(self, letter: str) -> str:
        self[letter] = form = self._form(letter)
        return form

    def _form(self, letter: str) -> str:
        if letter.isspace():
            return " " if self._spaces else ""
        if unicodedata.category(letter) in _UNSEEN:
            return ""
        plain = unicodedata.normalize("NFKC", letter).lower()
        simplified = _simplified()
        return "".join(
            simplified.get(one, one) for one in plain if self._spaces or not one.isspace()
        )


_WORDS = _Forms(spaces=False)
_SPACED = _Forms(spaces=True)


def folded(text: str, *, spaces: bool = False) -> Folded:
    """``text`` folded; white space goes too unless ``spaces`` are kept (each as one space)."""
    forms = _SPACED if spaces else _WORDS
    letters: list[str] = []
    origin: list[int] = []
    for at, letter in enumerate(text):
        form = forms[letter]
        letters.append(form)
        origin.extend([at] * len(form))
    return Folded("".join(letters), tuple(origin))


def fold(text: str) -> str:
    """``text`` folded without spaces: two texts that read alike are equal."""
    return "".join(map(_WORDS.__getitem__, text))


@cache
def _simplified() -> dict[str, str]:
    """Simplified form of every traditional character, one for one."""
    from opencc import OpenCC  # its dictionaries are large: read only where a text is checked

    letters = [chr(code) for code in _CJK]
    converted = OpenCC("t2s").convert("\n".join(letters)).split("\n")
    return {
        letter: other
        for letter, other in zip(letters, converted, strict=True)
        if letter != other and len(other) == 1
    }
