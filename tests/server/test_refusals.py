"""What is wrong outside the program is one sentence and exit status 1, wrong use is 2."""

import json
import os
from pathlib import Path

import pytest

from core.errors import Misconfigured
from core.settings import read_settings
from server.cli import main


def refused(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    """The one sentence with which the command ends."""
    assert main([str(word) for word in words]) == 1
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    return said


def wrong_use(*words: object) -> None:
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    assert ended.value.code == 2


@pytest.mark.parametrize("content", [b"no database at all, but some text" * 200, None])
def test_what_is_no_database_is_not_migrated(tmp_path: Path, capsys, content) -> None:
    file = tmp_path / "hallboard.sqlite3"
    file.write_bytes(content) if content else file.mkdir()
    assert "无法读取" in refused(capsys, "migrate", "--data", tmp_path)


def test_a_data_folder_that_is_a_file_is_refused(tmp_path: Path, capsys) -> None:
    file = tmp_path / "data"
    file.touch()
    assert str(file) in refused(capsys, "restore", tmp_path / "x", "--data", file)
    assert str(file) in refused(capsys, "demo", "--port", "18999", "--data", file)


def test_a_folder_of_files_that_cannot_be_made_is_refused(
    tmp_path: Path, capsys, monkeypatch
) -> None:
    in_the_way = tmp_path / "in-the-way"
    in_the_way.touch()
    monkeypatch.setenv("HALLBOARD_FILES_URL", str(in_the_way / "files"))
    data = tmp_path / "data"
    assert "in-the-way" in refused(capsys, "serve", "--port", "18998", "--data", data)


def test_a_damaged_clock_of_the_demonstration_is_named(tmp_path: Path, capsys) -> None:
    for damaged in ("{", "[]", json.dumps({"start": "x", "rate": 1, "anchor": None})):
        (tmp_path / "demo-clock.json").write_text(damaged)
        assert "demo-clock.json" in refused(capsys, "verify", "--data", tmp_path)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http"])
def test_a_port_that_does_not_exist_is_wrong_use(port: str) -> None:
    wrong_use("serve", "--port", port)
    wrong_use("demo", "--port", port)


@pytest.mark.parametrize("count", ["0", "-2", "many"])
def test_less_than_one_process_is_wrong_use(count: str) -> None:
    wrong_use("serve", "--workers", count)


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00+08:00"])
def test_an_instant_at_the_end_of_the_calendar_is_wrong_use(at: str) -> None:
    wrong_use("why", "LH-WALL", "--at", at)
    wrong_use("demo", "--at", at)


def test_an_address_that_is_not_this_machines_is_not_called_a_port_in_use(
    tmp_path: Path, capsys
) -> None:
    words = ("serve", "--host", "192.0.2.1", "--port", "18997", "--data", tmp_path)
    assert "192.0.2.1" in refused(capsys, *words)


@pytest.mark.parametrize("url", ["https://x]:[", "https://", "http://h:99999", "example.gov.cn"])
def test_a_public_address_that_no_link_can_begin_with_is_refused(url: str) -> None:
    with pytest.raises(Misconfigured):
        read_settings({"HALLBOARD_PUBLIC_URL": url})


def test_a_reader_that_has_seen_enough_is_no_error(tmp_path: Path, capsys, monkeypatch) -> None:
    def close(*_: object, **__: object) -> None:
        raise BrokenPipeError(os.strerror(32))

    monkeypatch.setattr("builtins.print", close)
    assert main(["migrate", "--data", str(tmp_path)]) == 1
    assert capsys.readouterr().err == ""
