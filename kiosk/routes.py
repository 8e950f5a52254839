"""The touch pages of a service hall: one page, whose content comes from the screen's plan."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kiosk.texts import kiosk_texts
from signage.player_page import player_config

IDLE_SECONDS = 60
"""Without a touch: then a warning, and after it everything of the visitor is wiped."""
WARNING_SECONDS = 15


async def kiosk(request: Request) -> Response:
    """GET /kiosk."""
    idle = {"after": IDLE_SECONDS * 1000, "warning": WARNING_SECONDS * 1000}
    context = {"config": {**player_config(), "kiosk": {"texts": kiosk_texts(), "idle": idle}}}
    response: Response = request.state.templates.TemplateResponse(
        request, "kiosk/kiosk.html", context
    )
    return response


def routes() -> list[BaseRoute]:
    return [Route("/kiosk", kiosk)]
