"""/device/v1: what screens and gateways ask for.  Pointer and events: signage/device.py."""

import json
import re
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from core import clock
from core.canonical import sha256
from core.errors import Invalid, NotFound, NotSignedIn, TooLarge
from core.signing import encode, sign_json
from media.profiles import profile
from signage import service
from signage.admission import admitted_type, check_plan
from signage.beats import MAX_BEAT_BYTES, read_beat
from signage.device import EVENTS, POINTER, cookie_name, hot_routes, token_of
from signage.models import Screen
from signage.pointer import TIME_FORMAT, milliseconds, rate_text
from signage.queries import screen_of_token

__all__ = ["hot_routes", "routes"]

COOKIE_SECONDS = 400 * 86400
"""The longest that browsers keep a cookie; every question for the time renews it."""
_MAX_PAIR_BYTES = 4096
_MAX_NONCE = 64
_NAME = re.compile(r"[0-9a-f]{64}")
_RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")


async def pair(request: Request) -> Response:
    """POST {}: a code to show and a ticket; POST {"token"}: paired at once by a one-use code."""
    asked = _object(await _limited_body(request, _MAX_PAIR_BYTES))
    token = asked.get("token")
    if token is not None:
        if not isinstance(token, str):
            raise Invalid("body-malformed", "提交的内容无法识别。")
        return _paired(request, await service.pair_with_token(token, _address(request)))
    started = await service.start_pairing(_fingerprint(request, asked), _address(request))
    return JSONResponse(
        {
            "code": started.code,
            "ticket": started.ticket,
            "expires": started.expires.isoformat(),
        },
        headers={"cache-control": "no-store"},
    )


async def collect(request: Request) -> Response:
    """GET ?ticket=: 202 while a person has not approved, 200 with the cookie once, else 404."""
    collected = await service.collect_pairing(request.query_params.get("ticket", ""))
    if collected is None:
        return JSONResponse({}, status_code=202, headers={"cache-control": "no-store"})
    return _paired(request, collected)


async def time(request: Request) -> Response:
    """The signed time: the answer to the nonce, so that an old one cannot be replayed."""
    screen = await _screen(request)
    nonce = request.query_params.get("nonce", "")
    if not nonce or len(nonce) > _MAX_NONCE:
        raise Invalid("nonce-malformed", "缺少随机数 nonce，或其超过 64 个字符。")
    request.state.on_first_contact()
    statement = {
        "format": TIME_FORMAT,
        "nonce": nonce,
        "now": milliseconds(clock.now()),
        "rate": rate_text(clock.current().rate),
        "screen": screen.id,
    }
    response = JSONResponse(
        sign_json(request.state.signing_key, statement), headers={"cache-control": "no-store"}
    )
    _renew_cookie(request, response)
    return response


async def plan(request: Request) -> Response:
    """A plan by its hash; immutable."""
    screen, own = await _pointed(request)
    name = request.path_params["sha256"]
    unknown = NotFound("plan-unknown", "没有这个播放计划。")
    if not _NAME.fullmatch(name):
        raise unknown
    await check_plan(screen, own, name, unknown)
    return _file(request, name, "application/json")


async def file(request: Request) -> Response:
    """A file that a plan of the screen's names, by its hash; immutable, with ranges."""
    screen, own = await _pointed(request)
    name = request.path_params["sha256"]
    unknown = NotFound("file-unknown", "没有这个文件。")
    if not _NAME.fullmatch(name):
        raise unknown
    media_type = await admitted_type(request.state.store, screen, own, name, unknown)
    return _file(request, name, media_type)


async def beats(request: Request) -> Response:
    """A heartbeat: 204 whether it was news or a copy."""
    screen = await _screen(request)
    beat = read_beat(await _limited_body(request, MAX_BEAT_BYTES))
    await service.record_beat(screen.id, beat)
    return Response(status_code=204)


async def _front_only(request: Request) -> Response:
    """Pointer and events are answered in front of the middleware; listed here for the table of
    permissions, and for applications that are mounted without that front."""
    state = request.state
    apps = hot_routes(
        settings=state.settings, hub=state.hub, on_first_contact=state.on_first_contact
    )
    return _Delegate(apps[request.url.path])


class _Delegate(Response):
    def __init__(self, app: Any) -> None:
        super().__init__()
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self._app(scope, receive, send)


def routes() -> list[BaseRoute]:
    return [
        Route("/device/v1/pair", pair, methods=["POST"]),
        Route("/device/v1/pair", collect, methods=["GET"]),
        Route(POINTER, _front_only),
        Route(EVENTS, _front_only),
        Route("/device/v1/time", time),
        Route("/device/v1/plans/{sha256}", plan),
        Route("/device/v1/files/{sha256}", file),
        Route("/device/v1/beats", beats, methods=["POST"]),
    ]


