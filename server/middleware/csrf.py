"""No request of another site acts for a person: every unsafe method needs the session's token.

The token comes in the form field ``csrf`` or in the header ``X-CSRF-Token``; besides it, what the
browser says of where the request comes from must be this site.  Exempt is only what the route
table marks so: JSON posts of devices, for which no person's cookie speaks.
"""

import hmac
import re
from urllib.parse import urlsplit

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from accounts.access import ROUTES, UNSAFE
from accounts.sessions import cookie_name
from core.errors import NotSignedIn, Refused, TooLarge
from disclosure.attachments import LARGEST

FIELD = "csrf"
HEADER = "x-csrf-token"
MOST_BYTES = 20 * 1024 * 1024
MOST_SENT = LARGEST + MOST_BYTES
"""Of what is sent with the token in the header, by someone who has signed in."""
_EXEMPT = tuple(
    re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path))
    for path, access in ROUTES.items()
    if not access.csrf
)


class Csrf:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in UNSAFE or _exempt(scope["path"]):
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        _check_origin(request)
        given, again = request.headers.get(HEADER), receive
        if given is not None:
            again = _capped(receive, MOST_SENT if scope["state"]["session"] else MOST_BYTES)
        else:
            given, again = await _from_form(scope, receive)
        expected = scope["state"]["csrf"]
        if not expected or not hmac.compare_digest(given.encode(), expected.encode()):
            raise _refusal(request)
        await self.app(scope, again, send)


def _exempt(path: str) -> bool:
    return any(pattern.fullmatch(path) for pattern in _EXEMPT)


def _check_origin(request: Request) -> None:
    """Browsers say where a request comes from; what says nothing still needs the token."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    foreign = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    if site not in {"same-origin", "none"} or foreign:
        raise Refused("foreign-origin", "请求来自别的网站，已拒绝。")


async def _from_form(scope: Scope, receive: Receive) -> tuple[str, Receive]:
    """The form's token, and a way to read the same body again."""
    body = await _whole_body(receive)

    def replay() -> Receive:
        sent = False

        async def again() -> Message:
            nonlocal sent
            if sent:
                return await receive()
            sent = True
            return {"type": "http.request", "body": body, "more_body": False}

        return again

    form: FormData = await Request(scope, replay()).form()
    given = form.get(FIELD)
    await form.close()
    return given if isinstance(given, str) else "", replay()


def _capped(receive: Receive, most: int) -> Receive:
    """The same body, which ends in TooLarge when there is more of it than ``most`` bytes: forms
    keep files on the disk without asking how long they are."""
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > most:
            raise TooLarge("too-large", "提交的内容过大。")
        return message

    return counted


async def _whole_body(receive: Receive) -> bytes:
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > MOST_BYTES:
            raise TooLarge("too-large", "提交的内容过大。")
        more = message.get("more_body", False)
    return b"".join(parts)


def _refusal(request: Request) -> NotSignedIn | Refused:
    """Someone whose session has run out is asked to sign in, not accused."""
    settings = request.state.settings
    if request.state.session is None and cookie_name(settings.https) in request.cookies:
        return NotSignedIn("session-over", "登录已超时，请重新登录。")
    return Refused("csrf", "页面已过期，请返回上一页，刷新后再提交。")
