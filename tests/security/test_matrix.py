"""Every route × every role × own and other unit, from the one table of rights."""

from collections.abc import Callable
from dataclasses import dataclass, field

import httpx2
import pytest

from accounts import service
from accounts.access import ROUTES
from accounts.actor import SYSTEM
from accounts.permissions import ROLES
from accounts.queries import actor_of
from tests.console.site import Browser, Site
from tests.security.objects import (
    COUNTY_WIDE,
    FOREIGN,
    INSIDE,
    OBJECTS,
    OWN,
    OWN_VILLAGE,
    Kind,
    Maker,
    Values,
    kind_of,
)
from tests.security.rows import dump

READS, DENIED = "GET", (403, "not-allowed")
FOREIGN_ANSWERS: dict[str, Callable[[int], bool]] = {
    "hidden": lambda status: status == 404,
    "refused": lambda status: status in {403, 409, 422},
    "shared": lambda status: status not in {403, 404} and status < 500,
}
AFTERWARDS = {"/console/sign-out"}
"""They end the session that asks: they have tests of their own."""


@dataclass(frozen=True)
class Case:
    path: str
    method: str
    permission: str | None

    @property
    def parametrised(self) -> bool:
        return "{" in self.path

    def allows(self, role: str) -> bool:
        return self.permission is None or self.permission in ROLES[role]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def cases() -> list[Case]:
    return [
        Case(path, method, permission)
        for path, access in ROUTES.items()
        if access.kind in {"session", "entering"} and path not in AFTERWARDS
        for method, permission in access.permissions.items()
    ]


@dataclass
class Matrix:
    """One person for each role, all over the same township, and things to ask for."""

    site: Site
    maker: Maker
    browsers: dict[str, Browser]
    tokens: dict[str, str]
    kept: dict[tuple[str, str], Values] = field(default_factory=dict)

    def ask(self, role: str, case: Case, values: Values) -> tuple[int, str]:
        """Status, and the code of a refusal."""
        path = case.path
        for name, value in values.items():
            path = path.replace("{" + name + "}", value)
        more = {} if case.method == READS else {"data": {"csrf": self.tokens[role]}}
        answer: httpx2.Response = self.browsers[role].ask(
            case.method, path, headers={"accept": "application/json"}, **more
        )
        problem = answer.headers.get("content-type", "").startswith("application/problem")
        return answer.status_code, answer.json()["code"] if problem else ""

    def thing(self, kind: Kind | None, unit: str, *, fresh: bool = False) -> Values:
        """Something of the unit; ``fresh`` for a write that is let through: it may use it up."""
        if kind is None:
            return {}
        if fresh:
            return self.made(kind, unit)
        known = (kind.make.__name__, unit)
        if known not in self.kept:
            self.kept[known] = self.made(kind, unit)
        return self.kept[known]

    def made(self, kind: Kind, unit: str) -> Values:
        return self.site.run(lambda: kind.make(self.maker, unit))


@pytest.fixture
def matrix(site: Site) -> Matrix:
    async def settle() -> Maker:
        for role in ROLES:
            await hire(f"m-{role}", role, OWN)
        other = await hire("m-other", "officer", FOREIGN)
        own = site.county["officer"]
        return Maker(site, {OWN_VILLAGE: own, FOREIGN: other}, site.county["operator"])

    maker = site.run(settle)
    browsers = {role: site.browser(f"m-{role}") for role in ROLES}
    return Matrix(site, maker, browsers, {role: one.token for role, one in browsers.items()})


async def hire(login: str, role: str, unit: str):
    made = await service.create_person(SYSTEM, login, login, unit=unit)
    await service.grant_role(SYSTEM, made.id, role, unit)
    return await actor_of(made.id)


def things(site: Site) -> dict[str, list[dict[str, object]]]:
    """The rows that people change; pages are drawn and plans are made all the time."""
    rows = dump(site)
    return {name: rows[name] for name in ("AuditEntry", "Version", "Person", "Grant", "Unit")}


def test_every_route_with_a_parameter_says_what_fills_it() -> None:
    missing = [str(case) for case in cases() if case.parametrised and kind_of(case.path) is None]
    assert missing == [], "add a line to OBJECTS in tests/security/objects.py"


def test_who_lacks_the_permission_is_refused_whatever_they_ask_for(matrix: Matrix) -> None:
    wrong = [
        (str(case), role, said)
        for case in cases()
        for role in ROLES
        if not case.allows(role)
        and (said := matrix.ask(role, case, matrix.thing(kind_of(case.path), OWN_VILLAGE)))
        != DENIED
    ]
    assert not wrong, "\n".join(map(str, wrong))


def test_who_holds_the_permission_gets_through_to_their_own_units_things(matrix: Matrix) -> None:
    """Through: neither refused by the table nor told that there is no such thing.  What the rules
    of the thing itself say (an author only, a missing field) has tests of its own."""
    wrong = []
    for case in cases():
        for role in filter(case.allows, ROLES):
            values = matrix.thing(kind_of(case.path), OWN_VILLAGE, fresh=case.method != READS)
            status, code = matrix.ask(role, case, values)
            missing = status == 404 and (case.path, code) not in INSIDE
            denied = (status, code) == DENIED and case.path not in COUNTY_WIDE
            if denied or status >= 500 or (case.parametrised and missing):
                wrong.append((str(case), role, (status, code)))
    assert not wrong, "\n".join(map(str, wrong))


def test_another_units_things_do_not_exist_for_anyone(matrix: Matrix) -> None:
    wrong = []
    for kind in OBJECTS.values():
        matrix.thing(kind, FOREIGN)
    before = things(matrix.site)
    for case in cases():
        kind = kind_of(case.path)
        if kind is None:
            continue
        standing = kind.foreign_read if case.method == READS else kind.foreign_write
        for role in filter(case.allows, ROLES):
            status, _ = matrix.ask(role, case, matrix.thing(kind, FOREIGN))
            if not FOREIGN_ANSWERS[standing](status):
                wrong.append((str(case), role, status))
    assert not wrong, "\n".join(map(str, wrong))
    assert things(matrix.site) == before
