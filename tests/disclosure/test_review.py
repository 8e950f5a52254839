"""The review's state machine: no sequence of steps gets round two pairs of eyes."""

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Conflict, Refused
from disclosure.chains import REVIEWING, Chain, Reach, Step
from disclosure.review import (
    PERMISSIONS,
    Approval,
    Standing,
    State,
    check_on_paper,
    check_step,
    may_record,
    next_state,
    open_steps,
)
from disclosure.review import Step as Taken
from tests.rounds import rounds

ALL = frozenset(PERMISSIONS.values())
EVERY_ROLE = Reach(frozenset(REVIEWING), frozenset(REVIEWING))
STEPS = st.sampled_from(get_args(Taken))
PEOPLE = st.sampled_from(["ann", "bob", "eve"])
HASHES = st.sampled_from(["h1", "h2"])
moves = st.lists(st.tuples(STEPS, PEOPLE, HASHES, st.booleans()), max_size=18)
roles = st.frozensets(st.sampled_from(REVIEWING))
reaches = st.builds(lambda over, above: Reach(over, over & above), roles, roles)
step_lists = st.lists(
    st.tuples(st.sampled_from(REVIEWING), st.sampled_from(["sign", "secrecy", "above"])),
    min_size=1,
    max_size=4,
)
chains = st.builds(
    lambda steps, release: Chain(
        tuple(Step(f"s{at}", f"第{at}步", *one) for at, one in enumerate(steps)), release
    ),
    step_lists,
    st.sampled_from(REVIEWING),
)
ONE_STEP = Chain((Step("leader", "分管领导审核", "reviewer"),), "reviewer")
TWO_STEPS = Chain(
    (Step("secrecy", "保密审查", "secrecy", "secrecy"), Step("head", "签发", "head")), "office"
)


class Model:
    """One record driven step by step, as the service drives it, with all who acted on a wording."""

    def __init__(self, author: str, chain: Chain = ONE_STEP) -> None:
        self.chain = chain
        self.standing = Standing("draft", author, "h1", chain, cadence="fixed")
        self.acted = {author}

    def move(
        self,
        step: Taken,
        person: str,
        content_hash: str,
        reach: Reach = EVERY_ROLE,
        *,
        paper: bool = False,
    ) -> None:
        turn = self.standing.turn
        if paper and step == "approve":
            check_on_paper(self.standing, person, content_hash)
        else:
            check_step(self.standing, step, person, reach, content_hash)
        if step == "edit":
            self._edit(person, content_hash)
            return
        state = next_state(self.standing, step)
        if step == "approve":
            taken = Approval(person, content_hash, turn.code)
            self.standing = replace(self.standing, approvals=(*self.standing.approvals, taken))
        self.standing = replace(self.standing, state=state)
        self.acted.add(person)

    def _edit(self, person: str, content_hash: str) -> None:
        """Saves make a fresh draft of whoever saves."""
        self.standing = Standing("draft", person, content_hash, self.chain, cadence="fixed")
        self.acted = {person}


@settings(max_examples=rounds(800))
@given(PEOPLE, chains, moves, st.fixed_dictionaries(dict.fromkeys(["ann", "bob", "eve"], reaches)))
def test_no_chain_and_no_walk_publishes_what_fewer_than_two_people_acted_on(
    author, chain, sequence, held
):
    """Random chains, roles, actors, steps on screen and on paper, edits in between."""
    model = Model(author, chain)
    for step, person, content_hash, paper in sequence:
        try:
            model.move(step, person, content_hash, held[person], paper=paper)
        except (Conflict, Refused):
            continue
        if model.standing.state != "published":
            continue
        signed = {
            approval.stage: approval.person
            for approval in model.standing.approvals
            if approval.content_hash == model.standing.content_hash
        }
        assert len(model.acted) >= 2
        assert set(signed) == {one.code for one in chain.steps}, "no step was left out"
        assert model.standing.author not in signed.values(), "the author took no later step"


@settings(max_examples=rounds(300))
@given(chains, st.lists(st.tuples(STEPS, HASHES, st.booleans()), max_size=18))
def test_no_sequence_of_one_persons_steps_reaches_publication(chain, sequence):
    model = Model("ann", chain)
    for step, content_hash, paper in sequence:
        try:
            model.move(step, "ann", content_hash, paper=paper)
        except (Conflict, Refused):
            continue
        assert model.standing.state not in ("approved", "published")
        assert not model.standing.approvals


@settings(max_examples=rounds(200))
@given(chains)
def test_every_chain_is_walked_to_its_end_by_those_whose_turn_it_is(chain):
    model = Model("ann", chain)
    model.move("submit", "ann", "h1")
    for step in chain.steps:
        assert model.standing.turn == step
        only = Reach(frozenset({step.role}), frozenset({step.role}))
        model.move("approve", "bob", "h1", only)
    assert model.standing.state == "approved"
    model.move("publish", "eve", "h1", Reach(frozenset({chain.release_role})))
    assert model.standing.state == "published"


@given(chains, reaches)
def test_only_the_role_whose_turn_it_is_takes_a_step(chain, reach):
    model = Model("ann", chain)
    model.move("submit", "ann", "h1")
    first = chain.steps[0]
    entitled = first.role in (reach.above if first.kind == "above" else reach.roles)
    assert ("approve" in open_steps(model.standing, "bob", ALL, reach)) == entitled


