"""The page that plays on a screen, and the service worker that opens it without a server."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from core import messages

POLL_SECONDS = (20, 40)
"""Between two polls: a random time in this span, so that ten thousand screens do not march."""
DENIED_SECONDS = 60
"""How long the server must go on denying that it knows a screen before it shows a code again."""
_WORKER = Path(__file__).parent / "static" / "player" / "sw.js"


def player_config() -> dict[str, object]:
    """What the player is told by its page (see ``startPlayer`` in player.js)."""
    return {
        "worker": "/play/sw.js",
        "poll": [seconds * 1000 for seconds in POLL_SECONDS],
        "denied": DENIED_SECONDS * 1000,
        "texts": {
            "waiting": messages.text("等待管理员批准，批准后自动开始播放。"),
            "unreachable": messages.text("暂时连接不到服务器，正在重试……"),
        },
    }


async def play(request: Request) -> Response:
    """GET /play."""
    response: Response = request.state.templates.TemplateResponse(
        request, "signage/play.html", {"config": player_config()}
    )
    return response


async def worker(_request: Request) -> Response:
    """GET /play/sw.js: may serve any page of this origin, registers for /play and /kiosk only."""
    headers = {"Service-Worker-Allowed": "/", "Cache-Control": "no-cache"}
    return FileResponse(_WORKER, media_type="text/javascript", headers=headers)


def routes() -> list[BaseRoute]:
    return [Route("/play", play), Route("/play/sw.js", worker)]
