"""The page to which a certificate's code leads: whether it is genuine, and of which content.

It names no person, and of a list of persons nothing but its hash and its days.
"""

from datetime import date, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from core import clock
from core.errors import NotFound
from core.ids import read_code
from disclosure.certificates import body_of, genuine
from disclosure.queries import certificate_by_code
from disclosure.sheets import day_text
from portal import queries
from portal.addresses import Addresses


async def certificate(request: Request) -> Response:
    """200 with what is certified, said to be false where the signature does not hold; else 404."""
    state = request.state
    site = await queries.site(state.templates.env, state.settings, Addresses(), clock.now())
    code = read_code(request.path_params["code"])
    try:
        row = await certificate_by_code(code)
    except NotFound:
        missing = site.missing()
        return HTMLResponse(missing.html, missing.status, headers={"cache-control": "no-cache"})
    real = genuine(row, state.signing_key.public_bytes(), code)
    template = state.templates.env.get_template("portal/certificate.html")
    html = template.render(
        site=site,
        to=site.addresses,
        code=code,
        genuine=real,
        said=_said(body_of(row)) if real else None,
        key=row.key_id,
    )
    return HTMLResponse(html, headers={"cache-control": "no-cache"})


def _said(body: dict[str, Any]) -> dict[str, Any]:
    posting, display, public = body["posting"], body["display"], body["audience"] == "public"
    return {
        "title": body["title"] if public else "",
        "unit": body["unit"] if public else "",
        "hash": body["hash"],
        "since": _day(posting["since"]),
        "last": _day(posting["last"]),
        "whole": display["whole"],
        "covered": display["covered"],
        "gaps": [_day(day) for day in display["gaps"]],
        "issued": datetime.fromisoformat(body["issued_at"]),
    }


def _day(day: str) -> str:
    return day_text(date.fromisoformat(day))
