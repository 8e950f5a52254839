"""/healthz: the process answers.  /readyz: it can serve, or which part cannot."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from tortoise import connections
from tortoise.exceptions import BaseORMException

from core import clock
from core.errors import HallboardError
from media.fonts import find_fonts


async def healthz(request: Request) -> Response:
    return JSONResponse({"status": "ok"})


async def readyz(request: Request) -> Response:
    """200 when every part works, else 503 naming the parts that do not."""
    parts = {
        "database": await _database(),
        "files": request.state.settings.files.is_dir(),
        "fonts": _fonts(),
        "jobs": not request.state.jobs.problem,
    }
    ready = all(parts.values())
    return JSONResponse(
        {"status": "ok" if ready else "failing", "parts": parts, "at": clock.now().isoformat()},
        status_code=200 if ready else 503,
    )


def routes() -> list[Route]:
    return [Route("/healthz", healthz), Route("/readyz", readyz)]


async def _database() -> bool:
    try:
        await connections.get("default").execute_query("SELECT 1")
    except (BaseORMException, OSError):
        return False
    return True


def _fonts() -> bool:
    try:
        find_fonts()
    except HallboardError:
        return False
    return True
