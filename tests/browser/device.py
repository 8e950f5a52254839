"""A server for one screen, small and wilful: real signatures and formats, and a clock, pointers
and bytes that a test can bend."""

import io
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import uvicorn
from PIL import Image
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

import kiosk.routes
import signage.player_page
from core.canonical import canonical, sha256
from core.signing import SigningKey, encode, new_signing_key, sign_json
from server import static
from server.middleware.headers import SecurityHeaders
from server.templates import templates

START = 1_799_510_400_000  # 2027-01-10 00:00 in Shanghai
DAY = 86_400_000
WIDTH, HEIGHT = 320, 180
COOKIE = "hallboard_screen"


def picture(colour: tuple[int, int, int], size: tuple[int, int] = (WIDTH, HEIGHT)) -> bytes:
    """A picture of one colour."""
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "WEBP", lossless=True)
    return file.getvalue()


@dataclass
class Device:
    """What the server says.  Times in ms; the clock runs at ``rate`` from ``start``."""

    start: int = START + 9 * 3_600_000
    rate: float = 1
    key: SigningKey = field(default_factory=new_signing_key)
    files: dict[str, bytes] = field(default_factory=dict)
    plans: dict[str, bytes] = field(default_factory=dict)
    pointer: dict[str, Any] = field(default_factory=dict)
    envelope: dict[str, str] | None = None
    beats: list[dict[str, Any]] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    answers: bool = True
    """False: every request of the device API fails."""
    known: bool = True
    """False: the screen was taken out of service."""
    events: bool = True
    approved: bool = False
    codes: int = 0
    poll: tuple[int, int] = (1, 1)
    screen: dict[str, Any] = field(default_factory=dict)
    address: str = ""
    _anchor: float = field(default_factory=time.monotonic)

    def now(self) -> int:
        return self.start + int((time.monotonic() - self._anchor) * 1000 * self.rate)

    def set_clock(self, at: int, rate: float = 1) -> None:
        self.start, self.rate, self._anchor = at, rate, time.monotonic()

    def add_file(self, data: bytes) -> str:
        self.files[sha256(data)] = data
        return sha256(data)

    def page(self, colour: tuple[int, int, int], alt: str = "") -> dict[str, Any]:
        data = picture(colour)
        return {
            "file": self.add_file(data),
            "bytes": len(data),
            "type": "image/webp",
            "width": WIDTH,
            "height": HEIGHT,
            "alt": alt or f"颜色 {colour}",
        }

    def item(
        self,
        version: str,
        *colours: tuple[int, int, int],
        not_before: int | None = None,
        not_after: int | None = None,
        evergreen: bool = False,
    ) -> dict[str, Any]:
        return {
            "version": version,
            "record": f"record-{version}",
            "code": "7K3QD9ZP2M",
            "title": version,
            "unit": "石桥村",
            "programme": "常规",
            "level": "regular",
            "not_before": not_before,
            "not_after": not_after,
            "evergreen": evergreen,
            "pages": [self.page(colour) for colour in colours],
        }

    def publish(
        self,
        items: Sequence[dict[str, Any]],
        *,
        dwell: int = 10_000,
        fallback: tuple[int, int, int] = (0, 90, 90),
        lease_until: int | None = None,
        touch: dict[str, Any] | None = None,
    ) -> str:
        """A new plan of one rotation through ``items``, and the pointer to it."""
        rotation = [
            [index, page, dwell]
            for index, item in enumerate(items)
            for page in range(len(item["pages"]))
        ]
        plan = {
            "format": "hallboard-plan/1",
            "profile": "wall-1920x1080-3m",
            "kind": self.screen["kind"],
            "width": self.screen["width"],
            "height": self.screen["height"],
            "zone": "Asia/Shanghai",
            "start": START,
            "end": START + 3 * DAY,
            "items": list(items),
            "rotations": [rotation],
            "segments": [[START, 0, "regular" if items else "fallback"]],
            "fallback": self.page(fallback, "政务公开"),
            "touch": touch,
        }
        data = canonical(plan)
        self.plans[sha256(data)] = data
        self.point(plan=sha256(data), plan_bytes=len(data), lease_until=lease_until, withdrawn=[])
        return sha256(data)

    def point(self, *, withdrawn: Sequence[str] | None = None, **changes: Any) -> None:
        """The next pointer: the last one with ``changes``, one sequence on."""
        before = self.pointer
        lease = changes.pop("lease_until", None) or before.get("lease_until") or START + 2 * DAY
        overlay = before.get("overlay", {"withdrawn": [], "alerts": []})
        if withdrawn is not None:
            overlay = {"withdrawn": list(withdrawn), "alerts": []}
        self.pointer = {
            "format": "hallboard-pointer/1",
            "screen": self.screen["id"],
            "epoch": 1,
            **before,
            "sequence": before.get("sequence", 0) + 1,
            "overlay": overlay,
            "issued": self.now(),
            "lease_until": lease,
            "rate": f"{self.rate:g}",
            **changes,
        }
        self.envelope = sign_json(self.key, self.pointer)


