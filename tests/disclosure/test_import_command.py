"""``hallboard import documents``: each file stands alone, drafts only, dry runs need nothing."""

import asyncio
import json
from pathlib import Path

import pytest

from accounts.actor import SYSTEM
from accounts.queries import actor_of
from accounts.service import create_person, create_unit, grant_role
from core.errors import Invalid
from core.settings import Settings
from disclosure.models import Version
from disclosure.service import submit
from server.cli import main
from server.database import connected

KEYS = [
    "file",
    "title",
    "index_number",
    "publisher",
    "document_number",
    "formed_on",
    "issued_on",
    "effective_on",
    "abolished_on",
    "subject",
    "keywords",
    "paragraphs",
    "tables",
    "unsure",
]


@pytest.fixture
def documents(samples: Path) -> Path:
    return samples / "documents"


@pytest.fixture
def county(sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A database with one unit and its officer."""

    async def settle() -> None:
        async with connected(sqlite_settings):
            await create_unit(SYSTEM, "qingxi", "青溪县", tier="county")
            person = await create_person(SYSTEM, "wen", "温守禾", unit="qingxi")
            await grant_role(SYSTEM, person.id, "officer", "qingxi")

    asyncio.run(settle())
    monkeypatch.setenv("HALLBOARD_DATA", str(sqlite_settings.data))
    return sqlite_settings


def versions(settings: Settings) -> list[Version]:
    async def read() -> list[Version]:
        async with connected(settings):
            return await Version.all().order_by("title")

    return asyncio.run(read())


def test_a_dry_run_needs_neither_database_nor_unit(documents, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("HALLBOARD_DATA", str(tmp_path / "nothing"))

    assert main(["import", "documents", str(documents), "--dry-run", "--json"]) == 0

    found = json.loads(capsys.readouterr().out)["documents"]
    assert len(found) == 5
    for document in found:
        assert document.keys() >= set(KEYS)
    assert not (tmp_path / "nothing").exists()


def test_documents_become_drafts_with_their_metadata_and_doubts(documents, county, capsys):
    assert main(["import", "documents", str(documents), "--unit", "qingxi"]) == 0

    stored = versions(county)
    assert len(stored) == 5
    assert {version.state for version in stored} == {"draft"}
    plan = next(version for version in stored if version.document_number == "淅政办〔2017〕22号")
    assert plan.index_number == "XC412927-02-2017-00012"
    assert str(plan.abolished_on) == "2023-10-16"
    planted = [version for version in stored if "日博365" in version.unsure]
    assert [version.document_number for version in planted] == ["明政办秘〔2017〕156号"]
    assert "日博365" in capsys.readouterr().out


def test_a_draft_with_planted_words_cannot_be_submitted_until_someone_looked(documents, county):
    file = documents / "mingguang-2017-standardisation.txt"
    assert main(["import", "documents", str(file), "--unit", "qingxi"]) == 0

    async def hand_in() -> None:
        async with connected(county):
            version = await Version.get().prefetch_related("author")
            await submit(await actor_of(version.author.id), county, version.id)

    with pytest.raises(Invalid) as refused:
        asyncio.run(hand_in())
    assert refused.value.code == "unsure-open"


def test_a_bad_file_is_named_and_leaves_the_others(documents, county, tmp_path, capsys):
    bad = tmp_path / "图片.txt"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    missing = tmp_path / "没有.txt"
    good = documents / "yuhu-2017-key-points.txt"
    paths = [str(bad), str(good), str(missing)]

    assert main(["import", "documents", *paths, "--unit", "qingxi", "--json"]) == 1

    out, error = capsys.readouterr()
    said = json.loads(out)
    assert [document["file"] for document in said["documents"]] == [good.name]
    assert [one["code"] for one in said["refused"]] == ["document-picture", "file-unreadable"]
    assert "图片.txt" in error
    assert [version.title for version in versions(county)] == ["雨湖区2017年政务公开工作要点"]


def test_an_unknown_unit_or_author_stores_nothing(documents, county, capsys):
    file = str(documents / "yuhu-2017-key-points.txt")
    assert main(["import", "documents", file, "--unit", "nowhere"]) == 1
    assert "nowhere" in capsys.readouterr().err
    assert main(["import", "documents", file, "--unit", "qingxi", "--author", "nobody"]) == 1
    assert "nobody" in capsys.readouterr().err
    assert main(["import", "documents", file]) == 1
    assert "--unit" in capsys.readouterr().err
    assert versions(county) == []


def test_with_several_officers_the_author_must_be_named(documents, county, capsys):
    async def hire() -> None:
        async with connected(county):
            person = await create_person(SYSTEM, "fang", "方静宜", unit="qingxi")
            await grant_role(SYSTEM, person.id, "officer", "qingxi")

    asyncio.run(hire())
    file = str(documents / "yuhu-2017-key-points.txt")
    assert main(["import", "documents", file, "--unit", "qingxi"]) == 1
    assert "fang、wen" in capsys.readouterr().err
    assert main(["import", "documents", file, "--unit", "qingxi", "--author", "fang"]) == 0


def test_a_folder_without_documents_is_said(tmp_path, capsys):
    assert main(["import", "documents", str(tmp_path), "--dry-run"]) == 1
    assert capsys.readouterr().err.strip() == "没有找到可以导入的文件。"
