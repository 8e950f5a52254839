"""Rows of some subtrees of units."""

from functools import reduce
from operator import or_

from tortoise.expressions import Q


def inside(subtrees: tuple[str, ...], column: str) -> Q:
    """Rows whose ``column``, a unit's path, lies in one of the subtrees; none without any."""
    if not subtrees:
        return Q(id="")
    return reduce(or_, (Q(**{f"{column}__startswith": path}) for path in subtrees))
