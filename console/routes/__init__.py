"""All addresses of the console.  Who may ask for them stands in accounts/access.py."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from console.routes import audit, home, people, signing_in, units

Handler = Callable[[Request], Awaitable[Response]]


def _get(path: str, handler: Handler) -> Route:
    return Route("/console" + path, handler, methods=["GET"])


def _post(path: str, handler: Handler) -> Route:
    return Route("/console" + path, handler, methods=["POST"])


def _accounts() -> list[Route]:
    return [
        _get("/sign-in", signing_in.sign_in_page),
        _post("/sign-in", signing_in.sign_in),
        _get("/enter", signing_in.enter_page),
        _post("/enter", signing_in.enter),
        _get("/first", signing_in.first_page),
        _post("/first", signing_in.first),
        _post("/sign-out", signing_in.sign_out),
        _get("/password", signing_in.password_page),
        _post("/password", signing_in.password),
        _get("/units", units.units_page),
        _post("/units", units.create),
        _get("/people", people.people_page),
        _post("/people", people.create),
        _get("/people/{id}", people.person_page),
        _post("/people/{id}/grant", people.grant),
        _post("/people/{id}/revoke", people.revoke),
        _post("/people/{id}/active", people.set_active),
        _post("/people/{id}/password", people.set_password),
        _get("/audit", audit.audit_page),
    ]


def routes() -> list[BaseRoute]:
    """In the order in which they are matched."""
    return [_get("", home.home_page), *_accounts()]
