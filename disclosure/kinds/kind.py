"""A kind of record: its fields, how they become a page, what submission needs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from disclosure.kinds.shapes import Fault, Fields, missing
from disclosure.periods import CADENCES
from media.content import Content

Template = Literal["notice", "table", "roster", "picture", "strip"]
PERIODIC = frozenset(CADENCES)
ANY = PERIODIC | {"fixed", "prompt", "permanent"}
LASTING = frozenset({"fixed", "permanent", "prompt", "half_yearly", "yearly"})


def _nothing(_: Any) -> Iterator[Fault]:
    return iter(())


@dataclass(frozen=True)
class Kind:
    """``code`` stands in versions for good.  ``name`` and ``hint`` are message keys.

    ``cadences``: of the catalogue items that it fits; ``words``: of the names of such items;
    ``check``: faults beyond fields left empty; ``carry``: fields of the next period's record, made
    of the last one's; ``relation``: what the record is to the one that its field ``about`` names;
    ``must_end``: shown only until a stated end; ``persons``: lists persons by name.
    """

    code: str
    name: str
    hint: str
    template: Template
    cadences: frozenset[str]
    fields: type[Fields]
    compose: Callable[[Any], Content]
    check: Callable[[Any], Iterator[Fault]] = _nothing
    carry: Callable[[Any], Fields] | None = None
    words: tuple[str, ...] = ()
    relation: str = ""
    must_end: bool = False
    persons: bool = False

    def problems(self, fields: Fields) -> tuple[Fault, ...]:
        """What stands in the way of submission: what is missing, then what does not add up."""
        return (*missing(fields), *self.check(fields))