def _routes(device: Device) -> list[Route]:
    async def pair(request: Request) -> Response:
        if request.method == "GET":
            return _paired(device) if device.approved else JSONResponse({}, 202)
        asked = await request.json()
        if "token" in asked:
            return _paired(device) if asked["token"] == "good" else JSONResponse({}, 401)
        device.codes += 1
        return JSONResponse({"code": "7K3QD9", "ticket": "t" * 43, "expires": ""})

    async def pointer(request: Request) -> Response:
        if device.envelope is None:
            return JSONResponse({"code": "pointer-not-ready"}, 503)
        etag = f'"{device.envelope["signature"]}"'
        if request.headers.get("if-none-match") == etag:
            return Response(status_code=304)
        return JSONResponse(device.envelope, headers={"etag": etag})

    async def now(request: Request) -> Response:
        statement = {
            "format": "hallboard-time/1",
            "nonce": request.query_params["nonce"],
            "now": device.now(),
            "rate": f"{device.rate:g}",
            "screen": device.screen["id"],
        }
        return JSONResponse(sign_json(device.key, statement))

    async def bytes_of(request: Request) -> Response:
        held = device.files | device.plans
        data = held.get(request.path_params["sha256"])
        return Response(status_code=404) if data is None else Response(data)

    async def events(_request: Request) -> Response:
        if not device.events:
            return Response(status_code=503)
        return StreamingResponse(_stream(device), media_type="text/event-stream")

    async def beats(request: Request) -> Response:
        device.beats.append(await request.json())
        return Response(status_code=204)

    return [
        Route("/device/v1/pair", pair, methods=["GET", "POST"]),
        Route("/device/v1/pointer", pointer),
        Route("/device/v1/time", now),
        Route("/device/v1/plans/{sha256}", bytes_of),
        Route("/device/v1/files/{sha256}", bytes_of),
        Route("/device/v1/events", events),
        Route("/device/v1/beats", beats, methods=["POST"]),
    ]


async def _stream(device: Device) -> Any:
    import asyncio
    import json

    sent = None
    while device.answers and device.events:
        if device.envelope is not sent:
            sent = device.envelope
            yield f"event: pointer\ndata: {json.dumps(sent)}\n\n"
        await asyncio.sleep(0.05)


def _paired(device: Device) -> Response:
    response = JSONResponse(
        {
            "screen": device.screen,
            "key": encode(device.key.public_bytes()),
            "key_id": device.key.key_id,
        }
    )
    response.set_cookie(COOKIE, "token", httponly=True, samesite="strict")
    return response


class _Door:
    """Counts requests and, when the device shall not answer, breaks them."""

    def __init__(self, app: ASGIApp, device: Device) -> None:
        self.app, self.device = app, device

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            self.device.requests.append(scope["path"])
            scope.setdefault("state", {}).update(templates=templates(ZoneInfo("Asia/Shanghai")))
            if not self.device.answers:
                await Response(status_code=502)(scope, receive, send)
                return
            if not self.device.known and scope["path"] in ("/device/v1/pointer", "/device/v1/time"):
                await Response(status_code=401)(scope, receive, send)
                return
        await self.app(scope, receive, send)


@contextmanager
def serving(device: Device) -> Iterator[Device]:
    """Serve ``device`` on a free port of this machine, in a thread."""
    app = Starlette(
        routes=[
            *_routes(device),
            *signage.player_page.routes(),
            *kiosk.routes.routes(),
            *static.mounts(),
        ],
        middleware=[Middleware(_Door, device=device), Middleware(SecurityHeaders, https=False)],
        lifespan=_quiet,
    )
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1, ws="none")
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    device.address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    try:
        yield device
    finally:
        device.events = False
        server.should_exit = True
        thread.join(timeout=10)
        listener.close()


@asynccontextmanager
async def _quiet(_app: Starlette) -> Any:
    yield
