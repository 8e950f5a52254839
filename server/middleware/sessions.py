"""Loads the signed-in person of a console request from the server-side session.

Sets ``request.state.session``, ``actor`` and ``csrf``, and ``entering``: the person of any session,
while ``actor`` stays None until their second factor was shown.  Only the console has sessions:
other paths never ask the database for one.
"""

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from accounts import queries, service
from accounts.sessions import cookie_name, visitor_cookie_name
from core.ids import new_secret

_LEAST_VISITOR_TOKEN = 40


class Sessions:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state.update(session=None, actor=None, entering=None, csrf="")
        if not scope["path"].startswith("/console"):
            await self.app(scope, receive, send)
            return
        connection, https = HTTPConnection(scope), state["settings"].https
        token = connection.cookies.get(cookie_name(https), "")
        found = await queries.session_of(token) if token else None
        if found is not None:
            session, actor = found
            allowed = actor if session.stage == "full" else None
            state.update(session=session, actor=allowed, entering=actor, csrf=session.csrf)
            await service.touch(session)
            await self.app(scope, receive, send)
            return
        await self._as_visitor(scope, receive, send, https)

    async def _as_visitor(self, scope: Scope, receive: Receive, send: Send, https: bool) -> None:
        """Forms before sign-in carry a token too: it repeats a cookie of this browser."""
        name = visitor_cookie_name(https)
        known = HTTPConnection(scope).cookies.get(name, "")
        visitor = known if len(known) >= _LEAST_VISITOR_TOKEN else new_secret()
        scope["state"]["csrf"] = visitor

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and visitor != known:
                headers = MutableHeaders(scope=message)
                headers.append("set-cookie", _cookie(name, visitor, https))
            await send(message)

        await self.app(scope, receive, send_with_cookie)


def _cookie(name: str, value: str, https: bool) -> str:
    """``value`` is one of ours: it holds nothing that would need quoting."""
    return f"{name}={value}; Path=/; HttpOnly; SameSite=Lax" + ("; Secure" if https else "")
