"""Who may do what, and where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.actor import SYSTEM, Actor
from accounts.permissions import PERMISSIONS, ROLES, check_may, check_roles, holds, may, paths
from core.errors import Invalid, Refused

SAYING = ("record.write", "record.review")
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


@pytest.mark.parametrize("permission", SAYING)
def test_the_system_says_nothing_to_the_public(permission: str) -> None:
    assert not may(SYSTEM, permission, "/q/")
    assert may(SYSTEM, "unit.manage", "/q/")


@given(ROLE_SETS)
def test_whoever_administers_or_inspects_can_neither_write_nor_review(
    grants: list[tuple[str, str]],
) -> None:
    someone = actor(*grants)
    if someone.roles & {"administrator", "inspector"}:
        assert not any(holds(someone, permission) for permission in SAYING)


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
