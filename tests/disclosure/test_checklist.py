"""The secrecy check: every category decided, none passed over, drafts for consultation free."""

import pytest

from core.errors import Invalid
from disclosure import checklist
from disclosure.checklist import CATEGORIES, CONSULTATION, NONE, REDACTED, WITHHOLD
from tests.disclosure.chains import CLEAN


@pytest.mark.parametrize("category", CATEGORIES)
@pytest.mark.parametrize("given", ["", "maybe", None])
def test_each_category_has_to_be_decided_and_the_sentence_names_it(category, given):
    decisions = {**CLEAN, category: given}
    with pytest.raises(Invalid) as told:
        checklist.check_decisions(decisions, consultation=False)
    assert told.value.code == "decision-missing"
    assert CATEGORIES[category] in str(told.value)


@pytest.mark.parametrize("category", CATEGORIES)
def test_what_may_not_be_disclosed_goes_no_further(category):
    with pytest.raises(Invalid) as told:
        checklist.check_decisions({**CLEAN, category: WITHHOLD}, consultation=False)
    assert told.value.code == "must-not-disclose"
    assert CATEGORIES[category] in str(told.value)


@pytest.mark.parametrize("category", CATEGORIES)
def test_what_was_cut_out_or_masked_may_pass(category):
    checklist.check_decisions({**CLEAN, category: REDACTED}, consultation=False)


def test_being_under_discussion_does_not_bar_a_draft_put_out_for_consultation():
    decisions = {**CLEAN, "process": CONSULTATION}
    checklist.check_decisions(decisions, consultation=True)
    with pytest.raises(Invalid):
        checklist.check_decisions(decisions, consultation=False)


@pytest.mark.parametrize("category", sorted(CATEGORIES.keys() - {"process"}))
def test_consultation_excuses_nothing_else(category):
    with pytest.raises(Invalid):
        checklist.check_decisions({**CLEAN, category: CONSULTATION}, consultation=True)


def test_decisions_are_read_as_they_were_written():
    decisions = {**CLEAN, "privacy": REDACTED}
    assert checklist.read(checklist.written(decisions)) == decisions
    assert checklist.written({}) == ""
    assert checklist.read("") == {}
    assert NONE in checklist.written(decisions)
