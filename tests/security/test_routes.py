"""Default deny, over every route that the application really serves."""

import re

import pytest
from starlette.routing import Route

from accounts.access import ROUTES, UNSAFE
from accounts.permissions import ROLES, SAYING
from console import routes as console_routes
from core.errors import Misconfigured
from server.app import all_routes
from server.middleware.access import access_of, guarded, path_of, unserved
from tests.console.site import Site


def filled(path: str) -> str:
    """The path with ids that do not exist."""
    return re.sub(r"\{[^}]+\}", "0" * 26, path)


def session_routes() -> list[tuple[str, str, str | None]]:
    return [
        (path, method, permission)
        for path, access in ROUTES.items()
        if access.kind in {"session", "entering"}
        for method, permission in access.permissions.items()
    ]


def test_every_route_of_the_application_stands_in_the_table_and_the_other_way_round() -> None:
    routes = guarded(all_routes())
    assert unserved(routes) == []
    assert {path_of(route) for route in routes if not access_of(route)} == set()


def test_a_route_that_is_not_in_the_table_stops_the_start() -> None:
    async def nothing(request: object) -> None: ...

    with pytest.raises(Misconfigured, match="/console/backdoor"):
        guarded([*all_routes(), Route("/console/backdoor", nothing)])


def test_a_method_that_is_not_in_the_table_stops_the_start() -> None:
    async def nothing(request: object) -> None: ...

    with pytest.raises(Misconfigured, match="/console/audit"):
        guarded([*all_routes(), Route("/console/audit", nothing, methods=["DELETE"])])


def test_every_console_page_but_the_doors_needs_a_session() -> None:
    public = {path for path, access in ROUTES.items() if access.kind == "public"}
    doors = {path_of(route) for route in console_routes.routes()} & public
    assert doors == {"/console/sign-in", "/console/enter", "/console/first", "/console/join"}


def test_without_a_session_every_console_page_leads_to_the_sign_in(site: Site) -> None:
    nobody = site.browser()
    for path, method, _ in session_routes():
        if method != "GET":
            continue
        answer = nobody.get(filled(path))
        assert answer.status_code == 303, path
        assert answer.headers["location"].startswith("/console/sign-in?next="), path


def test_without_a_session_no_unsafe_request_gets_through(site: Site) -> None:
    nobody = site.browser()
    for path, method, _ in session_routes():
        if method in UNSAFE:
            answer = nobody.post(filled(path))
            assert (answer.status_code, answer.headers.get("location", "")[:16]) == (
                303,
                "/console/sign-in",
            ), path


def test_no_role_both_manages_people_and_takes_part_in_publishing() -> None:
    for role, permissions in ROLES.items():
        if permissions & {"people.manage", "session.manage", "audit.read"}:
            assert not permissions & SAYING, role
