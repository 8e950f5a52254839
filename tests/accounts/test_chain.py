"""The audit chain against edits, deletions, insertions, moves and a cut end."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from accounts.chain import GENESIS, Broken, Entry, Head, entry_hash, verify_chain

WORDS = st.sampled_from(["a", "b", "版本", ""])


@st.composite
def chains(draw: st.DrawFn, least: int = 2) -> list[Entry]:
    made: list[Entry] = []
    previous, at = GENESIS, datetime(2026, 11, 20, tzinfo=UTC)
    for sequence in range(1, draw(st.integers(least, 6)) + 1):
        actor, action, subject, data = (draw(WORDS) for _ in range(4))
        at += timedelta(microseconds=draw(st.integers(0, 2)))
        hashed = entry_hash(previous, sequence, at, actor, action, subject, data)
        made.append(Entry(sequence, at, actor, action, subject, data, previous, hashed))
        previous = hashed
    return made


def head_of(chain: list[Entry]) -> Head:
    return Head(chain[-1].sequence, chain[-1].hash)


@given(chains(least=1))
def test_an_untouched_chain_verifies_up_to_any_head_exported_on_the_way(chain: list[Entry]) -> None:
    for entry in chain:
        assert verify_chain(chain, Head(entry.sequence, entry.hash)) is None


@given(chains(), st.data())
def test_any_edited_field_breaks_the_chain_where_it_was_edited(
    chain: list[Entry], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(chain) - 1))
    field = data.draw(st.sampled_from(["actor", "action", "subject", "data", "at"]))
    old = getattr(chain[place], field)
    new = old + timedelta(seconds=1) if field == "at" else old + "x"
    forged = [*chain]
    forged[place] = replace(chain[place], **{field: new})
    assert verify_chain(forged) == Broken(place + 1, "hash")


@given(chains(), st.data())
def test_an_edit_with_its_hash_counted_anew_breaks_the_next_link_or_the_head(
    chain: list[Entry], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(chain) - 1))
    old = chain[place]
    said = old.data + "x"
    forged_hash = entry_hash(
        old.previous, old.sequence, old.at, old.actor, old.action, old.subject, said
    )
    forged = [*chain]
    forged[place] = replace(old, data=said, hash=forged_hash)
    assert verify_chain(forged, head_of(chain)) is not None


@given(chains(), st.data())
def test_a_deleted_entry_is_missed(chain: list[Entry], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(chain) - 1))
    assert verify_chain(chain[:place] + chain[place + 1 :], head_of(chain)) is not None


@given(chains(), st.data())
def test_two_entries_that_changed_places_are_noticed(
    chain: list[Entry], data: st.DataObject
) -> None:
    one, other = data.draw(
        st.lists(st.integers(0, len(chain) - 1), min_size=2, max_size=2, unique=True)
    )
    moved = [*chain]
    moved[one], moved[other] = moved[other], moved[one]
    assert verify_chain(moved) is not None


@given(chains(), st.data())
def test_a_cut_end_is_noticed_against_a_head_kept_elsewhere(
    chain: list[Entry], data: st.DataObject
) -> None:
    kept = data.draw(st.integers(0, len(chain) - 1))
    assert verify_chain(chain[:kept]) is None
    assert verify_chain(chain[:kept], head_of(chain)) == Broken(kept + 1, "cut")


@given(chains(), chains())
def test_a_chain_rewritten_from_the_start_is_noticed_against_the_head(
    chain: list[Entry], other: list[Entry]
) -> None:
    if len(other) >= len(chain) and other[len(chain) - 1].hash != chain[-1].hash:
        assert verify_chain(other, head_of(chain)) == Broken(len(chain), "rewritten")