def test_an_approval_of_another_wording_does_not_publish():
    standing = Standing("approved", "ann", "h2", ONE_STEP, (Approval("bob", "h1", "leader"),))
    with pytest.raises(Conflict) as problem:
        check_step(standing, "publish", "bob", EVERY_ROLE)
    assert problem.value.code == "approval-void"


def test_a_row_that_says_approved_is_not_enough_where_a_step_is_missing():
    standing = Standing("approved", "ann", "h1", TWO_STEPS, (Approval("bob", "h1", "secrecy"),))
    with pytest.raises(Conflict):
        check_step(standing, "publish", "eve", EVERY_ROLE)


@pytest.mark.parametrize("approver", ["", "ann"])
def test_a_row_that_says_approved_is_not_enough(approver):
    standing = Standing("approved", "ann", "h1", ONE_STEP, (Approval(approver, "h1", "leader"),))
    with pytest.raises(Conflict):
        check_step(standing, "publish", "bob", EVERY_ROLE)


def test_a_chain_without_steps_publishes_nothing():
    standing = Standing("approved", "ann", "h1", Chain((), "office"))
    with pytest.raises(Conflict):
        check_step(standing, "publish", "bob", EVERY_ROLE)


@given(st.sampled_from(get_args(State)), PEOPLE, PEOPLE, STEPS, reaches)
def test_the_steps_offered_are_exactly_those_that_would_be_accepted(
    state, author, person, step, reach
):
    signed = (Approval("bob", "h1", "leader"),) if state == "approved" else ()
    standing = Standing(state, author, "h1", ONE_STEP, signed, "fixed")
    try:
        check_step(standing, step, person, reach, "h1")
        accepted = True
    except (Conflict, Refused):
        accepted = False
    assert (step in open_steps(standing, person, ALL, reach)) == accepted


@given(st.sampled_from(get_args(State)), PEOPLE, PEOPLE)
def test_without_permissions_no_step_is_offered(state, author, person):
    standing = Standing(state, author, "h1", ONE_STEP)
    assert open_steps(standing, person, frozenset(), EVERY_ROLE) == frozenset()


@pytest.mark.parametrize("step", ["approve", "return", "publish"])
def test_the_author_takes_no_later_step(step):
    state = "approved" if step == "publish" else "submitted"
    signed = (Approval("bob", "h1", "leader"),) if step == "publish" else ()
    standing = Standing(state, "ann", "h1", ONE_STEP, signed)
    with pytest.raises(Refused):
        check_step(standing, step, "ann", EVERY_ROLE, "h1")


@pytest.mark.parametrize("step", ["approve", "return", "publish"])
def test_nobody_who_wrote_some_of_it_takes_a_later_step(step):
    state = "approved" if step == "publish" else "submitted"
    signed = (Approval("bob", "h1", "leader"),) if step == "publish" else ()
    standing = Standing(state, "ann", "h1", ONE_STEP, signed, writers=frozenset({"eve"}))
    with pytest.raises(Refused):
        check_step(standing, step, "eve", EVERY_ROLE, "h1")
    assert step in open_steps(standing, "bob", ALL, EVERY_ROLE)


def test_an_approval_by_who_wrote_some_of_it_does_not_publish():
    signed = (Approval("eve", "h1", "leader"),)
    standing = Standing("approved", "ann", "h1", ONE_STEP, signed, writers=frozenset({"eve"}))
    with pytest.raises(Conflict):
        check_step(standing, "publish", "bob", EVERY_ROLE)


def test_who_has_not_been_asked_yet_sends_nothing_back():
    waiting = Standing("submitted", "ann", "h1", TWO_STEPS)
    head = Reach(frozenset({"head"}))
    assert "return" not in open_steps(waiting, "bob", ALL, head)
    asked = replace(waiting, approvals=(Approval("eve", "h1", "secrecy"),))
    assert "return" in open_steps(asked, "bob", ALL, head)


def test_a_secrecy_check_is_never_recorded_from_paper():
    waiting = Standing("submitted", "ann", "h1", TWO_STEPS)
    assert not may_record(waiting, "bob")
    asked = replace(waiting, approvals=(Approval("eve", "h1", "secrecy"),))
    assert may_record(asked, "bob")
    assert not may_record(asked, "ann"), "nor does the author record anything"


def test_who_releases_sends_nothing_back_before_every_step_is_taken():
    office = Reach(frozenset({"office"}))
    waiting = Standing("submitted", "ann", "h1", TWO_STEPS)
    assert "return" not in open_steps(waiting, "bob", ALL, office)
    signed = (Approval("eve", "h1", "secrecy"), Approval("bob", "h1", "head"))
    ready = replace(waiting, state="approved", approvals=signed)
    assert "return" in open_steps(ready, "bob", ALL, office)


def test_only_fixed_content_is_checked_each_year():
    published = Standing("published", "ann", "h1", ONE_STEP, cadence="fixed")
    assert "check" in open_steps(published, "bob", ALL, EVERY_ROLE)
    quarterly = replace(published, cadence="quarterly")
    assert "check" not in open_steps(quarterly, "bob", ALL, EVERY_ROLE)
