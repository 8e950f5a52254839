"""Default deny: every route is wrapped by its line of the one route table."""

import re
from collections.abc import Iterable

from starlette.requests import Request
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from accounts.access import ROUTES, Access
from accounts.permissions import PERMISSIONS, holds
from core.errors import Misconfigured, NotSignedIn, Refused


class Guard:
    """Lets through who may ask this route with this method."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app = app
        self.access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.access.kind == "session":
            self._check(Request(scope))
        elif self.access.kind == "entering" and Request(scope).state.entering is None:
            raise _needed()
        await self.app(scope, receive, send)

    def _check(self, request: Request) -> None:
        actor = request.state.actor
        if actor is None:
            raise _needed()
        method = "GET" if request.method == "HEAD" else request.method
        needed = self.access.permissions.get(method)
        if needed is not None and not holds(actor, needed):
            raise Refused("not-allowed", "您没有办理此事的权限。")


def _needed() -> NotSignedIn:
    return NotSignedIn("sign-in-needed", "请先登录。")


def guarded(routes: Iterable[BaseRoute]) -> list[BaseRoute]:
    """The routes, each behind its :class:`Guard`.  Raises Misconfigured for a route that the
    table does not know or does not allow with that method, and for a line or a method of the
    table that is not served."""
    wrapped = [_guard(route) for route in routes]
    served: dict[str, set[str]] = {}
    for route in wrapped:
        served.setdefault(_shape(path_of(route)), set()).update(methods_of(route))
    for shape, methods in served.items():
        if missing := _BY_SHAPE[shape].permissions.keys() - methods:
            raise _unlisted(f"{sorted(missing)} {shape}")
    if lines := unserved(wrapped):
        raise _unlisted("、".join(lines))
    return wrapped


def unserved(routes: Iterable[BaseRoute]) -> list[str]:
    """Lines of the table that ``routes`` do not serve."""
    served = {_shape(path_of(route)) for route in routes}
    return [path for path in ROUTES if _shape(path) not in served]


def access_of(route: BaseRoute) -> Access:
    """The route's line.  Raises Misconfigured."""
    path = path_of(route)
    access = _BY_SHAPE.get(_shape(path))
    if access is None:
        raise _unlisted(path)
    if extra := methods_of(route) - access.permissions.keys():
        raise _unlisted(f"{sorted(extra)} {path}")
    return access


def methods_of(route: BaseRoute) -> set[str]:
    """The methods that a route serves, HEAD counted as GET; of a mount: GET."""
    return set(route.methods or ()) - {"HEAD"} if isinstance(route, Route) else {"GET"}


def path_of(route: BaseRoute) -> str:
    """The path template of a route or mount.  Raises Misconfigured for anything else."""
    if isinstance(route, Route | Mount):
        return route.path
    raise _unlisted(repr(route))


def _guard(route: BaseRoute) -> BaseRoute:
    access = access_of(route)
    if set(access.permissions.values()) - PERMISSIONS - {None}:
        raise _unlisted(path_of(route))
    if isinstance(route, Route | Mount) and not isinstance(route.app, Guard):
        route.app = Guard(route.app, access)
    return route


def _shape(path: str) -> str:
    """Parameters may be named as their package likes."""
    return re.sub(r"\{[^}]*\}", "{}", path)


def _unlisted(path: str) -> Misconfigured:
    return Misconfigured(
        "route-unlisted", "地址 {path} 不在权限表 accounts/access.py 中，或与其不符。", path=path
    )


_BY_SHAPE = {_shape(path): access for path, access in ROUTES.items()}
