"""Many words looked for in one pass."""

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from disclosure.gates.folding import Folded, fold

T = TypeVar("T")


class Index(Generic[T]):
    """Words with what they mean, kept by their first two characters: at most positions of a text
    one look-up is all that is done, however many words there are."""

    def __init__(self, words: Iterable[tuple[str, T]]) -> None:
        self._by_start: dict[str, list[tuple[str, T]]] = {}
        for word, meaning in words:
            text = fold(word)
            if len(text) >= 2:
                self._by_start.setdefault(text[:2], []).append((text, meaning))
        for rows in self._by_start.values():
            rows.sort(key=lambda row: -len(row[0]))  # stable: the first given of equals wins

    def matches(self, text: Folded) -> Iterator[tuple[int, int, T]]:
        """(start, end, meaning) in the folded text: the longest where several begin, none that
        stands inside another that began before it."""
        end = 0
        for start in range(len(text.text) - 1):
            for word, meaning in self._by_start.get(text.text[start : start + 2], ()):
                if not text.text.startswith(word, start) or not stands_free(text, start, word):
                    continue
                if start + len(word) > end:
                    end = start + len(word)
                    yield start, end, meaning
                break


def stands_free(text: Folded, start: int, word: str) -> bool:
    """Words of Latin letters and digits stand between others' ends (bet is not in alphabet), and
    spaces inside them are everywhere or nowhere: ``b e t`` is the word, ``is is`` hides none."""
    if not all(map(_latin, word)):
        return True
    end = start + len(word)
    if _joined(text, start - 1) and _latin(text.text[start - 1]):
        return False
    if _joined(text, end - 1) and _latin(text.text[end]):
        return False
    return len({_joined(text, at) for at in range(start, end - 1)}) == 1


def _joined(text: Folded, at: int) -> bool:
    """Whether nothing was left out between the character at ``at`` and the next one."""
    return 0 <= at < len(text.origin) - 1 and text.origin[at + 1] - text.origin[at] <= 1


def _latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()
