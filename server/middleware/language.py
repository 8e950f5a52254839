"""Chooses the language of a request: the reader's choice, else the settings'."""

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from core import messages

COOKIE = "hallboard_language"


class Language:
    """``?lang=`` wins over the cookie, the cookie over the settings.

    Screens and the record site stay in the office's language unless asked: a browser's
    Accept-Language says nothing about the hall it stands in.
    """

    def __init__(self, app: ASGIApp, default: str) -> None:
        self.app = app
        self.default = default

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            connection = HTTPConnection(scope)
            asked = connection.query_params.get("lang") or connection.cookies.get(COOKIE)
            messages.use_locale(asked if asked in messages.LOCALES else self.default)
        await self.app(scope, receive, send)
