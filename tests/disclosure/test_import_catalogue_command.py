"""``hallboard import catalogue``: dry runs need nothing, refusals are told by row."""

import asyncio
import json

import pytest

from accounts.actor import SYSTEM
from accounts.service import create_unit
from disclosure.models import CatalogueItem
from server.cli import main
from server.database import connected

BROKEN = (
    "序号,公开事项,公开内容,公开依据,公开时限,公开主体,全社会,主动,县级\n"
    "1,救助政策,条件,条例,长期公开,县民政局,√,√,√\n"
    "2,救助标准,=1+1,条例,长期公开,县民政局,√,√,√\n"
)


@pytest.fixture
def nowhere(tmp_path, monkeypatch):
    monkeypatch.setenv("HALLBOARD_DATA", str(tmp_path / "nothing"))
    return tmp_path


def test_a_dry_run_needs_neither_database_nor_unit_and_keeps_the_contract(samples, nowhere, capsys):
    file = str(samples / "catalogues" / "social-assistance-town.csv")
    assert main(["import", "catalogue", file, "--dry-run", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said.keys() >= {"file", "rows", "landed", "listed", "items"}
    assert (said["file"], said["rows"], said["landed"]) == ("social-assistance-town.csv", 6, 6)
    assert len(said["listed"]) == 1
    assert said["listed"][0].keys() >= {"row", "column", "message", "level"}
    assert said["items"][4]["reading"]["rules"][-1]["kind"] == "posting"
    assert not (nowhere / "nothing").exists()


def test_a_dry_run_shows_a_table(samples, nowhere, capsys):
    file = str(samples / "catalogues" / "culture-town.csv")
    assert main(["import", "catalogue", file, "--dry-run"]) == 0
    out = capsys.readouterr().out
    assert "一级事项" in out.splitlines()[0]
    assert "公共服务" in out
    assert "共 2 行，读入 2 行，未读入 0 行，提示 2 条" in out


def test_a_refused_row_is_named_on_standard_error(nowhere, capsys):
    file = nowhere / "目录.csv"
    file.write_text(BROKEN, "utf-8")
    assert main(["import", "catalogue", str(file), "--dry-run", "--json"]) == 1
    out, error = capsys.readouterr()
    assert json.loads(out)["landed"] == 1
    assert error.startswith("第 3 行“公开内容”：单元格是公式")


def test_a_missing_file_or_unit_is_one_sentence(nowhere, capsys):
    assert main(["import", "catalogue", "没有.csv", "--dry-run"]) == 1
    assert "没有.csv" in capsys.readouterr().err
    assert main(["import", "catalogue", "没有.csv"]) == 1
    assert "--unit" in capsys.readouterr().err


@pytest.fixture
def county(sqlite_settings, monkeypatch):
    """A database with one county."""

    async def settle():
        async with connected(sqlite_settings):
            await create_unit(SYSTEM, "qingxi", "青溪县", tier="county")

    asyncio.run(settle())
    monkeypatch.setenv("HALLBOARD_DATA", str(sqlite_settings.data))
    return sqlite_settings


def stored(settings):
    async def read():
        async with connected(settings):
            return await CatalogueItem.all().order_by("position", "tier")

    return asyncio.run(read())


def test_what_landed_becomes_an_edition_and_the_refused_row_is_told(county, tmp_path, capsys):
    file = tmp_path / "目录.csv"
    file.write_text(BROKEN, "utf-8")
    assert main(["import", "catalogue", str(file), "--unit", "qingxi", "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["rows"], said["landed"], said["edition"]["added"]) == (2, 1, 1)
    assert said["edition"]["unassigned"] == ["县民政局"]
    assert [item.name for item in stored(county)] == ["救助政策"]


def test_the_samples_become_items_of_their_levels(samples, county, capsys):
    file = samples / "catalogues" / "social-assistance-town.csv"
    assert main(["import", "catalogue", str(file), "--unit", "qingxi"]) == 0
    assert "新增 10 项" in capsys.readouterr().out
    tiers = [item.tier for item in stored(county)]
    assert (tiers.count("township"), tiers.count("village")) == (6, 4)


def test_an_unknown_unit_stores_nothing(samples, county, capsys):
    file = str(samples / "catalogues" / "culture-town.csv")
    assert main(["import", "catalogue", file, "--unit", "nowhere"]) == 1
    assert "nowhere" in capsys.readouterr().err
    assert stored(county) == []
