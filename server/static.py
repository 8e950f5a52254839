"""Static files, from an explicit list of folders."""

from pathlib import Path

from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = {
    "web": "web/static",
    "vendor": "web/vendor",
    "player": "signage/static/player",
    "kiosk": "kiosk/static",
    "console": "console/static",
    "portal": "portal/static",
    "fonts": "media/fonts",
}
FRESH = "public, no-cache"  # always asked again, answered 304: an update reaches screens at once


class _Fresh(StaticFiles):
    def file_response(
        self, full_path: object, stat_result: object, scope: Scope, status_code: int = 200
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)  # type: ignore[arg-type]
        response.headers["cache-control"] = FRESH
        return response


def mounts() -> list[Mount]:
    """One mount a folder; a folder that the asset step has not made yet answers 404."""
    return [
        Mount(f"/static/{name}", _Fresh(directory=ROOT / folder, check_dir=False))
        for name, folder in FOLDERS.items()
    ]