async def _screen(request: Request) -> Screen:
    """The screen that asks.  Raises NotSignedIn."""
    token = token_of(request.scope, cookie_name(request.state.settings))
    screen = await screen_of_token(token) if token else None
    if screen is None:
        raise NotSignedIn("device-unknown", "这台设备没有配对，或配对已被撤销。")
    return screen


async def _pointed(request: Request) -> tuple[str, str]:
    """The id of the screen that asks and the plan to which its pointer leads, from memory where
    that knows the token ("" where it does not know the plan).  Raises NotSignedIn."""
    token = token_of(request.scope, cookie_name(request.state.settings))
    known = request.state.hub.answer(sha256(token.encode())) if token else None
    if known is not None:
        return known.screen, known.plan
    return (await _screen(request)).id, ""


def _file(request: Request, name: str, media_type: str) -> Response:
    headers = {
        "etag": f'"{name}"',
        "cache-control": "private, max-age=31536000, immutable",
        "x-content-type-options": "nosniff",
    }
    if name in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    store = request.state.store
    if not store.exists(name):
        raise NotFound("file-unknown", "没有这个文件。")
    path = store.path(name)
    return _RangedFile(path, media_type=media_type, headers=headers, stat_result=path.stat())


class _RangedFile(FileResponse):
    """Answers a single range that it can; any other ``Range`` counts as not said (RFC 9110, 14.2),
    and the whole file is the answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = scope["headers"]
        asked = [value.decode("latin-1") for name, value in headers if name == b"range"]
        size = self.stat_result.st_size if self.stat_result else 0
        if asked and not (len(asked) == 1 and _within(asked[0], size)):
            scope = {**scope, "headers": [one for one in headers if one[0] != b"range"]}
        await super().__call__(scope, receive, send)


def _within(asked: str, size: int) -> bool:
    found = _RANGE.fullmatch(asked)
    if found is None:
        return False
    first, last = found.groups()
    if not first:
        return bool(last) and 0 < int(last) <= size
    return int(first) < size and (not last or int(first) <= int(last))


def _paired(request: Request, collected: service.Collected) -> Response:
    screen = collected.screen
    request.state.hub.forget(screen.id)
    request.state.on_first_contact()
    shape, key = profile(screen.profile), request.state.signing_key
    response = JSONResponse(
        {
            "screen": {
                "id": screen.id,
                "code": screen.code,
                "name": screen.name,
                "profile": shape.code,
                "kind": shape.kind,
                "width": shape.width,
                "height": shape.height,
                "hall": screen.hall.name,
                "unit": screen.hall.unit.code,
                "unit_name": screen.hall.unit.name,
                "output": screen.output,
            },
            "key": encode(key.public_bytes()),
            "key_id": key.key_id,
        },
        headers={"cache-control": "no-store"},
    )
    _set_cookie(request, response, collected.token)
    return response


def _renew_cookie(request: Request, response: Response) -> None:
    """Only for a device that came with the cookie: gateways use the bearer header."""
    name = cookie_name(request.state.settings)
    if token := request.cookies.get(name):
        _set_cookie(request, response, token)


def _set_cookie(request: Request, response: Response, token: str) -> None:
    settings = request.state.settings
    response.set_cookie(
        cookie_name(settings),
        token,
        max_age=COOKIE_SECONDS,
        path="/",
        secure=settings.https,
        httponly=True,
        samesite="strict",
    )


async def _limited_body(request: Request, most: int) -> bytes:
    """Raises TooLarge past ``most`` bytes, without reading the rest."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise TooLarge("body-too-large", "提交的内容过大。")
    return body


def _object(body: bytes) -> dict[str, Any]:
    """The JSON object.  Raises Invalid for anything else, and for text that no database keeps:
    half a surrogate pair, or a zero character."""
    try:
        found = json.loads(body or b"{}")
        text = json.dumps(found, ensure_ascii=False)
        text.encode()
    except (ValueError, RecursionError) as problem:
        raise Invalid("body-malformed", "提交的内容无法识别。") from problem
    if not isinstance(found, dict) or "\\u0000" in text:
        raise Invalid("body-malformed", "提交的内容无法识别。")
    return found


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _fingerprint(request: Request, asked: dict[str, Any]) -> str:
    """What the device says of itself, and where it asks from: for the person who approves."""
    said = [str(asked[name])[:40] for name in ("kind", "width", "height") if name in asked]
    browser = request.headers.get("user-agent", "")[:110]
    return " · ".join(part for part in ("×".join(said), _address(request), browser) if part)
