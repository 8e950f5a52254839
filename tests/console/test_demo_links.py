"""The demonstration's one-use sign-in links: on this machine, once, and by a button."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from starlette.testclient import TestClient

from accounts import service
from core.clock import FixedClock
from core.settings import Settings
from server.app import create_app
from server.database import connected
from tests.console.county import make_county
from tests.console.site import TOKEN


def test_a_link_lets_its_person_in_once_and_only_from_this_machine(
    sqlite_settings: Settings, clock: FixedClock
) -> None:
    settings = replace(sqlite_settings, demo=True)
    settings.files.mkdir(parents=True, exist_ok=True)

    async def seed() -> str:
        async with connected(settings):
            county = await make_county()
            return await service.issue_code("sign-in", county["officer"].id, timedelta(hours=1))

    code = asyncio.run(seed())
    app = create_app(settings, workers=False)
    path = f"/console/enter?code={code}"
    with TestClient(app, client=("127.0.0.1", 50000), follow_redirects=False) as here:
        page = here.get(path)
        assert page.status_code == 200
        token = TOKEN.search(page.text)
        assert token is not None
        form = {"csrf": token[1], "code": code}
        visitor = dict(here.cookies)
        assert here.post("/console/enter", data=form).headers["location"] == "/console"
        assert "李敏" in here.get("/console").text
        here.cookies.clear()
        here.cookies.update(visitor)
        assert here.post("/console/enter", data=form).status_code == 401
    with TestClient(app, client=("10.0.0.9", 50000), follow_redirects=False) as elsewhere:
        assert elsewhere.get(path).status_code == 404
