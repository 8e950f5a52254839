"""The edge of a request: what is answered, and what is nobody's fault."""

from starlette.requests import ClientDisconnect

from server.middleware.errors import Errors


async def test_a_browser_that_goes_away_is_no_error(caplog):
    """Another key was pressed while a preview was being asked for."""

    async def gone(scope, receive, send):
        raise ClientDisconnect

    async def never(*_):
        raise AssertionError("nobody is left to answer")

    await Errors(gone)({"type": "http", "path": "/console/records/preview"}, never, never)

    assert caplog.records == []
