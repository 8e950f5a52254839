"""The touch pages of a service hall: one page, whose content comes from the screen's plan."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kiosk.texts import kiosk_texts
from signage.player_page import player_config


async def kiosk(request: Request) -> Response:
    """GET /kiosk."""
    context = {"config": {**player_config(), "kiosk": kiosk_texts()}}
    response: Response = request.state.templates.TemplateResponse(
        request, "kiosk/kiosk.html", context
    )
    return response


def routes() -> list[BaseRoute]:
    return [Route("/kiosk", kiosk)]
