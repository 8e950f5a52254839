"""How lists share a rotation."""

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from schedules.rotation import interleave

shares = st.lists(st.tuples(st.integers(1, 9), st.integers(1, 5)), min_size=1, max_size=4)


def _lists(shares_):
    """Distinct entries: list n holds n·100, n·100 + 1, …"""
    return [[100 * n + k for k in range(length)] for n, (length, _) in enumerate(shares_)]


@given(shares)
def test_every_entry_plays_and_those_of_one_list_equally_often(given_):
    turns = Counter(interleave(_lists(given_), [weight for _, weight in given_]))
    for entries in _lists(given_):
        assert len({turns[entry] for entry in entries}) == 1
        assert all(turns[entry] >= 1 for entry in entries)


@given(shares)
def test_each_list_has_its_weights_share_to_within_half_a_round_of_its_own(given_):
    turns = Counter(entry // 100 for entry in interleave(_lists(given_), [w for _, w in given_]))
    rounds = max(-(-length // weight) for length, weight in given_)
    for number, (length, weight) in enumerate(given_):
        if len(given_) > 1:
            assert abs(turns[number] - rounds * weight) * 2 <= length or turns[number] == length


@given(shares)
def test_turns_are_spread_so_that_no_gap_is_longer_than_even_spacing_asks(given_):
    rotation = [entry // 100 for entry in interleave(_lists(given_), [w for _, w in given_])]
    for number, turns in Counter(rotation).items():
        places = [place for place, owner in enumerate(rotation) if owner == number]
        gaps = [other - one for one, other in pairwise([*places, places[0] + len(rotation)])]
        assert max(gaps) <= len(rotation) / turns + len(given_)


def test_equal_weights_alternate_and_the_earlier_list_goes_first():
    assert interleave([[1, 2, 3], [9]], [1, 1]) == [1, 9, 2, 9, 3, 9]


def test_a_weight_gives_that_many_turns_for_one_with_the_other_in_their_middle():
    assert interleave([[1], [9]], [3, 1]) == [1, 1, 9, 1]
    assert interleave([[1], [9]], [4, 1]) == [1, 1, 9, 1, 1]
    assert interleave([[9], [1]], [2, 3]) == [1, 9, 1, 9, 1]


def test_a_share_is_rounded_to_whole_rounds_of_the_list():
    assert Counter(interleave([[1, 2, 3, 4, 5], [7, 8]], [1, 1]))[7] == 3
    assert Counter(interleave([[1, 2, 3, 4], [5, 6, 7]], [1, 1]))[5] == 1


def test_a_list_alone_plays_once_through_whatever_its_weight():
    assert interleave([[4, 5, 6]], [7]) == [4, 5, 6]
    assert interleave([], []) == []
