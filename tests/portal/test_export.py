import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from core.errors import Invalid
from disclosure import service
from media.content import Content, Picture
from media.service import store_file
from media.store import Store
from portal.export import export_site
from server.cli import main
from server.templates import environment

ADDRESS = re.compile(r'(?:href|src|action)="([^"]+)"')


@pytest.fixture
async def site(world, settings, clock, tmp_path):
    """An exported copy of a county with a record in every state, and the versions."""
    store = Store(settings.files)
    picture = await store_file(store, b"\x89PNG not really", "image/png")
    made = {
        "earlier": await world.published("二季度收支", period="2026Q2"),
        "later": await world.published("三季度收支", period="2026Q3"),
        "picture": await world.published(
            "村貌",
            item_code="village-notice",
            period=None,
            template="picture",
            content=Content(blocks=(Picture(file=picture, alt="村口"),)),
        ),
        "gone": await world.published("撤下的标题", item_code="village-notice", period=None),
        "staff": await world.published("内部的标题", item_code="village-staff", period=None),
        "draft": await world.draft("起草的标题", item_code="village-notice", period=None),
    }
    await service.withdraw(world.reviewer, made["gone"].id, "有误")
    folder = tmp_path / "public" / "site"
    await export_site(folder, settings, environment(settings.zone), store)
    return folder, made


def pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


async def test_every_link_of_the_copy_leads_to_a_file_of_it(site):
    folder, _ = site
    followed = 0
    for page in pages(folder):
        for address in ADDRESS.findall(page.read_text("utf-8")):
            parts = urlsplit(address)
            if parts.scheme or address.startswith("#"):
                continue
            assert not address.startswith("/"), f"{page} would leave its folder: {address}"
            target = (page.parent / parts.path).resolve()
            assert target.is_relative_to(folder.resolve())
            assert (target / "index.html").is_file() or target.is_file(), f"{page}: {address}"
            followed += 1
    assert followed > 30


async def test_every_public_version_has_a_page_in_either_case(site):
    folder, made = site
    for name in ("earlier", "later", "picture", "gone"):
        for letter in ("r", "R"):
            assert (folder / letter / made[name].code / "index.html").is_file()


async def test_what_is_not_public_is_nowhere_in_the_copy(site):
    folder, made = site
    everything = "".join(page.read_text("utf-8") for page in pages(folder))
    for hidden in (
        "内部的标题",
        "起草的标题",
        "撤下的标题",
        made["staff"].code,
        made["draft"].code,
    ):
        assert hidden not in everything
    assert not (folder / "r" / made["staff"].code).exists()


async def test_an_earlier_copy_is_replaced_whole(site, world, settings):
    folder, _ = site
    (folder / "r" / "STALE").mkdir()
    await export_site(folder, settings, environment(settings.zone), Store(settings.files))
    assert not (folder / "r" / "STALE").exists()
    assert [path.name for path in folder.parent.iterdir()] == ["site"]


async def test_a_folder_of_something_else_is_left_alone(world, settings, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("keep me")
    with pytest.raises(Invalid):
        await export_site(other, settings, environment(settings.zone), Store(settings.files))
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".other")] == []
    assert (other / "letter.txt").read_text() == "keep me"


async def test_a_failed_export_leaves_the_earlier_copy(site, world, settings):
    folder, _made = site
    store = Store(settings.files)
    name = next((folder / "files").iterdir()).name
    store.path(name).write_bytes(b"damaged")
    before = sorted(path.relative_to(folder) for path in folder.rglob("*"))
    with pytest.raises(Exception, match="损坏"):
        await export_site(folder, settings, environment(settings.zone), store)
    assert sorted(path.relative_to(folder) for path in folder.rglob("*")) == before
    assert [path.name for path in folder.parent.iterdir()] == ["site"]


def test_the_command_exports_an_empty_county(database, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("HALLBOARD_DATABASE_URL", database.database_url)
    assert main(["export-site", str(tmp_path / "copy"), "--data", str(database.data)]) == 0
    assert (tmp_path / "copy" / "index.html").is_file()
    assert "1" in capsys.readouterr().out
