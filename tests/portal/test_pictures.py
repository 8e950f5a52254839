"""Pictures of published records: no cache may keep one long after its record was withdrawn."""

import re

import pytest

from core.errors import NotFound
from disclosure import service
from media.content import Content, Picture
from media.service import store_file
from media.store import Store


async def test_a_picture_is_kept_by_caches_for_minutes_and_gone_once_withdrawn(
    world, client, settings
):
    name = await store_file(Store(settings.files), b"\x89PNG not really", "image/png")
    version = await world.published(
        "村貌",
        item_code="village-notice",
        period=None,
        template="picture",
        content=Content(blocks=(Picture(file=name, alt="村口"),)),
    )
    answer = await client.get(f"/files/{name}")
    assert (answer.status_code, answer.content) == (200, b"\x89PNG not really")
    assert "immutable" not in answer.headers["cache-control"]
    kept = re.search(r"max-age=(\d+)", answer.headers["cache-control"])
    assert kept is not None
    assert int(kept[1]) <= 300
    known = {"If-None-Match": answer.headers["etag"]}
    assert (await client.get(f"/files/{name}", headers=known)).status_code == 304
    await service.withdraw(world.reviewer, version.id, "有误")
    with pytest.raises(NotFound):
        await client.get(f"/files/{name}", headers=known)
