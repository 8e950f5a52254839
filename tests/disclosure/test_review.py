"""The review's state machine: no sequence of steps gets round two pairs of eyes."""

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Conflict, Refused
from disclosure.review import PERMISSIONS, Standing, State, Step, check_step, next_state, open_steps

ALL = frozenset(PERMISSIONS.values())
STEPS = st.sampled_from(get_args(Step))
PEOPLE = st.sampled_from(["ann", "bob", "eve"])
HASHES = st.sampled_from(["h1", "h2"])
moves = st.lists(st.tuples(STEPS, PEOPLE, HASHES), max_size=14)


class Model:
    """One record driven step by step, as the service drives it, with all who acted on a wording."""

    def __init__(self, author: str) -> None:
        self.standing = Standing("draft", author, "h1", cadence="fixed")
        self.signed: list[tuple[str, str]] = []

    def move(self, step: Step, person: str, content_hash: str) -> None:
        check_step(self.standing, step, person, content_hash)
        if step == "edit":
            self._edit(person, content_hash)
            return
        state = next_state(self.standing, step)
        self.standing = replace(self.standing, state=state)
        if step == "approve":
            self.standing = replace(self.standing, approver=person, approved_hash=content_hash)
            self.signed.append((person, content_hash))

    def _edit(self, person: str, content_hash: str) -> None:
        """Saves make a fresh draft of whoever saves."""
        self.standing = Standing("draft", person, content_hash, cadence="fixed")
        self.signed = []


@settings(max_examples=600)
@given(PEOPLE, moves)
def test_nothing_is_published_that_another_person_did_not_sign_in_this_very_wording(
    author, sequence
):
    model = Model(author)
    for step, person, content_hash in sequence:
        try:
            model.move(step, person, content_hash)
        except (Conflict, Refused):
            continue
        if model.standing.state == "published":
            signers = {who for who, what in model.signed if what == model.standing.content_hash}
            assert signers - {model.standing.author}


@settings(max_examples=300)
@given(st.lists(st.tuples(STEPS, HASHES), max_size=14))
def test_no_sequence_of_one_persons_steps_reaches_publication(sequence):
    model = Model("ann")
    for step, content_hash in sequence:
        try:
            model.move(step, "ann", content_hash)
        except (Conflict, Refused):
            continue
        assert model.standing.state not in ("approved", "published")


def test_two_people_reach_publication():
    model = Model("ann")
    model.move("submit", "ann", "h1")
    model.move("approve", "bob", "h1")
    model.move("publish", "bob", "h1")
    assert model.standing.state == "published"


def test_an_approval_of_another_wording_does_not_publish():
    standing = Standing("approved", "ann", "h2", approver="bob", approved_hash="h1")
    with pytest.raises(Conflict) as problem:
        check_step(standing, "publish", "bob")
    assert problem.value.code == "approval-void"


@given(st.sampled_from(get_args(State)), PEOPLE, PEOPLE, STEPS)
def test_the_steps_offered_are_exactly_those_that_would_be_accepted(state, author, person, step):
    standing = Standing(state, author, "h1", approver="bob", approved_hash="h1", cadence="fixed")
    try:
        check_step(standing, step, person, "h1")
        accepted = True
    except (Conflict, Refused):
        accepted = False
    assert (step in open_steps(standing, person, ALL)) == accepted


@given(st.sampled_from(get_args(State)), PEOPLE, PEOPLE)
def test_without_permissions_no_step_is_offered(state, author, person):
    assert open_steps(Standing(state, author, "h1"), person, frozenset()) == frozenset()


@pytest.mark.parametrize("step", ["approve", "return", "publish"])
def test_the_author_takes_no_later_step(step):
    state = "approved" if step == "publish" else "submitted"
    standing = Standing(state, "ann", "h1", approver="bob", approved_hash="h1")
    with pytest.raises(Refused):
        check_step(standing, step, "ann", "h1")


@pytest.mark.parametrize("approver", ["", "ann"])
def test_a_row_that_says_approved_is_not_enough(approver):
    standing = Standing("approved", "ann", "h1", approver=approver, approved_hash="h1")
    with pytest.raises(Conflict):
        check_step(standing, "publish", "bob")
