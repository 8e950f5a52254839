"""Errors become text here, and only here: problem+json for programs, a page for people."""

import logging
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core import messages
from core.errors import HallboardError, NotSignedIn

logger = logging.getLogger("hallboard.errors")

_PROGRAMS = ("/device/", "/api/", "/healthz", "/readyz", "/metrics")
_KNOWN = {
    404: ("not-found", messages.marked("没有找到这个页面。")),
    405: ("method-not-allowed", messages.marked("该地址不支持这种操作。")),
    413: ("too-large", messages.marked("提交的内容过大。")),
    400: ("bad-request", messages.marked("请求无法识别。")),
}
_OTHER = ("error", messages.marked("请求未能完成。"))
RETRY_AFTER_SECONDS = 5


class Errors:
    """The process edge of a request: whatever is raised inside is answered, never a trace."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def watching(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watching)
        except ClientDisconnect:
            return  # nobody is left to answer
        except Exception as error:
            if started:
                raise
            response = answer(Request(scope, receive), error)
            await response(scope, receive, send)


def answer(request: Request, error: Exception) -> Response:
    """The response for an error, in the form that the caller reads."""
    status, code, text = _read(error)
    if status >= 500 and not isinstance(error, HallboardError):
        logger.error("unexpected error", exc_info=error)
    if _wants_problem(request):
        return problem(status, code, text)
    if isinstance(error, NotSignedIn) and request.url.path.startswith("/console"):
        return RedirectResponse(f"/console/sign-in?next={_wanted(request)}", status_code=303)
    page: Response = request.state.templates.TemplateResponse(
        request,
        "web/error.html",
        {"status": status, "code": code, "text": text},
        status_code=status,
    )
    return page


def _wanted(request: Request) -> str:
    """Where to go on after signing in: the page that was asked for, never a form's target."""
    if request.method != "GET":
        return "/console"
    query = f"?{request.url.query}" if request.url.query else ""
    return quote(request.url.path + query)


def problem(status: int, code: str, text: str) -> Response:
    """RFC 9457 problem details with the stable ``code``."""
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS)} if status in {429, 503} else None
    return JSONResponse(
        {"type": "about:blank", "title": text, "status": status, "code": code},
        status_code=status,
        headers=headers,
        media_type="application/problem+json",
    )


def _read(error: Exception) -> tuple[int, str, str]:
    if isinstance(error, HallboardError):
        return error.status, error.code, messages.text(error.message, **error.data)
    if isinstance(error, HTTPException):
        code, message = _KNOWN.get(error.status_code, _OTHER)
        return error.status_code, code, messages.text(message)
    return 500, "internal", messages.text("系统出现错误，已记录，请稍后再试。")


def _wants_problem(request: Request) -> bool:
    return request.url.path.startswith(_PROGRAMS) or (
        "application/json" in request.headers.get("accept", "")
    )
