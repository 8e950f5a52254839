"""The two addresses that every screen holds on to, as raw ASGI in front of the middleware.

The pointer is answered from memory: ten thousand screens that ask every thirty seconds cost about
one percent of a core.  Only a token that memory does not know is looked up.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core import messages
from core.settings import Settings
from signage.hub import Answer, Hub, Stream, event
from signage.queries import answer_of, screen_of_token_hash

POINTER = "/device/v1/pointer"
EVENTS = "/device/v1/events"
SEND_SECONDS = 30.0
RETRY_SECONDS = 5
_NO_SNIFF = (b"x-content-type-options", b"nosniff")
_NO_CACHE = (b"cache-control", b"no-cache")
FirstContact = Callable[[], None]


def cookie_name(settings: Settings) -> str:
    """``__Host-`` binds the cookie to this very host, but browsers take it over https only."""
    return "__Host-hallboard_screen" if settings.https else "hallboard_screen"


def token_of(scope: Scope, cookie: str) -> str | None:
    """The device's token: bearer header first, then the cookie."""
    cookies = ""
    for name, value in scope["headers"]:
        if name == b"authorization" and value[:7].lower() == b"bearer ":
            return str(value[7:].strip().decode("latin-1"))
        if name == b"cookie":
            cookies = value.decode("latin-1")
    return _from_cookies(cookies, cookie) if cookie in cookies else None


class _Hot:
    """What both addresses share: who asks, and the answer behind the token."""

    def __init__(self, settings: Settings, hub: Hub, on_first_contact: FirstContact) -> None:
        self._cookie = cookie_name(settings)
        self._hub = hub
        self._on_first_contact = on_first_contact
        self._contacted = False

    async def _find(self, scope: Scope) -> tuple[str, Answer | None] | None:
        """Screen id and answer (None: no pointer yet); None for an unknown token."""
        token = token_of(scope, self._cookie)
        if not token:
            return None
        token_hash = sha256(token.encode()).hexdigest()
        known = self._hub.answer(token_hash)
        if known is None:
            found = await self._read(token_hash)
            if found is None or found[1] is None:
                return found
            known = found[1]
        if not self._contacted:
            self._contacted = True
            self._on_first_contact()
        return known.screen, known

    async def _read(self, token_hash: str) -> tuple[str, Answer | None] | None:
        """The same from the rows; read again while the hub learns of a change meanwhile."""
        while True:
            since = self._hub.mark()
            screen = await screen_of_token_hash(token_hash)
            if screen is None:
                return None
            read = await answer_of(screen.id)
            if read is None:
                if self._hub.admit(token_hash, screen.id, since):
                    return screen.id, None
            elif newest := self._hub.remember(token_hash, read, since):
                return screen.id, newest


class PointerApp(_Hot):
    """GET and HEAD /device/v1/pointer: 200, 304, 401, 405, 503 while there is no pointer yet."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD"):
            await _wrong_method(send, b"GET, HEAD")
            return
        found = await self._find(scope)
        if found is None:
            await _refuse(send)
        elif found[1] is None:
            await not_ready(send)
        else:
            await _answer(scope, send, found[1])


class EventsApp(_Hot):
    """GET /device/v1/events: the pointer at once, then every newer one, and commands; or 401."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "GET":
            await _wrong_method(send, b"GET")
            return
        found = await self._find(scope)
        if found is None:
            await _refuse(send)
            return
        screen, answer = found
        stream = self._hub.open(screen)
        if answer is not None:
            stream.offer(event("pointer", answer.body))
        watcher = asyncio.create_task(_end_when_gone(receive, stream))
        try:
            await _start(send, 200, [(b"content-type", b"text/event-stream"), _NO_CACHE])
            await _pass_on(stream, send)
        finally:
            watcher.cancel()
            self._hub.close(stream)


async def _pass_on(stream: Stream, send: Send) -> None:
    """Until the stream ends.  A client that takes nothing for SEND_SECONDS is dropped."""
    try:
        while (data := await stream.queue.get()) is not None:
            async with asyncio.timeout(SEND_SECONDS):
                await _body(send, data, more=True)
        await _body(send, b"")
    except TimeoutError:
        return


async def _end_when_gone(receive: Receive, stream: Stream) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end()


async def _answer(scope: Scope, send: Send, answer: Answer) -> None:
    headers = [(b"etag", answer.etag), _NO_CACHE, _NO_SNIFF]
    for name, value in scope["headers"]:
        if name == b"if-none-match" and answer.etag in value:
            await _start(send, 304, headers)
            await _body(send, b"")
            return
    headers += [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(answer.body)).encode()),
    ]
    await _start(send, 200, headers)
    await _body(send, b"" if scope["method"] == "HEAD" else answer.body)


def _refuse(send: Send) -> Awaitable[None]:
    return _problem(send, 401, "device-unknown", "这台设备没有配对，或配对已被撤销。")


def _wrong_method(send: Send, allowed: bytes) -> Awaitable[None]:
    allow = (b"allow", allowed)
    return _problem(send, 405, "method-not-allowed", "该地址不支持这种操作。", allow)


def not_ready(send: Send) -> Awaitable[None]:
    """503: there is nothing to show yet; the screen asks again soon."""
    retry = (b"retry-after", str(RETRY_SECONDS).encode())
    return _problem(send, 503, "pointer-not-ready", "画面正在制作，请稍候。", retry)


async def _problem(
    send: Send, status: int, code: str, key: str, *more: tuple[bytes, bytes]
) -> None:
    title = messages.text(key)
    body = json.dumps(
        {"type": "about:blank", "title": title, "status": status, "code": code},
        ensure_ascii=False,
    ).encode()
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        _NO_SNIFF,
        *more,
    ]
    await _start(send, status, headers)
    await _body(send, body)


async def _start(send: Send, status: int, headers: list[tuple[bytes, bytes]]) -> None:
    message: Message = {"type": "http.response.start", "status": status, "headers": headers}
    await send(message)


async def _body(send: Send, data: bytes, *, more: bool = False) -> None:
    await send({"type": "http.response.body", "body": data, "more_body": more})


def _from_cookies(header: str, name: str) -> str | None:
    try:
        found = SimpleCookie(header).get(name)
    except CookieError:
        return None
    return found.value if found else None


def hot_routes(
    *, settings: Settings, hub: Hub, on_first_contact: FirstContact
) -> dict[str, ASGIApp]:
    """The raw applications by exact path."""
    return {
        POINTER: PointerApp(settings, hub, on_first_contact),
        EVENTS: EventsApp(settings, hub, on_first_contact),
    }
