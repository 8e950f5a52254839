"""How the lists of several programmes share one rotation.

Each programme gets turns in proportion to its weight, spread evenly, whatever the length of its
list; a short list comes round more often, so that a long one does not hold the screen.  Within
one rotation every entry of a list has equally many turns, at least one.
"""

from collections.abc import Sequence
from functools import lru_cache


def interleave(lists: Sequence[Sequence[int]], weights: Sequence[int]) -> list[int]:
    """One rotation of the entries of non-empty ``lists``; each list keeps its order.

    Equal places go to the earlier list.  Weights are at least 1.
    """
    if len(lists) <= 1:
        return [entry for entries in lists for entry in entries]
    places = [0] * len(lists)
    rotation = []
    for turn in _turns(tuple(map(len, lists)), tuple(weights)):
        entries = lists[turn]
        rotation.append(entries[places[turn] % len(entries)])
        places[turn] += 1
    return rotation


@lru_cache(maxsize=4096)
def _turns(lengths: tuple[int, ...], weights: tuple[int, ...]) -> tuple[int, ...]:
    """Whose turn it is, turn by turn: the j-th of n turns stands at (j + ½) / n of the way."""
    rounds = max(-(-length // weight) for length, weight in zip(lengths, weights, strict=True))
    places = []
    for number, (length, weight) in enumerate(zip(lengths, weights, strict=True)):
        turns = length * _nearest(rounds * weight, length)
        places += [((2 * turn + 1) / turns, number) for turn in range(turns)]
    return tuple(number for _, number in sorted(places))


def _nearest(dividend: int, divisor: int) -> int:
    """The quotient, rounded to the nearest whole, halves up; at least 1."""
    return max(1, (2 * dividend + divisor) // (2 * divisor))
