"""Identifiers."""

from core.ids import new_short_code
from disclosure.search import code_in


def test_each_short_code_is_known_as_one_when_it_is_typed_into_the_search() -> None:
    """Without a digit it would be taken for initials: two in a hundred would."""
    for _ in range(2000):
        code = new_short_code()
        assert code_in(code.lower()) == code
