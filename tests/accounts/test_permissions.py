"""Who may do what, and where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.actor import SYSTEM, Actor
from accounts.permissions import (
    ADMINISTRATORS,
    PERMISSIONS,
    ROLE_DUTIES,
    ROLE_NAMES,
    ROLES,
    SAYING,
    SECOND_FACTOR,
    check_may,
    check_roles,
    holds,
    may,
    paths,
)
from core.errors import Invalid, Refused

STEPS = ("record.secrecy", "record.sign", "record.finance", "record.release")
APART = ADMINISTRATORS | {"inspector"}
ROLE_SETS = st.lists(
    st.tuples(
        st.sampled_from(sorted(ROLES)), st.sampled_from(["/q/", "/q/l/", "/q/l/s/", "/q/n/"])
    ),
    max_size=5,
)


def actor(*grants: tuple[str, str]) -> Actor:
    return Actor("p", "某人", tuple(grants))


def test_a_role_reaches_down_the_tree_and_never_sideways_or_up() -> None:
    officer = actor(("officer", "/qingxi/liuhe/"))
    assert may(officer, "record.write", "/qingxi/liuhe/")
    assert may(officer, "record.write", "/qingxi/liuhe/shiqiao/")
    assert not may(officer, "record.write", "/qingxi/")
    assert not may(officer, "record.write", "/qingxi/nanping/")
    assert not may(officer, "record.write", "/qingxi/liuhexi/")


def test_what_is_not_granted_is_refused() -> None:
    with pytest.raises(Refused):
        check_may(actor(("officer", "/q/")), "record.review", "/q/")


@pytest.mark.parametrize("permission", sorted(SAYING))
def test_the_system_says_nothing_to_the_public(permission: str) -> None:
    assert not may(SYSTEM, permission, "/q/")
    assert may(SYSTEM, "unit.manage", "/q/")


@given(ROLE_SETS)
def test_whoever_administers_or_inspects_can_neither_write_nor_review(
    grants: list[tuple[str, str]],
) -> None:
    someone = actor(*grants)
    if someone.roles & APART:
        assert not any(holds(someone, permission) for permission in SAYING)


@given(ROLE_SETS)
def test_two_roles_that_must_stand_apart_give_nothing_even_when_written_past_the_service(
    grants: list[tuple[str, str]],
) -> None:
    someone = actor(*grants)
    if len(someone.roles & APART) > 1:
        assert not any(holds(someone, permission) for permission in PERMISSIONS)


@pytest.mark.parametrize("apart", sorted(APART))
@pytest.mark.parametrize("other", sorted(ROLES))
def test_a_role_that_stands_apart_is_never_given_beside_another(apart: str, other: str) -> None:
    if apart == other:
        check_roles({apart})
    else:
        with pytest.raises(Invalid):
            check_roles({apart, other})


def test_each_administrator_can_only_do_what_the_other_two_cannot() -> None:
    rights = [ROLES[role] for role in sorted(ADMINISTRATORS)]
    assert sum(map(len, rights)) == len(frozenset().union(*rights))


def test_nobody_who_takes_a_step_of_a_review_also_writes_by_the_same_role() -> None:
    for role, rights in ROLES.items():
        if rights & set(STEPS):
            assert {"record.read", "record.review"} <= rights, role
            assert "record.write" not in rights, role
        else:
            assert "record.review" not in rights, role


def test_whoever_takes_a_step_or_lets_people_in_shows_a_second_factor() -> None:
    acting = {*STEPS, "people.manage", "unit.manage", "session.manage"}
    assert {role for role, rights in ROLES.items() if rights & acting} == SECOND_FACTOR


def test_each_role_has_a_name_and_says_what_it_is_for() -> None:
    assert list(ROLE_NAMES) == list(ROLE_DUTIES) == list(ROLES)


@given(ROLE_SETS)
def test_administrators_never_also_inspect_themselves(grants: list[tuple[str, str]]) -> None:
    someone = actor(*grants)
    try:
        check_roles(someone.roles)
    except Invalid:
        return
    assert not (holds(someone, "people.manage") and holds(someone, "audit.read"))


@given(ROLE_SETS, st.sampled_from(sorted(PERMISSIONS)))
def test_the_subtrees_of_a_permission_say_exactly_where_it_holds(
    grants: list[tuple[str, str]], permission: str
) -> None:
    someone = actor(*grants)
    found = paths(someone, permission)
    for place in ("/q/", "/q/l/", "/q/l/s/", "/q/n/", "/other/"):
        assert may(someone, permission, place) == any(place.startswith(path) for path in found)
    assert all(a == b or not a.startswith(b) for a in found for b in found)


def test_an_unknown_role_is_refused() -> None:
    with pytest.raises(Invalid):
        check_roles({"owner"})
