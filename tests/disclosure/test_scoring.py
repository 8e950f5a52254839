"""考核: figures become a score by published weights, and villages count for their township."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Invalid
from disclosure.lots import drawn
from disclosure.scoring import (
    PARTS,
    Figures,
    Score,
    Weights,
    check_weights,
    linked,
    ranking,
    score,
)

WEIGHTS = Weights()
FULL = Figures(
    owed=12, published=12, on_time=12, submitted=12, materials=(Decimal(100),), checked=2
)


def figures() -> st.SearchStrategy[Figures]:
    """Counts that can occur together."""

    def build(counts: list[int], materials: list[int]) -> Figures:
        owed, published, on_time, submitted, returned, corrected, checked, faults, mended = counts
        published = min(owed, published)
        faults = min(checked, faults)
        return Figures(
            owed=owed,
            published=published,
            on_time=min(published, on_time),
            overdue=owed - published,
            submitted=submitted,
            returned=returned,
            corrected=corrected,
            checked=checked,
            faults=faults,
            mended=min(faults, mended),
            materials=tuple(Decimal(value) for value in materials),
        )

    counts = st.lists(st.integers(0, 9), min_size=9, max_size=9)
    return st.builds(build, counts, st.lists(st.integers(0, 100), max_size=3))


def test_all_on_time_and_sound_is_full_marks() -> None:
    assert score(FULL, WEIGHTS).own == Decimal("100.00")


def test_each_part_counts_with_its_weight() -> None:
    """9 of 12 public, 6 on time, 2 of 10 returned, material 80, 1 of 4 places faulty."""
    seen = score(
        Figures(
            owed=12,
            published=9,
            on_time=6,
            overdue=3,
            submitted=10,
            returned=2,
            materials=(Decimal(80),),
            checked=4,
            faults=1,
        ),
        WEIGHTS,
    )
    assert seen.parts == {
        "coverage": Decimal("75.00"),
        "timeliness": Decimal("50.00"),
        "quality": Decimal("80.00"),
        "material": Decimal("80.00"),
        "inspection": Decimal("75.00"),
    }
    # 0.40·75 + 0.25·50 + 0.15·80 + 0.10·80 + 0.10·75
    assert seen.own == Decimal("70.00")


def test_a_part_without_anything_to_judge_leaves_its_weight_to_the_others() -> None:
    seen = score(Figures(owed=4, published=4, on_time=2), WEIGHTS)
    assert seen.parts["material"] is None
    # (40·100 + 25·50) / 65
    assert seen.own == Decimal("80.77")


def test_a_unit_that_owes_nothing_is_not_ranked() -> None:
    scores = {"a": score(FULL, WEIGHTS), "b": score(Figures(), WEIGHTS)}
    assert [one.unit for one in ranking(scores, {"a": FULL, "b": Figures()})] == ["a"]


def test_a_fault_that_was_mended_in_time_costs_nothing() -> None:
    assert score(Figures(checked=2, faults=1, mended=1), WEIGHTS).own == Decimal("100.00")


def test_villages_count_for_their_township_and_departments_for_their_lead_unit() -> None:
    own = {
        "town": Score({}, Decimal(90)),
        "village-1": Score({}, Decimal(60)),
        "village-2": Score({}, Decimal(80)),
        "lead": Score({}, Decimal(100)),
        "bureau": Score({}, Decimal(50)),
        "below": Score({}, Decimal(0)),
    }
    below = {"town": ["village-1", "village-2"], "lead": ["bureau"], "bureau": ["below"]}
    totals = {unit: one.total for unit, one in linked(own, below, WEIGHTS).items()}
    assert totals == {
        "town": Decimal("86.00"),  # 0.8·90 + 0.2·70
        "village-1": Decimal(60),
        "village-2": Decimal(80),
        "bureau": Decimal("40.00"),  # 0.8·50 + 0.2·0
        "lead": Decimal("88.00"),  # 0.8·100 + 0.2·40
        "below": Decimal(0),
    }


def test_units_that_lead_each_other_in_a_ring_still_get_a_score() -> None:
    own = {"a": Score({}, Decimal(100)), "b": Score({}, Decimal(0))}
    totals = linked(own, {"a": ["b"], "b": ["a"]}, WEIGHTS)
    assert all(one.total is not None for one in totals.values())


def test_equal_totals_share_a_place_and_the_next_is_left_out() -> None:
    totals = {"a": 80, "b": 90, "c": 80, "d": 70}
    scores = {unit: Score({}, None, None, Decimal(value)) for unit, value in totals.items()}
    ranked = ranking(scores, dict.fromkeys("abcd", Figures()))
    assert [(one.unit, one.place) for one in ranked] == [("b", 1), ("a", 2), ("c", 2), ("d", 4)]


def test_weights_that_do_not_make_a_hundred_are_refused_with_their_sum() -> None:
    with pytest.raises(Invalid) as refused:
        check_weights(Weights(coverage=50))
    assert refused.value.data["sum"] == 110


@given(figures())
def test_a_score_lies_between_nothing_and_full_marks(counted: Figures) -> None:
    seen = score(counted, WEIGHTS)
    values = [seen.parts[name] for name in PARTS if seen.parts[name] is not None]
    assert (seen.own is None) == (values == [])
    if seen.own is not None:
        assert min(values) <= seen.own + Decimal("0.01")
        assert seen.own <= max(values) + Decimal("0.01")
        assert 0 <= seen.own <= 100


@given(figures(), st.integers(1, 5))
def test_publishing_one_more_on_time_never_lowers_a_score(counted: Figures, more: int) -> None:
    better = Figures(
        owed=counted.owed,
        published=min(counted.owed, counted.published + more),
        on_time=min(counted.owed, counted.on_time + more),
        submitted=counted.submitted,
        returned=counted.returned,
        corrected=counted.corrected,
        materials=counted.materials,
        checked=counted.checked,
        faults=counted.faults,
        mended=counted.mended,
    )
    before, after = score(counted, WEIGHTS).own, score(better, WEIGHTS).own
    assert before is None or (after is not None and after >= before)


@given(figures(), figures())
def test_figures_of_two_spans_add_up(one: Figures, other: Figures) -> None:
    both = one + other
    assert both.owed == one.owed + other.owed
    assert both.materials == one.materials + other.materials


@given(st.sets(st.text(min_size=1, max_size=4), max_size=30), st.integers(0, 40), st.text())
def test_the_same_seed_draws_the_same_list_whatever_the_order(
    names: set[str], size: int, seed: str
) -> None:
    listed = drawn(seed, sorted(names), size)
    assert listed == drawn(seed, sorted(names, reverse=True), size)
    assert len(listed) == min(size, len(names))
    assert set(listed) <= names


@given(st.sets(st.integers(0, 400), min_size=5, max_size=60), st.integers(1, 10))
def test_a_name_that_joins_displaces_at_most_one(numbers: set[int], size: int) -> None:
    names = {f"unit-{number}" for number in numbers}
    before = drawn("2026-11", names, size)
    after = drawn("2026-11", names | {"newcomer"}, size)
    assert len(set(before) - set(after)) <= 1


def test_another_seed_draws_another_list() -> None:
    names = [f"unit-{number}" for number in range(500)]
    lists = {tuple(drawn(f"seed-{n}", names, 10)) for n in range(50)}
    assert len(lists) == 50


def test_every_name_is_drawn_about_equally_often() -> None:
    """400 seeds over 20 names, 5 each: 100 expected, 4 standard deviations allowed."""
    names = [f"unit-{number}" for number in range(20)]
    times = dict.fromkeys(names, 0)
    for seed in range(400):
        for name in drawn(str(seed), names, 5):
            times[name] += 1
    assert all(65 <= count <= 135 for count in times.values()), times
