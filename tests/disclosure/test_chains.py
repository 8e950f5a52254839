"""Which steps content takes: the defaults, and what a county sets instead."""

import pytest

from core.errors import Invalid
from disclosure import chains
from disclosure.chains import (
    KINDS,
    RELEASING,
    REVIEWING,
    Chain,
    Reach,
    Row,
    Step,
    chain_in_force,
)

ONE = Chain((Step("a", "甲", "reviewer"),), "office")
TWO = Chain((Step("a", "甲", "reviewer"), Step("b", "乙", "head")), "head")
VILLAGE = "/qingxi/liuhe/shiqiao/"


def codes(chain):
    return [step.code for step in chain.steps]


@pytest.mark.parametrize(
    ("kind", "steps"),
    [
        ("affairs", ["secrecy", "leader", "head"]),
        ("village", ["supervision", "head"]),
        ("finance", ["finance", "township"]),
        ("party", ["secrecy", "leader", "head"]),
    ],
)
def test_each_kind_has_its_own_way_and_the_office_releases(kind, steps):
    chain = chains.default_chain(kind)
    assert codes(chain) == steps
    assert chain.release_role == "office"
    chains.check_chain(chain)


@pytest.mark.parametrize("kind", KINDS)
def test_the_urgent_way_is_shorter_and_never_without_a_signature(kind):
    urgent = chains.default_chain(kind, urgent=True)
    assert 1 <= len(urgent.steps) < len(chains.default_chain(kind).steps)
    chains.check_chain(urgent)


@pytest.mark.parametrize("kind", ["affairs", "party"])
@pytest.mark.parametrize("urgent", [False, True])
def test_no_default_way_leaves_the_secrecy_check_out(kind, urgent):
    chain = chains.default_chain(kind, urgent=urgent)
    assert any(step.kind == "secrecy" for step in chain.steps)


def test_village_accounts_are_audited_by_the_village_and_seen_from_above():
    finance, township = chains.default_chain("finance").steps
    assert finance.role == "finance"
    assert township.kind == "above"
    assert chains.default_chain("finance", urgent=True).steps == (finance,)


@pytest.mark.parametrize(
    ("chain", "tier", "kind"),
    [
        ("affairs", "department", "affairs"),
        ("", "township", "affairs"),
        ("affairs", "village", "village"),
        ("", "village", "village"),
        ("finance", "village", "finance"),
        ("party", "village", "party"),
        ("party", "county", "party"),
    ],
)
def test_what_a_village_discloses_is_village_affairs(chain, tier, kind):
    assert chains.kind_of(chain, tier) == kind


def test_the_nearest_unit_wins_then_the_named_audience():
    rows = [
        Row("affairs", "/", "", False, Chain(ONE.steps, "reviewer")),
        Row("affairs", "/qingxi/liuhe/", "", False, ONE),
        Row("affairs", "/qingxi/", "staff", False, TWO),
        Row("affairs", "/qingxi/liuhe/", "group", False, TWO),
        Row("party", VILLAGE, "", False, TWO),
        Row("affairs", VILLAGE, "", True, TWO),
    ]

    def found(path, audience="public"):
        return chain_in_force(rows, "affairs", unit_path=path, audience=audience, urgent=False)

    assert found("/elsewhere/").release_role == "reviewer"
    assert found(VILLAGE) == ONE
    assert found(VILLAGE, "group") == TWO
    assert found("/qingxi/liuhe/", "staff") == ONE, "the nearer unit goes before the audience"
    assert found("/qingxi/", "staff") == TWO


def test_a_units_own_way_is_no_urgent_way():
    rows = [Row("affairs", "/", "", False, TWO)]
    urgent = chain_in_force(rows, "affairs", unit_path=VILLAGE, audience="public", urgent=True)
    assert urgent == chains.default_chain("affairs", urgent=True)


@pytest.mark.parametrize("kind", KINDS)
def test_a_chain_is_read_as_it_was_written(kind):
    chain = chains.default_chain(kind)
    assert chains.read(chains.written(chain)) == chain


def test_a_version_submitted_before_chains_were_kept_needs_one_signature():
    chain = chains.read("")
    assert len(chain.steps) == 1
    assert chain.steps[0].role in REVIEWING
    assert chain.release_role in RELEASING


@pytest.mark.parametrize(
    ("chain", "code", "place"),
    [
        (Chain((), "office"), "chain-empty", None),
        (Chain(tuple(Step(f"s{n}", "步", "head") for n in range(9))), "chain-long", None),
        (Chain(ONE.steps, "officer"), "release-role-bad", None),
        (Chain((*ONE.steps, Step("b", "", "head"))), "step-nameless", 2),
        (Chain((Step("b", "长" * 21, "head"),)), "step-name-long", 1),
        (Chain((Step("b", "乙", "officer"),)), "step-role-bad", 1),
        (Chain((Step("b", "乙", "operator"),)), "step-role-bad", 1),
        (Chain((Step("b", "乙", "head", "nod"),)), "step-kind-bad", 1),
        (Chain((Step("a", "甲", "head"), Step("a", "乙", "head"))), "step-twice", None),
    ],
)
def test_a_chain_that_nobody_could_walk_is_refused_by_the_number_of_its_step(chain, code, place):
    with pytest.raises(Invalid) as told:
        chains.check_chain(chain)
    assert told.value.code == code
    assert told.value.data.get("number") == place


def test_a_chain_may_be_as_long_as_it_may_and_no_longer():
    chains.check_chain(Chain(tuple(Step(f"s{n}", "长" * 20, "head") for n in range(8))))


def test_all_but_the_secrecy_check_may_be_signed_on_paper():
    assert Step("a", "甲", "head").on_paper
    assert Step("a", "甲", "reviewer", "above").on_paper
    assert not Step("a", "甲", "secrecy", "secrecy").on_paper


def test_a_step_from_above_asks_for_a_role_held_above():
    own, above = (
        Reach(frozenset({"reviewer"})),
        Reach(frozenset({"reviewer"}), frozenset({"reviewer"})),
    )
    township = Step("a", "甲", "reviewer", "above")
    assert above.covers(township)
    assert not own.covers(township)
    assert own.covers(Step("a", "甲", "reviewer"))
    assert not own.covers(Step("a", "甲", "head"))
